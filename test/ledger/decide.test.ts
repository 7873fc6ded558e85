import { afterAll, describe, expect, inject, it } from "vitest";
import { cancel } from "../../ledger/cancel.ts";
import { comment } from "../../ledger/comment.ts";
import { decide } from "../../ledger/decide.ts";
import { deactivatePerson } from "../../ledger/directory.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

async function opened(stage = {}, more = {}, options = {}): Promise<{ ws: TestWorkspace; id: string }> {
	const ws = await makeWorkspace(pools, options);
	await ws.push(policy(stage, more));
	const { requestId } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Refund 4711",
		context: { amount: 5 },
	});
	return { ws, id: requestId };
}

describe("submit", () => {
	it("opens the first stage and asks its approvers", async () => {
		const { ws, id } = await opened();
		const view = await getRequest(ws.ctx("riley"), id);
		expect(view).toMatchObject({ state: "open", version: 1, stage: "finance", round: 1, outcome: null });
		expect(view.assignees.sort()).toEqual([ws.people.ana.personId, ws.people.bo.personId].sort());
		expect(view.wakeAt).toBe(view.due);
	});

	it("refuses a context that does not fit, naming the path", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy());
		const attempt = submit(ws.ctx("riley"), { policy: "refund", title: "x", context: { amount: "much" } });
		await expect(attempt).rejects.toMatchObject({ code: "invalid", errors: [{ path: "context.amount" }] });
	});

	it("answers a second submission with the same key with the same request, and another body with a mismatch", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy());
		const body = { policy: "refund", title: "Once", context: { amount: 1 }, idempotencyKey: "k1" };
		const first = await submit(ws.ctx("riley"), body);
		expect(await submit(ws.ctx("riley"), body)).toEqual({ requestId: first.requestId, created: false });
		await expect(submit(ws.ctx("riley"), { ...body, title: "Other" })).rejects.toMatchObject({
			code: "idempotency_mismatch",
		});
	});

	it("makes one request of twenty submissions with one key at once", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy());
		const body = { policy: "refund", title: "Once", context: { amount: 1 }, idempotencyKey: "race" };
		const answers = await Promise.all(Array.from({ length: 20 }, () => submit(ws.ctx("riley"), body)));
		expect(new Set(answers.map((answer) => answer.requestId)).size).toBe(1);
		expect(answers.filter((answer) => answer.created)).toHaveLength(1);
	});

	it("lets only administrators and keys with the scope ask for somebody else", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy());
		const body = { policy: "refund", title: "x", context: { amount: 1 }, requester: "cy@test.example" };
		await expect(submit(ws.ctx("riley"), body)).rejects.toMatchObject({ code: "not_eligible" });
		const { requestId } = await submit(ws.ctx("dana"), body);
		expect((await getRequest(ws.ctx("cy"), requestId)).requester).toBe(ws.people.cy.personId);
	});

	it("opens a stage whose approvers are nobody as unsatisfiable, tells administrators, and expires", async () => {
		const { ws, id } = await opened({ approvers: [{ user: "nobody@test.example" }] });
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({
			state: "open",
			unsatisfiable: true,
			assignees: [],
		});
		const rows = await pools.owner.sql`
			select wants from deliveries where request_id = ${id} and person_id = ${ws.people.dana.personId}`;
		expect(rows).toEqual([{ wants: "stuck" }]);
	});
});

