import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { outside, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { mailedCode, mailedLink } from "./support/mailed-link.ts";
import { fileBrowser, press } from "./support/visitors.ts";

const { url } = inject("product");
const o = outside();
const visitors = fileBrowser();

/** As the page of Cy's preferences does it. */
const speaks = async (language: string) => {
	const session = inject("sessions").cy;
	const answer = await fetch(`${url}/api/v1/preferences`, {
		method: "PATCH",
		headers: {
			"content-type": "application/json",
			cookie: `${session?.name}=${session?.value}`,
			origin: url,
		},
		body: JSON.stringify({ language }),
	});
	expect(answer.status, await answer.text()).toBe(200);
};
// Cy alone reads German; whoever looks at Cy's mails after this file reads English again.
beforeAll(() => speaks("de"));
afterAll(() => speaks("en"));

async function asked(words: string, more: Record<string, unknown> = {}) {
	const title = unique(words);
	const approvers = [{ user: "cy@demo.example" }, { user: "bo@demo.example" }];
	const { id } = await o.submit(await o.policy({ approvers }, more), title);
	return { id, title, link: await mailedLink(o, "cy", title) };
}

test("the page behind a link speaks its recipient's language, whatever the browser's, and decides", async () => {
	const { id, title, link } = await asked("Auf Deutsch", { risk: "normal" });
	const { page, complaints, close } = await visitors.anonymous({ locale: "en-GB" });
	await page.goto(link);
	await page.getByRole("heading", { name: title }).waitFor();
	await page.getByText("Dieser Link ging an Cy Okafor.").waitFor();
	await page.getByText(/^Noch 23 Std\.$/).waitFor();
	await page.getByText("Kommentar (freiwillig)").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await press(page.getByRole("button", { name: "Zustimmen", exact: true }));
	await page.getByText("Geben Sie zuerst die sechs Ziffern aus der E-Mail ein.").waitFor();
	await page.getByRole("button", { name: "Code anfordern" }).click();
	await page.getByText("Ein Code ist unterwegs.").waitFor();
	const code = await mailedCode(o, "cy", title);
	await page.getByLabel("Code aus der E-Mail").fill(code === "000000" ? "000001" : "000000");
	await page.getByRole("button", { name: "Zustimmen", exact: true }).click();
	await page.getByText("Der Code stimmt nicht oder gilt nicht mehr").waitFor();
	await page.getByLabel("Code aus der E-Mail").fill(code);
	await page.getByRole("button", { name: "Zustimmen", exact: true }).click();
	await page.getByText("Ihre Zustimmung ist festgehalten.").waitFor();
	expect(await page.locator("main").innerText()).not.toMatch(/\b(the|your|you|was|approved)\b/);
	expect(await o.read(id)).toMatchObject({ outcome: "approved", decisions: [{ assurance: "email_code" }] });
	expect(complaints).toEqual([]);
	await close();
});

test("a dead link says in German what became of the request", async () => {
	const { id, title, link } = await asked("Vorbei");
	await o.decide(id, "bo", "reject", { comment: "No" });
	const { page, close } = await visitors.anonymous();
	await page.goto(link);
	await page.getByRole("heading", { name: "Diese Anfrage ist abgeschlossen" }).waitFor();
	await page.getByText(title).waitFor();
	await page.getByText("Durch Entscheidung abgelehnt.").waitFor();
	await page.getByText(/Bo Lindqvist hat abgelehnt/).waitFor();
	expect(await page.locator("main").innerText()).not.toMatch(/\b(the|your|you|rejected|over)\b/);
	await close();
});

test("before the link is read, the page speaks the browser's language", async () => {
	const { link } = await asked("Abgeschnitten");
	const { page, close } = await visitors.anonymous({ locale: "de-DE" });
	await page.goto(link.split("#")[0] ?? "");
	await page.getByRole("heading", { name: "Diese Adresse ist nicht der ganze Link" }).waitFor();
	expect(page.url().startsWith(url)).toBe(true);
	await close();
});
