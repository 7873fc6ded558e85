import { expect, inject, test } from "vitest";
import { outside } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { fileBrowser } from "./support/visitors.ts";

const { url } = inject("product");
const o = outside();
const visitors = fileBrowser();

test("a person says how to be reached, and the page shows what is wrong", async () => {
	const { page, complaints, close } = await visitors.as("ines");
	await page.goto(`${url}/`);
	await page.locator("aside").getByRole("link", { name: "Preferences" }).click();
	await page.getByRole("heading", { name: "Preferences" }).waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.getByLabel("Time zone").selectOption("Europe/Berlin");
	await page.getByLabel("Keep quiet hours").check();
	await page.getByLabel("From").fill("21:30");
	await page.getByLabel(/^Until/).fill("06:45");
	await page.getByLabel("Gather what is not urgent into one mail a day").check();
	await page.getByLabel("At", { exact: true }).fill("07:15");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("Your preferences are saved.").waitFor();
	expect((await o.call("GET", "/preferences", { as: "ines" })).body).toEqual({
		language: "en",
		timeZone: "Europe/Berlin",
		channels: ["email"],
		available: ["email"],
		quietHours: { from: "21:30", to: "06:45" },
		digestAt: "07:15",
	});
	await page.getByLabel(/^Until/).fill("21:30");
	await page.getByRole("button", { name: "Save" }).click();
	await page
		.getByText(/is when they begin: write another time/)
		.first()
		.waitFor();
	await page.getByLabel("Keep quiet hours").uncheck();
	await page.getByLabel("Gather what is not urgent into one mail a day").uncheck();
	// The notice of the first time may still stand there: the answer itself is waited for.
	const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
	await page.getByRole("button", { name: "Save" }).click();
	await saved;
	await page.reload();
	await page.getByRole("heading", { name: "Preferences" }).waitFor();
	expect(await page.getByLabel("Keep quiet hours").isChecked()).toBe(false);
	// What was refused is an answer that browsers complain of, and nothing else is.
	expect(complaints.filter((line) => !line.includes("422"))).toEqual([]);
	await close();
});
