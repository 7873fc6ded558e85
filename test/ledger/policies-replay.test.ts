import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Scope } from "../../ledger/actor.ts";
import { answer } from "../../ledger/answer.ts";
import { ask } from "../../ledger/ask.ts";
import { cancel } from "../../ledger/cancel.ts";
import { decide } from "../../ledger/decide.ts";
import { deactivatePerson, putGroup } from "../../ledger/directory.ts";
import { putPolicy } from "../../ledger/policies.ts";
import { reassign } from "../../ledger/reassign.ts";
import { Refusal } from "../../ledger/refusal.ts";
import {
	type ReplayInput,
	type ReplayRow,
	replayAtOnce,
	replayPolicy,
} from "../../ledger/replay/replay-policy.ts";
import { resubmit } from "../../ledger/resubmit.ts";
import { sendBack } from "../../ledger/send-back.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const pools = openPools(inject("stack"));
/** How far the workspace's clock is ahead of the database's, ms. */
let ahead = 0;
let w: TestWorkspace;
beforeAll(async () => {
	w = await makeWorkspace(pools, { clock: (now) => now + ahead });
});
afterAll(() => pools.close());

type Name = keyof TestWorkspace["people"];

async function open(
	name: string,
	amount: number,
	more: { title?: string; requester?: string; as?: Name } = {},
) {
	const { title = "Refund", as = "riley", requester } = more;
	const { requestId } = await submit(w.ctx(as), {
		policy: name,
		title,
		context: { amount },
		...(requester === undefined ? {} : { requester }),
	});
	return requestId;
}
const approve = (who: Name, requestId: string) => decide(w.ctx(who), { requestId, verdict: "approve" });
const reject = (who: Name, requestId: string) => decide(w.ctx(who), { requestId, verdict: "reject" });
const later = (ms: number) => {
	ahead += ms;
};
const timePasses = async (requestId: string) => {
	const { actor: _, ...system } = w.ctx("dana");
	await wake({ ...system, workspaceId: w.id }, requestId);
};
const ids = (...names: Name[]) => names.map((name) => w.people[name].personId).sort();
const sorted = (list: readonly string[] | undefined) => [...(list ?? [])].sort();

async function refusal(work: Promise<unknown>): Promise<Refusal> {
	const error = await work.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (error instanceof Refusal) return error;
	throw new Error(`expected a refusal, not ${String(error)}`);
}

const ladder = {
	need: 2,
	escalate: [{ after: "4h", to: [{ group: "leads" }], mode: "add" }],
	deadline: "1d",
	onDeadline: "reject",
};
const draft = (stage: Record<string, unknown>, more: object = {}) => policy(stage, { name: "past", ...more });

