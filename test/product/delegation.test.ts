import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { eventually, outside, unique } from "./support/outside.ts";

const o = outside();

async function waitsFor(as: string, id: string): Promise<boolean> {
	const { body } = await o.call<{ items: ApprovalRequest[] }>("GET", "/requests?assignee=me&limit=200", {
		as,
	});
	return body.items.some((item) => item.id === id);
}

test("a delegation made while a request is open brings it to the delegate, with mail, and takes it away at its end", async () => {
	const policy = await o.policy({ approvers: [{ user: "ana@demo.example" }] });
	const title = unique("Open when Ana went away");
	const { id } = await o.submit(policy, title, { context: {} });
	expect(await waitsFor("cy", id)).toBe(false);

	const end = new Date(Date.now() + 3_600_000).toISOString();
	const began = Date.now();
	const made = await o.call<{ id: string }>("POST", "/delegations", {
		as: "ana",
		body: { to: "cy@demo.example", end },
	});
	expect(made.status).toBe(201);
	await eventually(async () => (await waitsFor("cy", id)) || undefined);
	const inInbox = Date.now() - began;
	await eventually(async () => (await o.mails("cy", title))[0]);
	console.info(`the delegate's inbox after ${inInbox} ms, the mail after ${Date.now() - began} ms`);
	const { body } = await o.call<ApprovalRequest>("GET", `/requests/${id}`);
	expect(body.assignees.sort()).toEqual([o.id("ana"), o.id("cy")].sort());

	await o.call("DELETE", `/delegations/${made.body.id}`, { as: "ana" });
	await eventually(async () => !(await waitsFor("cy", id)) || undefined);
	console.info(`gone after ${Date.now() - began} ms in all`);
	const late = await o.decide(id, "cy", "approve");
	expect(late.status).toBe(403);
});
