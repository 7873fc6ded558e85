import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { PolicyVersion } from "../../sdk/index.ts";
import { outside, policyDocument, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { alive, fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const LOOKS: [string, BrowserContextOptions][] = [
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true }],
];

const policies = { compared: "", retiring: "" };

beforeAll(async () => {
	const first = policyDocument(
		{ remind: { every: "4h", atMost: 3 } },
		{
			title: "Supplier payment",
			context: {
				type: "object",
				required: ["amount"],
				properties: { amount: { type: "integer" }, supplier: { type: "string" } },
			},
		},
	);
	const [finance] = first.stages;
	const second = {
		...first,
		risk: "high",
		context: {
			type: "object",
			required: ["amount", "supplier"],
			properties: { amount: { type: "integer", minimum: 1 }, supplier: { type: "string", maxLength: 200 } },
		},
		stages: [
			{
				name: "manager",
				when: "context.amount > 10000",
				approvers: [{ manager: 1 }],
				need: 1,
				deadline: "8h",
				onDeadline: "reject",
			},
			{
				...finance,
				approvers: [{ group: "finance" }, { group: "finance-leads" }],
				need: 2,
				deadline: "3d",
				escalate: [{ after: "1d", to: [{ group: "finance-leads" }], mode: "add" }],
				remind: undefined,
			},
		],
	};
	for (const document of [first, second]) {
		const answer = await o.call<PolicyVersion>("PUT", `/policies/${first.name}`, { body: document });
		expect(answer.status, JSON.stringify(answer.body)).toBe(201);
	}
	policies.compared = first.name;
	policies.retiring = await o.policy({}, { title: "A policy to retire" });
});

test("two versions are picked on the policy's page and compared: light, dark and at 360 pixels", async () => {
	for (const [look, options] of LOOKS) {
		const { page, complaints, close } = await visitors.as("dana", options);
		await page.goto(`/admin/policies/${policies.compared}`);
		await page.getByRole("combobox", { name: "From" }).selectOption({ label: "Version 1" });
		await page.getByRole("combobox", { name: "To" }).selectOption({ label: "Version 2" });
		await keepPicture(page, `policy-versions-${look}`);
		await page.getByRole("button", { name: "Compare" }).click();
		await page.waitForURL(/diff\?from=1&to=2$/);
		await page.getByRole("heading", { name: "What changed", level: 1 }).waitFor();
		for (const heading of ["The policy", "Stage manager", "Stage finance"]) {
			await page.getByRole("heading", { name: heading, exact: true }).waitFor();
		}
		const need = page.getByRole("listitem").filter({ has: page.getByText("need", { exact: true }) });
		expect((await need.innerText()).replace(/\s+/g, " ")).toBe("Changed need − Before 1 + After 2");
		for (const words of ["Added", "Removed", "Changed"]) {
			await page.getByText(words, { exact: true }).first().waitFor();
		}
		expect(await accessibilityFindings(page), look).toEqual([]);
		expect(await sidewaysScroll(page), look).toBe(0);
		await keepPicture(page, `policy-diff-${look}`);
		expect(complaints, look).toEqual([]);
		await close();
	}
});

test("a policy is retired and restored after a question that says what follows; a used one is not deleted", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	await o.submit(policies.retiring, unique("Open under it"));
	await page.goto(`/admin/policies/${policies.retiring}`);
	await page.getByText("cannot be deleted, only retired").waitFor();
	expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
	await press(page.getByRole("button", { name: "Retire" }));
	const dialog = page.getByRole("dialog", { name: "Retire this policy?" });
	await dialog.getByText("The one request that is open goes on to its outcome.").waitFor();
	await keepPicture(page, "policy-retire-question");
	await dialog.getByRole("button", { name: "Retire the policy" }).click();
	await page.getByText("This policy is retired").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.goto("/admin/policies");
	const retired = page.getByRole("region", { name: "Retired" });
	await retired.getByText("A policy to retire").waitFor();
	await keepPicture(page, "policies-retired");
	await page.goto(`/admin/policies/${policies.retiring}`);
	await press(page.getByRole("button", { name: "Restore" }));
	await page.getByRole("button", { name: "Restore the policy" }).click();
	await page.getByText("This policy is retired").waitFor({ state: "detached" });
	expect(complaints).toEqual([]);
	await close();
});

test("a policy that was never used is deleted, and the list is shown", async () => {
	const name = await o.policy({}, { title: "Never used" });
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto(`/admin/policies/${name}`);
	await press(page.getByRole("button", { name: "Delete" }));
	await page.getByRole("button", { name: "Delete the policy" }).click();
	await page.waitForURL(/\/admin\/policies$/);
	await alive(page.getByRole("heading", { name: "Policies", level: 1 }));
	expect((await o.call("GET", `/policies/${name}`)).status).toBe(404);
	expect(complaints).toEqual([]);
	await close();
});

/** How far the page can be moved sideways, in pixels. */
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