describe("decide", () => {
	it("approves, closes, and records decision, audit entries and outbox row together", async () => {
		const { ws, id } = await opened();
		const decided = await decide(ws.ctx("ana"), { requestId: id, verdict: "approve", comment: "fine" });
		expect(decided).toMatchObject({ repeated: false, version: 2 });
		const view = await getRequest(ws.ctx("riley"), id);
		expect(view).toMatchObject({
			state: "approved",
			outcome: "approved",
			cause: "decided",
			stage: null,
			assignees: [],
		});
		expect(view.decisions).toMatchObject([
			{
				by: ws.people.ana.personId,
				verdict: "approve",
				comment: "fine",
				channel: "api",
				digest: view.digest,
			},
		]);
		const { items } = await readTimeline(ws.ctx("riley"), id);
		expect(items.map((item) => item.kind)).toEqual([
			"submitted",
			"stage_opened",
			"decided",
			"stage_closed",
			"closed",
		]);
		const outbox = await pools.owner
			.sql`select news from outbox where request_id = ${id} order by created_at`;
		expect(outbox.map((row) => row.news)).toEqual([
			{ version: 1, decisions: [] },
			{ version: 2, decisions: [decided.decisionId] },
		]);
	});

	it("accepts the same verdict again as a repeat, also after the outcome, and refuses the other", async () => {
		const { ws, id } = await opened();
		const first = await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		const again = await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		expect(again).toMatchObject({ decisionId: first.decisionId, repeated: true });
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "reject" })).rejects.toMatchObject({
			code: "already_decided",
		});
	});

	it("tells who comes after the outcome how it ended, who decided, when and where", async () => {
		const { ws, id } = await opened();
		await decide(ws.ctx("ana", { channel: "web" }), { requestId: id, verdict: "reject" });
		await expect(decide(ws.ctx("bo"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "closed",
			outcome: { outcome: "rejected", cause: "rejections", by: { name: "ana" }, channel: "web" },
		});
	});

	it("refuses requester, stranger, and who submitted for somebody else", async () => {
		const { ws, id } = await opened();
		await expect(decide(ws.ctx("riley"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "own_request",
		});
		await expect(decide(ws.ctx("sam"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_found",
		});
		await expect(decide(ws.ctx("dana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		await ws.push(policy({ approvers: [{ user: "dana@test.example" }, { user: "ana@test.example" }] }));
		const body = { policy: "refund", title: "x", context: { amount: 1 }, requester: "riley@test.example" };
		const { requestId } = await submit(ws.ctx("dana"), body);
		await expect(decide(ws.ctx("dana"), { requestId, verdict: "approve" })).rejects.toMatchObject({
			code: "own_request",
		});
	});

	it("writes a refused attempt into the audit trail", async () => {
		const { ws, id } = await opened();
		await expect(decide(ws.ctx("dana"), { requestId: id, verdict: "approve" })).rejects.toThrow();
		const rows = await pools.owner
			.sql`select actor_id, body from audit_entries where request_id = ${id} and kind = 'refused'`;
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ actor_id: ws.people.dana.personId });
		expect(JSON.parse(rows[0]?.body)).toMatchObject({ code: "not_eligible" });
	});

	it("does not let a deactivated person decide, and keeps what they decided", async () => {
		const { ws, id } = await opened({ need: 2 });
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		await deactivatePerson(pools.db, ws.id, ws.people.ana.personId);
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		expect((await getRequest(ws.ctx("riley"), id)).decisions).toHaveLength(1);
	});

	it("counts one of a hundred different people deciding at once where one is needed", async () => {
		const { ws, id } = await opened();
		const attempts = Array.from({ length: 100 }, (_, index) =>
			decide(ws.ctx(index % 2 === 0 ? "ana" : "bo"), {
				requestId: id,
				verdict: index % 4 < 2 ? "approve" : "reject",
			}).then(
				(answer) => answer.decisionId,
				(error: { code: string }) => error.code,
			),
		);
		await Promise.all(attempts);
		const decisions = await pools.owner.sql`select person_id from decisions where request_id = ${id}`;
		const closed = await pools.owner
			.sql`select 1 from audit_entries where request_id = ${id} and kind = 'closed'`;
		expect(decisions).toHaveLength(1);
		expect(closed).toHaveLength(1);
	});

	it("refuses a decision on another workspace's request as if it were not there", async () => {
		const { id } = await opened();
		const other = await makeWorkspace(pools);
		await expect(decide(other.ctx("dana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_found",
		});
		await expect(getRequest(other.ctx("dana"), id)).rejects.toMatchObject({ code: "not_found" });
	});

	it("is not made stale by a comment", async () => {
		const { ws, id } = await opened();
		await comment(ws.ctx("bo"), { requestId: id, comment: "looks right" });
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve", version: 1 });
		expect((await getRequest(ws.ctx("riley"), id)).outcome).toBe("approved");
	});
});

describe("timers", () => {
	const DAY = 86_400_000;

	function movable() {
		let offset = 0;
		return { clock: (now: number) => now + offset, advance: (ms: number) => (offset += ms) };
	}

	it("run before a decision that comes after them, whether or not they fired yet", async () => {
		const time = movable();
		const { ws, id } = await opened({}, {}, { clock: time.clock });
		const { due } = await getRequest(ws.ctx("riley"), id);
		time.advance(DAY + 5);
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "late",
			outcome: { outcome: "expired", cause: "deadline", at: due },
		});
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "expired", closedAt: due });
	});

	it("are dated by their own due instant, in one wake-up for all that are due", async () => {
		const time = movable();
		const { ws, id } = await opened(
			{
				remind: { every: "4h", atMost: 2 },
				escalate: [{ after: "12h", to: [{ group: "leads" }], mode: "replace" }],
			},
			{},
			{ clock: time.clock },
		);
		const system = { db: pools.db, clock: time.clock, after: ws.ctx("ana").after, workspaceId: ws.id };
		const early = await wake(system, id);
		expect(early.wait).toMatchObject({ version: 1, outcome: null });
		time.advance(13 * 3_600_000);
		const { wait } = await wake(system, id);
		expect(wait.outcome).toBeNull();
		const { items } = await readTimeline(ws.ctx("riley"), id);
		const opening = Date.parse(items[0]?.at ?? "");
		const timers = items.filter((item) => item.kind === "reminded" || item.kind === "escalated");
		expect(timers.map((item) => [item.kind, (Date.parse(item.at) - opening) / 3_600_000])).toEqual([
			["reminded", 4],
			["reminded", 8],
			["escalated", 12],
		]);
		expect((await getRequest(ws.ctx("riley"), id)).assignees).toEqual([ws.people.lee.personId]);
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		await decide(ws.ctx("lee"), { requestId: id, verdict: "approve" });
	});
});

