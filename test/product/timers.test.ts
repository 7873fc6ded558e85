import { describe, expect, test } from "vitest";
import type { ApprovalRequest, Timeline } from "../../sdk/index.ts";
import { eventually, expectProblem, outside, unique } from "./support/outside.ts";

const o = outside();

async function closed(id: string): Promise<ApprovalRequest> {
	return eventually(async () => {
		const { body } = await o.call<ApprovalRequest>("GET", `/requests/${id}?wait=30s&version=999999`);
		return body.outcome !== null && body;
	});
}

async function kinds(id: string): Promise<string[]> {
	const { body } = await o.call<Timeline>("GET", `/requests/${id}/timeline`);
	return body.items.map((item) => item.kind);
}

describe.concurrent("with nobody doing anything", () => {
	test("reminder, escalation to the lead, the end, and the requester's mail; get --wait exits 11", async () => {
		const policy = await o.policy({
			approvers: [{ user: "ana@demo.example" }],
			remind: { every: "2s", atMost: 1 },
			escalate: [{ after: "4s", to: [{ group: "finance-leads" }], mode: "add" }],
			deadline: "7s",
			onDeadline: "cancel",
		});
		const title = unique("Nobody looks");
		const request = await o.submit(policy, title);
		const waiting = o.cli(["get", request.id, "--wait"]);
		const end = await closed(request.id);
		expect(end).toMatchObject({ outcome: "expired", state: "expired", cause: "deadline", decisions: [] });
		expect(Date.parse(end.closedAt ?? "") - Date.parse(end.createdAt)).toBe(7_000);
		expect((await waiting).code).toBe(11);

		const main = ["submitted", "stage_opened", "reminded", "escalated", "stage_closed", "closed"];
		expect((await kinds(request.id)).filter((kind) => main.includes(kind))).toEqual(main);

		const told = await eventually(async () => {
			const [ana, lee, riley] = await Promise.all(
				["ana", "lee", "riley"].map((name) => o.mails(name, title)),
			);
			return ana && lee && riley && ana.length >= 2 && lee.length >= 1 && riley.length >= 1
				? { ana, lee, riley }
				: false;
		});
		expect(told.ana).toHaveLength(2);
		expect(told.lee).toHaveLength(1);
		expect(told.riley).toHaveLength(1);
		expect(told.riley[0]?.text).toMatch(/expired/i);
	});

	test("onDeadline reject ends it rejected with cause deadline; a later decision is late, with the outcome", async () => {
		const policy = await o.policy({ deadline: "1s", onDeadline: "reject" });
		const request = await o.submit(policy, unique("Too late"));
		expect(await closed(request.id)).toMatchObject({ outcome: "rejected", cause: "deadline" });
		const late = expectProblem(await o.decide(request.id, "ana", "approve"), 409, "late");
		expect(late).toMatchObject({ outcome: "rejected", standing: { by: null } });
		expect((await o.read(request.id)).decisions).toEqual([]);
		expectProblem(await o.decide(request.id, "riley", "approve"), 403, "own_request");
	});

	test("onDeadline approve passes a stage that could have been filled, and opens the next", async () => {
		const one = {
			name: "one",
			approvers: [{ group: "finance" }],
			need: 1,
			deadline: "1s",
			onDeadline: "approve",
		};
		const two = { ...one, name: "two", onDeadline: "cancel" };
		const policy = await o.policy({}, { stages: [one, two] });
		const request = await o.submit(policy, unique("Passes by itself"));
		expect(await closed(request.id)).toMatchObject({ outcome: "expired", decisions: [] });
		expect((await kinds(request.id)).filter((kind) => kind === "stage_opened")).toHaveLength(2);
	});

	test("an approver who does not exist: pushed with a warning, unsatisfiable, told, expired in spite of approve", async () => {
		const name = unique("nobody").replaceAll(" ", "-");
		const pushed = await o.call<{ warnings: { path: string }[] }>("PUT", `/policies/${name}`, {
			body: {
				apiVersion: "countersign/v1",
				name,
				title: "Asks nobody",
				context: { type: "object" },
				stages: [
					{
						name: "who",
						approvers: [{ user: "nobody@demo.example" }],
						need: 1,
						deadline: "2s",
						onDeadline: "approve",
					},
				],
			},
		});
		expect(pushed.status).toBe(201);
		expect(pushed.body.warnings.map(({ path }) => path)).toEqual(["stages[0].approvers[0]"]);
		const title = unique("Asks nobody");
		const request = await o.submit(name, title);
		expect(request).toMatchObject({ state: "open", assignees: [], unsatisfiable: true });
		expect(await closed(request.id)).toMatchObject({ outcome: "expired" });
		expect(await kinds(request.id)).toContain("unsatisfiable");
	});

	test("what cannot be satisfied escalates at once, and administrators are told", async () => {
		const policy = await o.policy({
			approvers: [{ user: "nobody@demo.example" }],
			escalate: [{ after: "1h", to: [{ user: "lee@demo.example" }], mode: "add" }],
		});
		const title = unique("Steps up");
		const request = await o.submit(policy, title);
		expect(request).toMatchObject({ assignees: [o.id("lee")], unsatisfiable: false });
		expect((await o.decide(request.id, "lee", "approve")).body).toMatchObject({
			request: { outcome: "approved" },
		});
		const stuck = await o.policy({ approvers: [{ user: "nobody@demo.example" }] });
		const second = unique("Is stuck");
		await o.submit(stuck, second);
		await eventually(async () => (await o.mails("dana", second)).length > 0);
	});
});
