import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Page as ListOf, Webhook, WebhookMessage } from "../../sdk/index.ts";
import { eventually, outside, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { alive, fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const LOOKS: [string, BrowserContextOptions][] = [
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true }],
];

test("an administrator adds a webhook, sees its secret once, looks at its messages, sends again, pauses, removes", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	const name = unique("Shop");
	await page.goto("/admin/webhooks");
	await press(page.getByRole("button", { name: "Add a webhook" }));
	const form = page.getByRole("dialog", { name: "Add a webhook" });
	await form.getByLabel("Name").fill(name);
	await form.getByLabel("Address").fill("https://10.0.0.1/approvals");
	await form.getByRole("button", { name: "Add", exact: true }).click();
	await form.getByRole("alert").getByText("COUNTERSIGN_OUTBOUND_ALLOW").waitFor();
	// Nobody answers there: `.invalid` is reserved for names that are nobody's (RFC 2606).
	await form.getByLabel("Address").fill("https://shop.invalid/approvals");
	expect(await accessibilityFindings(page)).toEqual([]);
	await form.getByRole("button", { name: "Add", exact: true }).click();
	const secret = page.getByRole("dialog", { name: "The signing secret" });
	expect(await secret.getByLabel("Secret").textContent()).toMatch(/^whsec_/);
	expect(await accessibilityFindings(page)).toEqual([]);
	await secret.getByRole("button", { name: "I have it" }).click();

	const list = await o.call<ListOf<Webhook>>("GET", "/webhooks", { as: "dana" });
	const id = list.body.items.find((webhook) => webhook.name === name)?.id ?? "";
	await o.submit(await o.policy(), unique("Told to nobody"));
	await eventually(async () => {
		const { body } = await o.call<ListOf<WebhookMessage>>("GET", `/webhooks/${id}/messages`, { as: "dana" });
		return body.items.some(({ lastError }) => lastError === "unresolvable");
	});
	await page.getByRole("link", { name }).click();
	await page.getByText("its name is unknown").first().waitFor();
	expect(await page.content()).not.toContain("whsec_");
	await press(page.getByRole("button", { name: "Send again" }).first());
	await page.getByText("The message is sent again.").waitFor();
	await page.getByRole("button", { name: "Pause" }).click();
	await page.getByText("It is told nothing new").waitFor();
	await page.getByRole("button", { name: "Resume" }).click();
	await page.getByText("The webhook goes on").waitFor();
	await press(page.getByRole("button", { name: "Pause" }));

	for (const [look, options] of LOOKS) {
		for (const [path, what] of [
			["/admin/webhooks", name],
			[`/admin/webhooks/${id}`, "Last messages"],
			["/admin/webhooks/callback", "Show the secret"],
		] as const) {
			const visitor = await visitors.as("dana", options);
			await visitor.page.goto(path);
			await visitor.page.getByText(what).first().waitFor();
			await alive(visitor.page.getByRole("button", { name: /Add a webhook|New secret/ }));
			expect(await accessibilityFindings(visitor.page), `${path} ${look}`).toEqual([]);
			expect(await sidewaysScroll(visitor.page), `${path} ${look}`).toBe(0);
			await keepPicture(visitor.page, `webhooks${path.replaceAll(/\W+/g, "-").slice(0, 30)}-${look}`);
			expect(visitor.complaints).toEqual([]);
			await visitor.close();
		}
	}

	await page.getByRole("button", { name: "Remove" }).click();
	await page.getByRole("button", { name: "Remove the webhook" }).click();
	await page.waitForURL("**/admin/webhooks");
	await page.getByText("The webhook is removed.").waitFor();
	expect(await page.getByRole("link", { name }).count()).toBe(0);
	expect(complaints).toEqual([]);
	await close();
});

test("members are told that webhooks are not theirs", async () => {
	const { page, complaints, close } = await visitors.as("bo");
	for (const path of ["/admin/webhooks", "/admin/webhooks/callback"]) {
		await page.goto(path);
		await page.getByRole("heading", { name: "Not for your role" }).waitFor();
	}
	expect(complaints).toEqual([]);
	await close();
});

function sidewaysScroll(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Writes a picture to the folder that SHOTS names, for looking at. */
async function keepPicture(page: Page, name: string): Promise<void> {
	const folder = process.env.SHOTS;
	if (folder === undefined || folder === "") return;
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
