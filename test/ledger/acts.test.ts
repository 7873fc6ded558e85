import { afterAll, describe, expect, inject, it } from "vitest";
import { answer } from "../../ledger/answer.ts";
import { ask } from "../../ledger/ask.ts";
import { cancel } from "../../ledger/cancel.ts";
import { decide } from "../../ledger/decide.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { listRequests } from "../../ledger/read/list-requests.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { reassign } from "../../ledger/reassign.ts";
import { resubmit } from "../../ledger/resubmit.ts";
import { sendBack } from "../../ledger/send-back.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const HOUR = 3_600_000;

async function opened(stage = {}, more = {}) {
	let ahead = 0;
	const clock = (now: number) => now + ahead;
	const ws = await makeWorkspace(pools, { clock });
	await ws.push(policy(stage, more));
	const { requestId } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Refund 4711",
		summary: "A customer was charged twice.",
		context: { amount: 5 },
	});
	return {
		ws,
		id: requestId,
		later: (ms: number) => {
			ahead += ms;
		},
		clock,
	};
}

async function assignmentsOf(id: string): Promise<string[]> {
	const rows = await pools.owner.sql<{ text: string }[]>`
		select p.name || ' ' || a.via || ' ' || a.state as text from assignments a join people p on p.id = a.person_id
		where a.request_id = ${id} order by a.since, p.name`;
	return rows.map(({ text }) => text);
}

async function wantedOf(id: string): Promise<string[]> {
	const rows = await pools.owner.sql<{ text: string }[]>`
		select p.name || ' ' || d.audience || ' ' || d.wants as text from deliveries d join people p on p.id = d.person_id
		where d.request_id = ${id} order by 1`;
	return rows.map(({ text }) => text);
}

async function waitingFor(ws: TestWorkspace, who: keyof TestWorkspace["people"]): Promise<string[]> {
	return (await listRequests(ws.ctx(who), { assignee: "me" })).items.map(({ id }) => id);
}