describe("cancel", () => {
	it("is for the requester and administrators, before the outcome", async () => {
		const { ws, id } = await opened();
		await expect(cancel(ws.ctx("ana"), { requestId: id })).rejects.toMatchObject({ code: "not_eligible" });
		await cancel(ws.ctx("riley"), { requestId: id, comment: "not needed" });
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "cancelled", cause: "cancelled" });
		await expect(cancel(ws.ctx("riley"), { requestId: id })).rejects.toMatchObject({ code: "closed" });
	});
});

describe("a deadline that approves", () => {
	const HOUR = 3_600_000;

	async function due(
		stage: Record<string, unknown>,
		before: (ws: TestWorkspace, id: string) => Promise<void>,
	) {
		let ahead = 0;
		const clock = (now: number) => now + ahead;
		const { ws, id } = await opened({ deadline: "1h", onDeadline: "approve", ...stage }, {}, { clock });
		await before(ws, id);
		ahead = 3 * HOUR;
		await wake({ db: pools.db, clock, after: ws.ctx("ana").after, workspaceId: ws.id }, id);
		return getRequest(ws.ctx("riley"), id);
	}

	const delivered = async (_: TestWorkspace, id: string) => {
		await pools.owner
			.sql`update deliveries set state = 'delivered', delivered_at = now() where request_id = ${id}`;
	};

	it("approves what somebody has heard of", async () => {
		expect(await due({}, delivered)).toMatchObject({ outcome: "approved", cause: "deadline" });
	});

	it("does not when no message has reached an approver", async () => {
		expect(await due({}, async () => {})).toMatchObject({ outcome: "expired" });
	});

	it("does not when everybody who could decide has left", async () => {
		const left = await due({}, async (ws, id) => {
			await delivered(ws, id);
			await deactivatePerson(pools.db, ws.id, ws.people.ana.personId);
			await deactivatePerson(pools.db, ws.id, ws.people.bo.personId);
		});
		expect(left).toMatchObject({ outcome: "expired" });
	});

	it("passes no stage that opened and fell due while nothing ran", async () => {
		const one = {
			name: "one",
			approvers: [{ group: "finance" }],
			need: 1,
			deadline: "1h",
			onDeadline: "approve",
		};
		let ahead = 0;
		const clock = (now: number) => now + ahead;
		const { ws, id } = await opened({}, { stages: [one, { ...one, name: "two" }] }, { clock });
		await delivered(ws, id);
		ahead = 3 * HOUR;
		await wake({ db: pools.db, clock, after: ws.ctx("ana").after, workspaceId: ws.id }, id);
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "expired" });
	});
});

describe("who submitted for somebody else", () => {
	it("is asked for nothing, stands in the audit trail as who acted, and may withdraw it", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy({ approvers: [{ user: "dana@test.example" }] }));
		const body = { policy: "refund", title: "x", context: { amount: 1 }, requester: "riley@test.example" };
		const { requestId } = await submit(ws.ctx("dana"), body);
		expect(await getRequest(ws.ctx("dana"), requestId)).toMatchObject({ unsatisfiable: true, assignees: [] });
		await cancel(ws.ctx("dana"), { requestId });
		const rows = await pools.owner.sql`
			select kind, actor_id from audit_entries where request_id = ${requestId} and actor_id is not null order by position`;
		expect(rows.map((row) => [row.kind, row.actor_id])).toEqual([
			["submitted", ws.people.dana.personId],
			["closed", ws.people.dana.personId],
		]);
	});
});

describe("auditors", () => {
	it("change nothing", async () => {
		const { ws, id } = await opened();
		const auditor = ws.ctx("sam");
		auditor.actor.role = "auditor";
		const body = { policy: "refund", title: "x", context: { amount: 1 } };
		await expect(comment(auditor, { requestId: id, comment: "hm" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		await expect(cancel(auditor, { requestId: id })).rejects.toMatchObject({ code: "not_eligible" });
		await expect(submit(auditor, body)).rejects.toMatchObject({ code: "not_eligible" });
	});
});

it("a decision that waited for the row counts only if its person is still there", async () => {
	const { ws, id } = await opened();
	const held = await pools.owner.sql.reserve();
	await held`begin`;
	await held`select 1 from requests where id = ${id} for update`;
	const attempt = decide(ws.ctx("ana"), { requestId: id, verdict: "approve" }).then(
		() => "decided",
		(error: { code: string }) => error.code,
	);
	const waits = async () => (await pools.owner.sql`select 1 from pg_locks where not granted`).length;
	await expect.poll(waits, { timeout: 30_000 }).toBeGreaterThan(0);
	await deactivatePerson(pools.db, ws.id, ws.people.ana.personId);
	await held`commit`;
	held.release();
	expect(await attempt).toBe("not_eligible");
});
