import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { eventually, INSTANT, NO_ID, outside, unique } from "./support/outside.ts";

const o = outside();
const context = { amount: 4200, customer: "Mia Chen" };

test("a request is asked in the approver's list and mail, is decided by the API, and get --wait exits 0", async () => {
	const title = unique("Refund for order");
	const request = await o.submit("refund", title, { context, summary: "Arrived broken." });
	expect(request).toMatchObject({
		id: expect.any(String),
		policy: { name: "refund", version: expect.any(Number) },
		title,
		summary: "Arrived broken.",
		context,
		requester: o.id("riley"),
		state: "open",
		version: expect.any(Number),
		stage: "finance",
		round: 1,
		due: expect.stringMatching(INSTANT),
		wakeAt: expect.stringMatching(INSTANT),
		createdAt: expect.stringMatching(INSTANT),
		closedAt: null,
		outcome: null,
		decisions: [],
	});
	const due = Date.parse(request.due ?? "") - Date.parse(request.createdAt);
	expect(due).toBe(3 * 24 * 3_600_000);

	const list = await o.call<{ items: ApprovalRequest[]; nextCursor: string | null }>(
		"GET",
		"/requests?assignee=me",
		{ as: "ana" },
	);
	expect(list.status).toBe(200);
	expect(list.body.items.map((item) => item.id)).toContain(request.id);
	const [mail] = await eventually(async () => {
		const mails = await o.mails("ana", title);
		return mails.length > 0 && mails;
	});
	expect(mail?.text).toContain(`${o.demo.url}/l/`);

	const waiting = o.cli(["get", request.id, "--wait"]);
	const decided = await o.decide(request.id, "ana", "approve", { comment: "ok", version: request.version });
	expect(decided.status).toBe(200);
	expect(decided.body).toMatchObject({
		request: {
			id: request.id,
			state: "approved",
			outcome: "approved",
			stage: null,
			assignees: [],
			due: null,
		},
		decision: {
			by: o.id("ana"),
			onBehalfOf: null,
			stage: "finance",
			verdict: "approve",
			comment: "ok",
			channel: "api",
			assurance: "api_key",
			at: expect.stringMatching(INSTANT),
			digest: expect.stringMatching(/^[0-9a-f]{64}$/),
		},
	});
	expect(await waiting).toMatchObject({ code: 0 });
	const closed = await o.read(request.id);
	expect(closed).toMatchObject({ wakeAt: null, closedAt: expect.stringMatching(INSTANT) });
	expect(closed.decisions).toHaveLength(1);
	expect(closed.version).toBeGreaterThan(request.version);

	const after = await o.call<{ items: ApprovalRequest[] }>("GET", "/requests?assignee=me", { as: "bo" });
	expect(after.body.items.map((item) => item.id)).not.toContain(request.id);
	await eventually(async () => (await o.mails("riley", title)).length > 0);
});

test("get --wait exits 10 when it is rejected", async () => {
	const request = await o.submit("refund", unique("Rejected"), { context });
	const waiting = o.cli(["get", request.id, "--wait", "--json"]);
	expect((await o.decide(request.id, "bo", "reject")).status).toBe(200);
	const { code, stdout } = await waiting;
	expect(JSON.parse(stdout)).toMatchObject({ id: request.id, outcome: "rejected", state: "rejected" });
	expect(code).toBe(10);
});

test("get --wait exits 12 when it is cancelled", async () => {
	const request = await o.submit("refund", unique("Cancelled"), { context });
	const waiting = o.cli(["get", request.id, "--wait"]);
	const cancelled = await o.call("POST", `/requests/${request.id}/cancel`, { body: {} });
	expect(cancelled.status).toBe(200);
	expect(cancelled.body).toMatchObject({ id: request.id, state: "cancelled", outcome: "cancelled" });
	expect((await waiting).code).toBe(12);
});

test("the command line submits, lists and decides", async () => {
	const title = unique("By command");
	const submitted = await o.cli([
		"submit",
		"--policy",
		"refund",
		"--title",
		title,
		"--context",
		JSON.stringify(context),
		"--json",
	]);
	expect(submitted.code, submitted.stderr).toBe(0);
	const { id } = JSON.parse(submitted.stdout);
	const listed = await o.cli(["list", "--assignee", "me", "--json"], { as: "ana" });
	expect(JSON.parse(listed.stdout).items.map((item: ApprovalRequest) => item.id)).toContain(id);
	expect((await o.cli(["get", id])).stdout).toContain(title);
	const decided = await o.cli(["decide", id, "approve", "--comment", "fine"], { as: "ana" });
	expect(decided.code, decided.stderr).toBe(0);
	const other = await o.cli(["decide", id, "reject", "--json"], { as: "bo" });
	expect(other.code).toBe(1);
	expect(JSON.parse(other.stdout).error).toMatchObject({ code: "closed", outcome: "approved" });
	const nowhere = await o.cli(["get", NO_ID, "--wait", "--json"]);
	expect([nowhere.code, JSON.parse(nowhere.stdout).error.code]).toEqual([1, "not_found"]);
	expect((await o.cli(["get"])).code).toBe(2);
	expect((await o.cli(["nothing"])).code).toBe(2);
});

test("a held answer comes when the version passes N, and at once where it has passed or is over", async () => {
	const request = await o.submit("refund", unique("Held"), { context });
	let answered = false;
	const held = o.call<ApprovalRequest>("GET", `/requests/${request.id}?wait=60s&version=${request.version}`);
	void held.then(() => {
		answered = true;
	});
	await o.read(request.id);
	await o.read(request.id);
	expect(answered).toBe(false);
	await o.call("POST", `/requests/${request.id}/comments`, { body: { comment: "look" } });
	expect((await held).body.version).toBeGreaterThan(request.version);

	const passed = await o.call<ApprovalRequest>("GET", `/requests/${request.id}?wait=60s&version=0`);
	expect(passed.status).toBe(200);

	const now = (await o.read(request.id)).version;
	const last = o.call<ApprovalRequest>("GET", `/requests/${request.id}?wait=60s&version=${now}`);
	await o.decide(request.id, "ana", "approve");
	expect((await last).body.outcome).toBe("approved");
	const over = await o.call<ApprovalRequest>("GET", `/requests/${request.id}?wait=60s&version=999999`);
	expect(over.body.outcome).toBe("approved");
});
