import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import { outside } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { alive, fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const DAY = 86_400_000;
/** Far enough ahead that it concerns no other test. */
const day = (later: number) => new Date(Date.now() + later * DAY).toISOString().slice(0, 10);

async function choose(page: Page, text: string, name: RegExp): Promise<void> {
	const picker = page.getByRole("combobox", { name: "Who decides for me" }).first();
	await alive(picker);
	await picker.fill(text);
	const option = page.getByRole("option", { name });
	await option.waitFor();
	expect(await option.getAttribute("aria-selected")).toBe("true");
	await picker.press("Enter");
	await expect.poll(() => picker.inputValue()).toMatch(name);
}

test("somebody sets when they are away and who decides, sees it listed, and takes it back", async () => {
	const { page, complaints, close } = await visitors.as("riley");
	await page.goto("/");
	await press(page.getByRole("link", { name: "Away" }));
	await page.getByRole("heading", { level: 1, name: "Away" }).waitFor();
	expect(await page.getByRole("link", { name: "Away" }).getAttribute("aria-current")).toBe("page");

	// What is missing is said at its field, and nothing is sent.
	const set = page.getByRole("button", { name: "Set" });
	await press(set);
	await page.getByText("Choose a day.").waitFor();
	await page.getByText("Choose a person from the list.").waitFor();

	await page.getByLabel("First day").fill(day(60));
	await page.getByLabel("Last day").fill(day(62));
	await choose(page, "cy", /Cy/);
	await set.click();
	const row = page.getByRole("listitem").filter({ hasText: "decides" });
	await row.waitFor();
	expect(await row.textContent()).toMatch(/Cy.* decides/);
	const { items } = (
		await o.call<{ items: { id: string; start: string; end: string }[] }>("GET", "/delegations", {
			as: "riley",
		})
	).body;
	expect(items).toMatchObject([{ to: o.id("cy"), from: o.id("riley"), origin: "self" }]);
	// A change of the clock in between would make them an hour more or less.
	const days = (Date.parse(items[0]?.end ?? "") - Date.parse(items[0]?.start ?? "")) / DAY;
	expect(Math.round(days)).toBe(3);

	await row.getByRole("button", { name: /Remove/ }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
	await page.getByText("Nothing is set.").waitFor();
	expect((await o.call<{ items: unknown[] }>("GET", "/delegations", { as: "riley" })).body.items).toEqual([]);
	expect(complaints).toEqual([]);
	await close();
});

test("an address of a calendar that may not be called is refused where it was written", async () => {
	const { page, complaints, close } = await visitors.as("riley");
	await page.goto("/away");
	const address = page.getByLabel("Address of the calendar");
	await alive(address);
	await address.fill("webcal://10.0.0.1/private.ics");
	await page.getByRole("combobox", { name: "Who decides for me" }).nth(1).fill("cy");
	await page.getByRole("option", { name: /Cy/ }).click();
	await page.getByRole("button", { name: "Read the calendar" }).click();
	await expect.poll(() => address.getAttribute("aria-invalid")).toBe("true");
	const described = (await address.getAttribute("aria-describedby"))?.split(" ").at(-1) ?? "";
	expect(await page.locator(`[id="${described}"]`).textContent()).toMatch(
		/inside the installation's network/,
	);
	expect((await o.call("GET", "/calendar-feed", { as: "riley" })).status).toBe(404);
	expect(complaints).toEqual([]);
	await close();
});

test.for([
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true }],
] as [string, BrowserContextOptions][])("the page is whole and accessible: %s", async ([look, options]) => {
	const start = new Date(Date.now() + 90 * DAY).toISOString();
	const end = new Date(Date.now() + 94 * DAY).toISOString();
	const made = await o.call<{ id: string }>("POST", "/delegations", {
		as: "lee",
		body: { to: o.id("dana"), start, end },
	});
	const { page, complaints, close } = await visitors.as("lee", options);
	await page.goto("/away");
	await alive(page.getByRole("button", { name: "Set" }));
	await page.getByText("Dana").first().waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
	expect(await page.evaluate(sideways)).toBe(0);
	const folder = process.env.SHOTS;
	if (folder !== undefined && folder !== "") {
		await mkdir(folder, { recursive: true });
		await page.screenshot({ path: join(folder, `away-${look}.png`), fullPage: true });
	}
	expect(complaints).toEqual([]);
	await close();
	await o.call("DELETE", `/delegations/${made.body.id}`, { as: "lee" });
});
