import { expect, test } from "vitest";
import { outside, unique } from "../product/support/outside.ts";
import { fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

test("«Reject» asks for the reason: it has the focus, and goes with the rejection", async () => {
	const title = unique("Reject me");
	const { id } = await o.submit(await o.policy(), title);
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/requests/${id}`);
	await press(page.getByRole("button", { name: "Reject", exact: true }));
	// Typed where the focus is, wherever that is.
	await page.keyboard.type("Not this quarter");
	expect(await page.getByLabel("Reason for rejecting").inputValue()).toBe("Not this quarter");
	expect(await o.read(id)).toMatchObject({ state: "open", decisions: [] });

	await page.getByRole("button", { name: "Reject the request" }).click();
	await page.getByText(`Rejected: ${title}`).waitFor();
	expect(await o.read(id)).toMatchObject({
		outcome: "rejected",
		decisions: [{ by: o.id("bo"), verdict: "reject", comment: "Not this quarter", channel: "web" }],
	});
	expect(complaints).toEqual([]);
	await close();
});

test("«Back» from rejecting decides nothing and keeps the words", async () => {
	const { id } = await o.submit(await o.policy(), unique("Think again"));
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/requests/${id}`);
	await press(page.getByRole("button", { name: "Reject", exact: true }));
	await page.keyboard.type("Hm");
	await page.getByRole("button", { name: "Back", exact: true }).click();
	await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
	expect(await page.getByLabel("Comment (optional)").inputValue()).toBe("Hm");
	expect(await o.read(id)).toMatchObject({ state: "open", decisions: [] });
	expect(complaints).toEqual([]);
	await close();
});

test.for([
	["on its own page", (id: string) => `/requests/${id}`],
	["in the inbox", (id: string) => `/?open=${id}`],
] as const)("who comes second, %s, is told who was first, when and where", async ([, address]) => {
	const { id } = await o.submit(await o.policy(), unique("Taken"));
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(address(id));
	// Ana is first by as little as can be: her decision is recorded while Bo's is on its way.
	await page.route("**/decisions", async (route) => {
		expect((await o.decide(id, "ana", "reject", { comment: "Mine" })).status).toBe(200);
		await route.continue();
	});
	await press(page.getByRole("button", { name: "Approve", exact: true }));
	await page.getByText("Ana Ruiz rejected it already").waitFor();
	await page
		.getByText(/^(Just now|\d+ s.* ago), through the API\. Your decision was not recorded\.$/)
		.waitFor();
	// And the page shows what stands.
	await page.getByText("Rejected by decision.").waitFor();
	expect(await o.read(id)).toMatchObject({
		outcome: "rejected",
		decisions: [{ by: o.id("ana"), verdict: "reject" }],
	});
	expect(complaints).toEqual([]);
	await close();
});

test("when the request went on to another stage, nothing is recorded before the change was seen", async () => {
	const stage = (name: string, approvers: string[]) => ({
		name,
		approvers: approvers.map((user) => ({ user: `${user}@demo.example` })),
		need: 1,
		deadline: "1d",
		onDeadline: "cancel",
	});
	const title = unique("Two looks");
	const stages = [stage("first-look", ["ana", "bo"]), stage("second-look", ["bo"])];
	const { id } = await o.submit(await o.policy({}, { stages }), title);
	const { page, complaints, close } = await visitors.as("bo");
	await page.goto(`/requests/${id}`);
	let raced = false;
	await page.route("**/decisions", async (route) => {
		if (!raced) expect((await o.decide(id, "ana", "approve")).status).toBe(200);
		raced = true;
		await route.continue();
	});
	const approve = page.getByRole("button", { name: "Approve", exact: true });
	await press(approve);
	const seen = page.getByRole("button", { name: "I have seen it" });
	await seen.waitFor();
	expect((await o.read(id)).decisions).toMatchObject([{ by: o.id("ana"), stage: "first-look" }]);
	expect(await approve.isDisabled()).toBe(true);
	await seen.click();
	await approve.click();
	await page.getByText(`Approved: ${title}`).waitFor();
	expect(await o.read(id)).toMatchObject({
		outcome: "approved",
		decisions: [
			{ by: o.id("ana"), stage: "first-look" },
			{ by: o.id("bo"), stage: "second-look" },
		],
	});
	expect(complaints).toEqual([]);
	await close();
});
