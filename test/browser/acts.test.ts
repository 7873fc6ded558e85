import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { outside, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { alive, fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const schema = {
	context: {
		type: "object",
		required: ["amount"],
		properties: {
			amount: { type: "integer", title: "Amount in cents", minimum: 1 },
			customer: { type: "string" },
			urgent: { type: "boolean" },
			reason: { enum: ["damaged", "late"] },
			shipped: { type: "string", format: "date" },
			lines: { type: "array" },
		},
	},
};
const context = { amount: 5, customer: "Mia Chen", lines: [{ sku: "a" }] };

async function opened(words: string, stage: Record<string, unknown> = {}): Promise<ApprovalRequest> {
	return o.submit(await o.policy(stage, schema), unique(words), { context, summary: "As it was." });
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("the approver asks, the requester answers, the approver approves", async () => {
	const { id, title } = await opened("Ask me");
	const bo = await visitors.as("bo");
	const riley = await visitors.as("riley");
	await bo.page.goto(`/requests/${id}`);
	await riley.page.goto("/");
	await press(button(bo.page, "Ask"));
	// Typed where the focus is; without words there is nothing to send.
	expect(await button(bo.page, "Send the question").isDisabled()).toBe(true);
	await bo.page.keyboard.type("Which invoice?");
	expect(await bo.page.getByLabel("Your question to Riley Reyes").inputValue()).toBe("Which invoice?");
	expect(await accessibilityFindings(bo.page)).toEqual([]);
	await button(bo.page, "Send the question").click();
	await bo.page.getByText(`Question sent: ${title}`).waitFor();
	await bo.page.getByText("Bo Lindqvist asked Riley Reyes a question", { exact: true }).waitFor();
	await bo.page.getByText("It waits for Riley Reyes. Nobody decides meanwhile.").waitFor();
	await bo.page.getByText(/^If there is no answer by/).waitFor();
	expect(await button(bo.page, "Approve").count()).toBe(0);
	expect(await o.read(id)).toMatchObject({ state: "question", pause: { comment: "Which invoice?" } });

	// It comes into the requester's inbox by itself.
	await button(riley.page, "1 new request").or(riley.page.getByText(title)).first().click();
	await riley.page.goto(`/?open=${id}`);
	await riley.page.getByText("Bo Lindqvist asks you", { exact: true }).waitFor();
	await riley.page.locator(`[data-request="${id}"]`).getByText("Question asked").waitFor();
	const field = riley.page.getByLabel("Your answer to Bo Lindqvist");
	await alive(field);
	await field.fill("Number 12.");
	expect(await accessibilityFindings(riley.page)).toEqual([]);
	await button(riley.page, "Send the answer").click();
	await riley.page.getByText("Your answer is sent. It goes on.").waitFor();
	await riley.page.locator(`[data-request="${id}"]`).waitFor({ state: "detached" });

	await bo.page.getByText("Riley Reyes answered; the clock goes on").waitFor();
	await bo.page.getByText("Number 12.").waitFor();
	await press(button(bo.page, "Approve"));
	await bo.page.getByText(`Approved: ${title}`).waitFor();
	expect(await o.read(id)).toMatchObject({ outcome: "approved", round: 1 });
	expect([...bo.complaints, ...riley.complaints]).toEqual([]);
	await bo.close();
	await riley.close();
});

test("sent back, changed in its form and submitted again, then approved in the second round", async () => {
	const { id, title } = await opened("Send me back", { need: 2 });
	await o.decide(id, "ana", "approve");
	const bo = await visitors.as("bo");
	const riley = await visitors.as("riley");
	await bo.page.goto(`/?open=${id}`);
	await bo.page.getByRole("heading", { name: title }).waitFor();
	await alive(button(bo.page, "Send back"));
	await bo.page.keyboard.press("b");
	await bo.page.keyboard.type("With tax, please.");
	await bo.page.keyboard.press("Control+Enter");
	await bo.page.getByText(`Sent back: ${title}`).waitFor();
	await bo.page.locator(`[data-request="${id}"]`).waitFor({ state: "detached" });

	const { page } = riley;
	await page.goto(`/requests/${id}`);
	await page.getByText("Bo Lindqvist sent it back to you for changes", { exact: true }).waitFor();
	await page.getByText("With tax, please.").first().waitFor();
	const amount = page.getByLabel("Amount in cents");
	await alive(amount);
	expect(await accessibilityFindings(page)).toEqual([]);
	await amount.fill("six");
	await button(page, "Submit again").click();
	await page.getByText("Write a whole number").waitFor();
	// What the policy refuses stands beside its field too.
	await amount.fill("0");
	await button(page, "Submit again").click();
	await page.locator("[aria-invalid=true]").waitFor();
	expect((await o.read(id)).state).toBe("changes_requested");
	expect(await accessibilityFindings(page)).toEqual([]);
	await amount.fill("6");
	await page.getByLabel("Urgent").selectOption("Yes");
	await page.getByLabel("Reason").selectOption("late");
	await page.getByLabel("Shipped").fill("2026-02-01");
	await button(page, "Edit the details as JSON").click();
	expect(JSON.parse(await page.getByLabel("Details as JSON").inputValue())).toMatchObject({ amount: 6 });
	await button(page, "Edit the details as a form").click();
	expect(await page.getByLabel("Amount in cents").inputValue()).toBe("6");
	await page.getByLabel("What you changed (optional)").fill("Tax added.");
	await button(page, "Submit again").click();
	await page.getByText("Submitted again. Those who decide are asked anew.").waitFor();
	await page.getByText("Round 2", { exact: true }).waitFor();
	expect(await o.read(id)).toMatchObject({
		state: "open",
		round: 2,
		title,
		summary: "As it was.",
		context: { ...context, amount: 6, urgent: true, reason: "late", shipped: "2026-02-01" },
	});

	// It comes back to the inbox that it left, with what was changed and what no longer counts.
	await button(bo.page, "1 new request").click();
	await bo.page.locator(`[data-request="${id}"] a`).click();
	await bo.page.getByRole("heading", { name: "Changed since round 1" }).waitFor();
	await bo.page.getByText("Round 1, no longer counts").waitFor();
	await bo.page.getByText("Tax added.").waitFor();
	expect(await accessibilityFindings(bo.page)).toEqual([]);
	await press(button(bo.page, "Approve"));
	await bo.page.getByText(`Approved: ${title}`).waitFor();
	await o.decide(id, "ana", "approve");
	expect(await o.read(id)).toMatchObject({ outcome: "approved", round: 2 });
	expect([...bo.complaints, ...riley.complaints]).toEqual([]);
	await bo.close();
	await riley.close();
});

test("a place is passed on to somebody who is searched for", async () => {
	const { id, title } = await opened("Pass me on");
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/requests/${id}`);
	await alive(button(page, "Pass on"));
	await page.keyboard.press("d");
	const dialog = page.getByRole("dialog", { name: "Pass it on" });
	await dialog.getByLabel("Who decides instead").fill("riley");
	await dialog.getByText("Nobody found.").waitFor();
	await dialog.getByLabel("Who decides instead").fill("tanaka");
	await dialog.getByText("1 person").waitFor();
	expect(await button(page, "Choose a person").isDisabled()).toBe(true);
	await dialog.getByRole("radio", { name: /Lee Tanaka/ }).check();
	await dialog.getByLabel("Why (optional)").fill("Lee knows them.");
	expect(await accessibilityFindings(page)).toEqual([]);
	await button(page, "Pass on to Lee Tanaka").click();
	await page.getByText(`Passed on to Lee Tanaka: ${title}`).waitFor();
	await page.getByText("Bo Lindqvist passed it on to Lee Tanaka").waitFor();
	expect(await button(page, "Approve").count()).toBe(0);
	expect([...(await o.read(id)).assignees].sort()).toEqual([o.id("ana"), o.id("lee")].sort());
	expect(complaints).toEqual([]);
	await close();
});

test("an administrator who is not asked passes anybody's place on", async () => {
	const { id, title } = await opened("Dana passes");
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto(`/requests/${id}`);
	await press(button(page, "Pass on"));
	await page.getByLabel("Whose place").selectOption("Ana Ruiz");
	await page.getByLabel("Who decides instead").fill("cy@");
	await page.getByRole("radio", { name: /Cy Okafor/ }).check();
	await button(page, "Pass on to Cy Okafor").click();
	await page.getByText(`Passed on to Cy Okafor: ${title}`).waitFor();
	await page.getByText("Dana Novak passed Ana Ruiz's place on to Cy Okafor").waitFor();
	expect([...(await o.read(id)).assignees].sort()).toEqual([o.id("bo"), o.id("cy")].sort());
	expect(complaints).toEqual([]);
	await close();
});

test("who comes too late with a question is told how it ended, and the words stay", async () => {
	const { id } = await opened("Too late to ask");
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/requests/${id}`);
	await page.route("**/ask", async (route) => {
		expect((await o.decide(id, "ana", "approve")).status).toBe(200);
		await route.continue();
	});
	await press(button(page, "Ask"));
	await page.keyboard.type("Why?");
	await button(page, "Send the question").click();
	await page.getByText("Ana Ruiz approved it already").waitFor();
	await page.getByText(/through the API\. Nothing was recorded\.$/).waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("words for a question are kept while the reader looks at another request", async () => {
	const first = await opened("Keep my words");
	const second = await opened("Another one");
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/?open=${first.id}`);
	await press(button(page, "Ask"));
	await page.keyboard.type("Half a quest");
	await page.locator(`[data-request="${second.id}"] a`).click();
	await page.getByRole("heading", { name: second.title }).waitFor();
	expect(await page.getByLabel("Comment (optional)").inputValue()).toBe("");
	await page.locator(`[data-request="${first.id}"] a`).click();
	await page.getByRole("heading", { name: first.title }).waitFor();
	expect(await page.getByLabel("Comment (optional)").inputValue()).toBe("Half a quest");
	expect(complaints).toEqual([]);
	await close();
});

test("a delegate reads whom they stand in for, and so does everybody else", async () => {
	const { id, title } = await opened("Stand in", { approvers: [{ user: "ana@demo.example" }] });
	const [start, end] = [Date.now() - 60_000, Date.now() + 3_600_000].map((ms) => new Date(ms).toISOString());
	const away = await o.call<{ id: string }>("POST", "/delegations", {
		as: "dana",
		body: { from: "ana@demo.example", to: "lee@demo.example", start, end },
	});
	expect(away.status, JSON.stringify(away.body)).toBe(201);
	const { page, complaints, close } = await visitors.as("lee");
	await expect.poll(async () => (await o.read(id)).assignees, { timeout: 30_000 }).toContain(o.id("lee"));
	await page.goto(`/requests/${id}`);
	await page.getByText("You stand in for Ana Ruiz.").waitFor();
	await page.getByText("for Ana Ruiz", { exact: true }).waitFor();
	expect(await button(page, "Pass on").count()).toBe(0);
	await press(button(page, "Approve"));
	await page.getByText(`Approved: ${title}`).waitFor();
	await page.getByText("Lee Tanaka, for Ana Ruiz, approved in the web inbox").waitFor();
	expect(await o.read(id)).toMatchObject({
		outcome: "approved",
		decisions: [{ by: o.id("lee"), onBehalfOf: o.id("ana") }],
	});
	await o.call("DELETE", `/delegations/${away.body.id}`, { as: "dana" });
	expect(complaints).toEqual([]);
	await close();
});