describe("a replay over what really happened", () => {
	const made: Record<string, string> = {};

	beforeAll(async () => {
		await w.push(draft(ladder));
		made.approved = await open("past", 10);
		await approve("ana", made.approved);
		later(HOUR);
		await approve("bo", made.approved);

		made.escalated = await open("past", 20, { title: "Goes up" });
		later(5 * HOUR);
		await timePasses(made.escalated);
		await approve("lee", made.escalated);
		await approve("ana", made.escalated);

		made.late = await open("past", 30);
		await approve("ana", made.late);
		later(25 * HOUR);
		await timePasses(made.late);

		made.cancelled = await open("past", 40);
		later(HOUR);
		await cancel(w.ctx("riley"), { requestId: made.cancelled });

		made.rounds = await open("past", 50);
		await ask(w.ctx("ana"), { requestId: made.rounds, comment: "Which order?" });
		later(3 * HOUR);
		await answer(w.ctx("riley"), { requestId: made.rounds, comment: "1042" });
		await sendBack(w.ctx("bo"), { requestId: made.rounds, comment: "Too much" });
		later(HOUR);
		await resubmit(w.ctx("riley"), { requestId: made.rounds, context: { amount: 5 }, title: "Smaller" });
		await reassign(w.ctx("ana"), { requestId: made.rounds, to: w.people.cy.personId });
		await approve("cy", made.rounds);
		later(HOUR);
		await approve("bo", made.rounds);

		made.submitted = await open("past", 60, { as: "dana", requester: w.people.riley.personId });
		await reject("bo", made.submitted);
		made.open = await open("past", 70);
		await approve("ana", made.open);
	});

	test("under its own policy every request ends as it did, when it did, with the same people", async () => {
		const { summary, items } = await replayAtOnce(w.ctx("dana"), { name: "past" });
		expect(items.map(({ id }) => id)).toEqual([
			made.submitted,
			made.rounds,
			made.cancelled,
			made.late,
			made.escalated,
			made.approved,
		]);
		for (const item of items) {
			expect(item).toMatchObject({ changed: false, refused: [], dropped: 0, policyVersion: 1 });
			expect({ ...item.new, asked: sorted(item.new?.asked) }).toEqual({
				...item.old,
				asked: sorted(item.old.asked),
			});
		}
		// Only a deadline ended that one, then and now.
		expect(items.filter(({ ranOn }) => ranOn).map(({ id }) => id)).toEqual([made.late]);
		expect(summary).toMatchObject({
			policy: { name: "past", version: 1 },
			directory: "now",
			requests: 6,
			stillOpen: 1,
			beyondLimit: 0,
			changed: 0,
			changes: [],
			outcomes: { old: { approved: 3, rejected: 2, expired: 0, cancelled: 1 } },
			refusedDecisions: 0,
			refusedActs: 0,
		});
		expect(summary.outcomes.new).toEqual(summary.outcomes.old);
		expect(summary.time.new).toEqual(summary.time.old);
		expect(summary.escalations).toEqual({ old: 2, new: 2 });
	});

	test("a draft that asks one person: who is asked, what changes, and how long it takes", async () => {
		const one = draft({ need: 1, deadline: "1d", onDeadline: "reject" });
		const { summary, items, people } = await replayAtOnce(w.ctx("dana"), { name: "past", document: one });
		const of = (id: string | undefined) => items.find((item) => item.id === id);
		expect(of(made.approved)).toMatchObject({ changed: false, dropped: 1, new: { outcome: "approved" } });
		expect(of(made.approved)?.new?.tookMs).toBeLessThan(of(made.approved)?.old.tookMs ?? 0);
		expect(of(made.late)).toMatchObject({
			changed: true,
			old: { outcome: "rejected", cause: "deadline" },
			new: { outcome: "approved", cause: "decided" },
			ranOn: false,
		});
		const escalated = of(made.escalated);
		expect(escalated?.refused).toMatchObject([
			{ kind: "decide", by: w.people.lee.personId, code: "not_eligible" },
		]);
		expect(sorted(escalated?.old.asked)).toEqual(ids("ana", "bo", "lee"));
		expect(sorted(escalated?.new?.asked)).toEqual(ids("ana", "bo"));
		expect(of(made.cancelled)).toMatchObject({ changed: false, new: { outcome: "cancelled" } });
		expect(summary).toMatchObject({
			policy: { name: "past", version: null },
			changed: 1,
			changes: [{ from: "rejected", to: "approved", requests: 1 }],
			outcomes: { new: { approved: 4, rejected: 1, expired: 0, cancelled: 1 } },
			refusedDecisions: 1,
			escalations: { old: 2, new: 0 },
		});
		expect(summary.asked.fewer).toBeGreaterThan(0);
		expect(summary.asked.more).toBe(0);
		expect(people[w.people.lee.personId]).toEqual({ name: "lee", email: "lee@test.example" });
		expect(people[w.people.riley.personId]?.name).toBe("riley");
	});

	test("a draft that asks others: real decisions count as nothing, and time ends it", async () => {
		const others = draft({ approvers: [{ user: "sam@test.example" }], deadline: "2d", onDeadline: "cancel" });
		const { summary } = await replayAtOnce(w.ctx("dana"), { name: "past", document: others });
		expect(summary).toMatchObject({
			outcomes: { new: { approved: 0, rejected: 0, expired: 5, cancelled: 1 } },
			ranOn: 5,
			time: { new: { p90Ms: 2 * DAY } },
		});
		expect(summary.refusedDecisions).toBe(8);
		expect(summary.refusedActs).toBe(5);
	});

	test("a draft whose schema, conditions or slots the past does not meet says so", async () => {
		const stricter = draft(ladder, {
			context: { type: "object", properties: { amount: { type: "integer", maximum: 30 } } },
		});
		const strict = await replayAtOnce(w.ctx("dana"), { name: "past", document: stricter });
		expect(strict.summary).toMatchObject({ contextNoLongerFits: 3, changed: 3, requests: 6 });
		expect(strict.summary.changes).toContainEqual({ from: "cancelled", to: "refused", requests: 1 });
		const refused = strict.items.find(({ id }) => id === made.cancelled);
		expect(refused).toMatchObject({ new: null, changed: true, contextErrors: [{ path: "context.amount" }] });

		const skipped = draft({ ...ladder, when: "context.amount > 25" });
		const automatic = await replayAtOnce(w.ctx("dana"), { name: "past", document: skipped });
		// One of them in its second round.
		expect(automatic.summary.automatic).toEqual({ old: 0, new: 3 });

		const stuck = draft({ ...ladder, need: 3, escalate: [] });
		const unsatisfiable = await replayAtOnce(w.ctx("dana"), { name: "past", document: stuck });
		expect(unsatisfiable.summary.unsatisfiable).toEqual({ old: 0, new: 6 });
	});

	test("since and limit choose, newest first; the draft may be YAML", async () => {
		const ctx = w.ctx("dana");
		const newest = await replayAtOnce(ctx, { name: "past", limit: 2 });
		expect(newest.items.map(({ id }) => id)).toEqual([made.submitted, made.rounds]);
		expect(newest.summary).toMatchObject({ requests: 2, beyondLimit: 4 });
		const recent = await replayAtOnce(ctx, { name: "past", since: "7h" });
		expect(recent.items.map(({ id }) => id)).toEqual([made.submitted, made.rounds, made.cancelled]);
		const instant = newest.items[1]?.submittedAt ?? "";
		const sameAsLimit = await replayAtOnce(ctx, { name: "past", since: instant });
		expect(sameAsLimit.items).toEqual(newest.items);
		const yaml = `apiVersion: countersign/v1
name: past
title: Past
context: { type: object }
stages:
  - { name: sam, approvers: [{ user: sam@test.example }], need: 1, deadline: 1d, onDeadline: reject }
`;
		const replayed = await replayAtOnce(ctx, { name: "past", document: yaml, limit: 1 });
		expect(replayed.items[0]?.new?.asked).toEqual([w.people.sam.personId]);
	});

	test("the stream tells progress, people before their requests, and the summary last", async () => {
		const rows: ReplayRow[] = [];
		for await (const row of replayPolicy(w.ctx("dana"), { name: "past" })) rows.push(row);
		expect(rows[0]).toEqual({ kind: "progress", done: 0, total: 6 });
		expect(rows.at(-2)).toEqual({ kind: "progress", done: 6, total: 6 });
		expect(rows.at(-1)).toMatchObject({ kind: "summary", requests: 6 });
		const told = new Set<string>();
		for (const row of rows) {
			if (row.kind === "people") for (const id of Object.keys(row.people)) told.add(id);
			if (row.kind === "request")
				for (const id of [row.requester, ...row.old.asked]) expect(told).toContain(id);
		}
	});

	test("who left since then did what they did; groups are those of now", async () => {
		await putGroup(pools.db, w.id, { name: "finance", title: "Finance", members: ids("ana") });
		await deactivatePerson(pools.db, w.id, w.people.ana.personId);
		try {
			const { items } = await replayAtOnce(w.ctx("dana"), { name: "past" });
			const approved = items.find(({ id }) => id === made.approved);
			expect(approved?.refused.map(({ by }) => by)).toEqual([w.people.bo.personId]);
			expect(sorted(approved?.new?.asked)).toEqual(ids("ana", "lee"));
		} finally {
			await pools.owner.sql`update people set active = true where id = ${w.people.ana.personId}`;
			await putGroup(pools.db, w.id, { name: "finance", title: "Finance", members: ids("ana", "bo") });
		}
	});

	test("delegations of then count, also those long over", async () => {
		const [row] = await pools.owner.sql<{ created_at: string }[]>`
			select created_at from requests where id = ${made.late ?? ""}`;
		const at = new Date(row?.created_at ?? 0).getTime();
		await pools.owner.sql`
			insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
			values (gen_random_uuid(), ${w.id}, ${w.people.bo.personId}, ${w.people.sam.personId},
				${new Date(at - HOUR).toISOString()}, ${new Date(at + HOUR).toISOString()}, 'administrator')`;
		const { items } = await replayAtOnce(w.ctx("dana"), { name: "past" });
		expect(sorted(items.find(({ id }) => id === made.late)?.new?.asked)).toEqual(
			ids("ana", "bo", "lee", "sam"),
		);
		expect(items.find(({ id }) => id === made.approved)?.new?.asked).not.toContain(w.people.sam.personId);
	});

	test("is refused to members, and for what cannot be run, before anything is read", async () => {
		const run = (who: Name, more: Partial<ReplayInput> = {}) =>
			refusal(replayAtOnce(w.ctx(who), { name: "past", ...more }));
		expect((await run("ana")).code).toBe("not_eligible");
		expect((await run("dana", { name: "no-such" })).code).toBe("not_found");
		for (const since of ["90", "tomorrow", "-1d", "2999-01-01T00:00:00Z", "9999999w"]) {
			expect((await run("dana", { since })).errors.map(({ path }) => path)).toEqual(["since"]);
		}
		const wrong = draft({ deadline: "0s" });
		expect((await run("dana", { document: wrong })).errors.map(({ path }) => path)).toEqual([
			"stages[0].deadline",
		]);
		const timed = draft({ deadline: "8wh" }, { calendar: "nowhere" });
		expect((await run("dana", { document: timed })).errors.map(({ path }) => path)).toEqual(["calendar"]);
		const ctx = w.ctx("ana");
		const keyed = (...scopes: Scope[]) => ({ ...ctx, actor: { ...ctx.actor, scopes: new Set(scopes) } });
		expect((await refusal(replayAtOnce(keyed("policies:write"), { name: "past" }))).code).toBe(
			"not_eligible",
		);
		const both = keyed("policies:write", "requests:read");
		expect((await replayAtOnce(both, { name: "past" })).summary.requests).toBe(6);
	});

	test("stops when the other side goes away, and changes nothing", async () => {
		const gone = new AbortController();
		const rows = replayPolicy(w.ctx("dana"), { name: "past", signal: gone.signal });
		await rows.next();
		gone.abort();
		await expect(rows.next()).rejects.toThrow(/abort/i);
		const [counts] = await pools.owner.sql<{ entries: number; versions: number }[]>`
			select (select count(*)::int from audit_entries where workspace_id = ${w.id}) as entries,
				(select sum(version)::int from requests where workspace_id = ${w.id}) as versions`;
		await replayAtOnce(w.ctx("dana"), { name: "past" });
		const [after] = await pools.owner.sql`
			select (select count(*)::int from audit_entries where workspace_id = ${w.id}) as entries,
				(select sum(version)::int from requests where workspace_id = ${w.id}) as versions`;
		expect(after).toEqual(counts);
	});
});

test("more requests than one reading holds are all replayed, each once", async () => {
	await putPolicy(w.ctx("dana"), policy({}, { name: "many" }));
	const made: string[] = [];
	for (let i = 0; i < 230; i += 10) {
		const some = await Promise.all(
			Array.from({ length: 10 }, async (_, k) => {
				const requestId = await open("many", i + k);
				await approve("ana", requestId);
				return requestId;
			}),
		);
		made.push(...some);
	}
	const progress: number[] = [];
	const seen: string[] = [];
	for await (const row of replayPolicy(w.ctx("dana"), { name: "many" })) {
		if (row.kind === "progress") progress.push(row.done);
		if (row.kind === "request") seen.push(row.id);
	}
	expect(progress).toEqual([0, 200, 230]);
	expect([...seen].sort()).toEqual([...made].sort());
});