describe("a question", () => {
	it("stops the clock, waits for the requester, and goes on with what was left", async () => {
		const { ws, id, later } = await opened({ need: 2, deadline: "10h" });
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		const before = await getRequest(ws.ctx("riley"), id);
		later(HOUR);
		await ask(ws.ctx("bo"), { requestId: id, comment: "Which invoice?" });
		const paused = await getRequest(ws.ctx("riley"), id);
		expect(paused).toMatchObject({
			state: "question",
			assignees: [ws.people.riley.personId],
			pause: { kind: "question", by: ws.people.bo.personId, comment: "Which invoice?" },
		});
		expect(paused.due).toBe(paused.pause?.deadline);
		expect(await assignmentsOf(id)).toEqual([
			"ana group decided",
			"bo group paused",
			"riley requester waiting",
		]);
		expect(await waitingFor(ws, "riley")).toEqual([id]);
		expect(await waitingFor(ws, "bo")).toEqual([]);
		expect(await wantedOf(id)).toEqual(["ana approver over", "bo approver over", "riley requester question"]);

		await expect(decide(ws.ctx("bo"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "paused",
		});
		later(2 * HOUR);
		await answer(ws.ctx("riley"), { requestId: id, comment: "Number 12." });
		const open = await getRequest(ws.ctx("bo"), id);
		expect(open).toMatchObject({ state: "open", round: 1, pause: null, assignees: [ws.people.bo.personId] });
		const moved = Date.parse(open.due ?? "") - Date.parse(before.due ?? "");
		expect(Math.round(moved / 60_000)).toBe(120);
		expect(await assignmentsOf(id)).toEqual([
			"ana group decided",
			"bo group waiting",
			"riley requester over",
		]);
		expect(await wantedOf(id)).toContain("bo approver answered");
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		expect((await getRequest(ws.ctx("bo"), id)).outcome).toBe("approved");

		const story = (await readTimeline(ws.ctx("riley"), id)).items.map(({ kind, comment }) => [kind, comment]);
		expect(story).toContainEqual(["asked", "Which invoice?"]);
		expect(story).toContainEqual(["answered", "Number 12."]);
	});

	it("that nobody answers expires the request at the pause's own deadline", async () => {
		const { ws, id, later, clock } = await opened({ deadline: "10h" });
		later(HOUR);
		await ask(ws.ctx("bo"), { requestId: id, comment: "Why?" });
		const { pause } = await getRequest(ws.ctx("riley"), id);
		later(11 * HOUR);
		await wake({ db: pools.db, clock, after: { tell() {}, notify() {} }, workspaceId: ws.id }, id);
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({
			outcome: "expired",
			cause: "pause_deadline",
			closedAt: pause?.deadline,
			assignees: [],
		});
		expect(await waitingFor(ws, "riley")).toEqual([]);
	});

	it.each([
		["from a stranger", "sam", "not_found"],
		["from the requester", "riley", "own_request"],
		["without words", "ana", "comment_required"],
	] as const)("%s is refused", async (what, who, code) => {
		const { ws, id } = await opened();
		const comment = what === "without words" ? " \n" : "Why?";
		await expect(ask(ws.ctx(who), { requestId: id, comment })).rejects.toMatchObject({ code });
		expect((await getRequest(ws.ctx("riley"), id)).state).toBe("open");
	});

	it("is answered by the requester alone, and only when one was asked", async () => {
		const { ws, id } = await opened();
		await expect(answer(ws.ctx("riley"), { requestId: id, comment: "x" })).rejects.toMatchObject({
			code: "invalid",
		});
		await ask(ws.ctx("ana"), { requestId: id, comment: "Why?" });
		await expect(answer(ws.ctx("bo"), { requestId: id, comment: "x" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		await expect(ask(ws.ctx("bo"), { requestId: id, comment: "And?" })).rejects.toMatchObject({
			code: "paused",
		});
		await cancel(ws.ctx("riley"), { requestId: id, comment: "Never mind" });
		expect((await getRequest(ws.ctx("riley"), id)).outcome).toBe("cancelled");
	});
});

describe("sending back", () => {
	it("waits for the requester, whose new submission begins a round in which nobody has decided", async () => {
		const { ws, id, later } = await opened({ need: 2, deadline: "10h" });
		const first = await getRequest(ws.ctx("riley"), id);
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		later(HOUR);
		await sendBack(ws.ctx("bo"), { requestId: id, comment: "The amount is wrong." });
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({
			state: "changes_requested",
			assignees: [ws.people.riley.personId],
			pause: { kind: "changes_requested", comment: "The amount is wrong." },
		});
		later(HOUR);
		const bad = resubmit(ws.ctx("riley"), { requestId: id, context: { amount: "six" } });
		await expect(bad).rejects.toMatchObject({ code: "invalid", errors: [{ path: "context.amount" }] });
		await resubmit(ws.ctx("riley"), { requestId: id, context: { amount: 6 }, comment: "Corrected." });
		const second = await getRequest(ws.ctx("ana"), id);
		expect(second).toMatchObject({
			state: "open",
			round: 2,
			title: "Refund 4711",
			context: { amount: 6 },
			summary: "A customer was charged twice.",
			decisions: [{ round: 1, by: ws.people.ana.personId, digest: first.digest }],
		});
		expect(second.digest).not.toBe(first.digest);
		expect([...second.assignees].sort()).toEqual([ws.people.ana.personId, ws.people.bo.personId].sort());
		const [kept] = await pools.owner.sql`
			select round, context, encode(content_digest, 'hex') as digest from request_rounds where request_id = ${id}`;
		expect(kept).toEqual({ round: 1, context: { amount: 5 }, digest: first.digest });

		await expect(
			decide(ws.ctx("ana"), { requestId: id, verdict: "approve", version: first.version }),
		).rejects.toMatchObject({ code: "stale_version" });
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve", version: second.version });
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "approved", round: 2 });
		const audited = await pools.owner.sql<{ body: string }[]>`
			select body from audit_entries where request_id = ${id} and kind = 'resubmitted'`;
		expect(JSON.parse(audited[0]?.body ?? "{}")).toMatchObject({ digest: second.digest, channel: "api" });
	});

	it("is possible nine times", async () => {
		const { ws, id } = await opened();
		for (let round = 1; round < 10; round++) {
			await sendBack(ws.ctx("ana"), { requestId: id, comment: `Again ${round}` });
			await resubmit(ws.ctx("riley"), { requestId: id });
		}
		await expect(sendBack(ws.ctx("ana"), { requestId: id, comment: "Once more" })).rejects.toMatchObject({
			code: "invalid",
		});
		expect(await getRequest(ws.ctx("ana"), id)).toMatchObject({ round: 10, state: "open" });
	});

	it("an API key without the scope is told so, and an auditor changes nothing", async () => {
		const { ws, id } = await opened();
		const ctx = ws.ctx("ana");
		const narrow = { ...ctx, actor: { ...ctx.actor, scopes: new Set(["requests:read"] as const) } };
		await expect(sendBack(narrow, { requestId: id, comment: "x" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		expect((await getRequest(ws.ctx("ana"), id)).state).toBe("open");
	});
});

describe("passing a slot on", () => {
	it("asks the other person and lets the first one go", async () => {
		const { ws, id } = await opened({ need: "all" });
		await reassign(ws.ctx("ana"), { requestId: id, to: "CY@test.example", comment: "On leave." });
		expect(await assignmentsOf(id)).toEqual(["ana group over", "bo group waiting", "cy reassign waiting"]);
		expect(await wantedOf(id)).toEqual(["ana approver over", "bo approver asked", "cy approver asked"]);
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		await decide(ws.ctx("cy"), { requestId: id, verdict: "approve" });
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		expect((await getRequest(ws.ctx("riley"), id)).outcome).toBe("approved");
	});

	it("may be done for anybody by an administrator", async () => {
		const { ws, id } = await opened();
		await reassign(ws.ctx("dana"), {
			requestId: id,
			from: ws.people.bo.personId,
			to: ws.people.lee.personId,
		});
		expect(await assignmentsOf(id)).toContain("lee reassign waiting");
		await expect(
			reassign(ws.ctx("ana"), { requestId: id, from: "lee@test.example", to: "cy@test.example" }),
		).rejects.toMatchObject({ code: "not_eligible" });
	});

	it.each([
		["to the requester", "riley@test.example", "own_request", []],
		["to nobody", "nobody@test.example", "invalid", [{ path: "to" }]],
		["to who holds a slot", "bo@test.example", "invalid", [{ path: "to" }]],
	])("%s is refused", async (_, to, code, errors) => {
		const { ws, id } = await opened();
		await expect(reassign(ws.ctx("ana"), { requestId: id, to })).rejects.toMatchObject({ code, errors });
	});
});

describe("a condition", () => {
	it("that is false skips its stage; one that fails is told to administrators and skips nothing", async () => {
		const stages = (when: string) => ({
			stages: [
				{ ...(policy().stages as object[])[0], name: "board", when },
				{ ...(policy().stages as object[])[0] },
			],
		});
		const skipped = await opened({}, stages("context.amount > 10"));
		expect((await getRequest(skipped.ws.ctx("riley"), skipped.id)).stage).toBe("finance");
		const failed = await opened({}, stages("context.note == 'x'"));
		expect((await getRequest(failed.ws.ctx("riley"), failed.id)).stage).toBe("board");
		expect(await wantedOf(failed.id)).toContain("dana administrator stuck");
	});
});
