import { pino } from "pino";
import { v7 as newId } from "uuid";
import { afterAll, describe, expect, inject, it } from "vitest";
import type { Scope } from "../../ledger/actor.ts";
import { answer } from "../../ledger/answer.ts";
import { ask } from "../../ledger/ask.ts";
import { databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { endDelegation } from "../../ledger/directory/delegations.ts";
import { updatePerson } from "../../ledger/directory/people.ts";
import { putGroup } from "../../ledger/directory.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { followMoves } from "../../worker/follower.ts";
import { ownDatabase } from "../support/own-database.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
afterAll(() => pools.close());

const after = { tell: () => {}, notify: () => {} };
let ahead = 0;
const clock = (now: number) => now + ahead;
const deps = {
	ctx: { db: pools.db, clock: databaseClock, after },
	system: pools.system,
	log: pino({ level: "silent" }),
};

async function follow(): Promise<void> {
	do await pools.owner.sql`update directory_moves set visible_at = now() - interval '1 second'`;
	while ((await followMoves(deps)) > 0);
}

async function opened(stage = {}) {
	ahead = 0;
	const ws = await makeWorkspace(pools, { clock });
	await ws.push(policy(stage));
	const { requestId: id } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Refund",
		context: { amount: 5 },
	});
	return { ws, id };
}

type Name = keyof TestWorkspace["people"];

async function delegation(ws: TestWorkspace, from: Name, to: Name): Promise<string> {
	const id = newId();
	await pools.owner.sql`
		insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
		values (${id}, ${ws.id}, ${ws.people[from].personId}, ${ws.people[to].personId}, now() - interval '1 hour',
			now() + interval '1 day', 'self')`;
	return id;
}

async function wantsOf(ws: TestWorkspace, who: Name): Promise<string[]> {
	const rows = await pools.owner.sql<{ wants: string }[]>`
		select wants from deliveries where person_id = ${ws.people[who].personId}`;
	return rows.map(({ wants }) => wants);
}

describe("who could not act when they were assigned is asked once they can", () => {
	it("after a question that overtook their assignment", async () => {
		const { ws, id } = await opened({ need: 2 });
		await delegation(ws, "bo", "sam");
		await ask(ws.ctx("ana"), { requestId: id, comment: "Why?" });
		await answer(ws.ctx("riley"), { requestId: id, comment: "So." });
		await follow();
		expect(await wantsOf(ws, "sam")).toEqual(["asked"]);
	});

	it("after a seat came free that somebody else had taken", async () => {
		const { ws, id } = await opened({ need: 2 });
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		await delegation(ws, "ana", "cy");
		await follow();
		expect(await wantsOf(ws, "cy")).toEqual([]);
		await delegation(ws, "bo", "cy");
		await follow();
		expect(await wantsOf(ws, "cy")).toEqual(["asked"]);
	});
});

it("a deadline approves nothing of which only people have heard who are asked no more", async () => {
	const { ws, id } = await opened({ onDeadline: "approve", deadline: "1h" });
	await pools.owner
		.sql`update deliveries set delivered_at = now(), state = 'delivered' where request_id = ${id}`;
	const { cy } = ws.people;
	await putGroup(pools.db, ws.id, { name: "finance", title: "Finance", members: [cy.personId] });
	await follow();
	ahead = 2 * 3_600_000;
	await wake({ db: pools.db, clock, after, workspaceId: ws.id }, id);
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "expired", cause: "deadline" });
});

it("a stage that only an auditor could decide is unsatisfiable", async () => {
	const { ws, id } = await opened();
	const { ana } = ws.people;
	await putGroup(pools.db, ws.id, { name: "finance", title: "Finance", members: [ana.personId] });
	await updatePerson(ws.ctx("dana"), ana.personId, { role: "auditor" });
	await follow();
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ unsatisfiable: true, assignees: [] });
});

it("a refused attempt leaves its entry, and what was due by then happens all the same", async () => {
	const { ws, id } = await opened({ remind: { every: "1h", atMost: 1 } });
	ahead = 3_601_000;
	const ctx = ws.ctx("ana");
	const narrow = { ...ctx, actor: { ...ctx.actor, scopes: new Set<Scope>(["requests:read"]) } };
	const attempt = decide(narrow, { requestId: id, verdict: "approve" });
	await expect(attempt).rejects.toMatchObject({ code: "not_eligible" });
	await expect(ask(ctx, { requestId: id, comment: " " })).rejects.toMatchObject({ code: "comment_required" });
	const kinds = await pools.owner.sql<{ kind: string }[]>`
		select kind from audit_entries where request_id = ${id} order by position`;
	expect(kinds.map(({ kind }) => kind)).toEqual([
		"submitted",
		"stage_opened",
		"reminded",
		"refused",
		"refused",
	]);
});

it("no delegate's decision stands after the end of the delegation, however close", async () => {
	for (let round = 0; round < 10; round++) {
		const { ws, id } = await opened();
		const held = await delegation(ws, "ana", "cy");
		await follow();
		const deciding = decide(ws.ctx("cy"), { requestId: id, verdict: "approve" }).catch(() => {});
		await Promise.all([deciding, endDelegation(ws.ctx("ana"), held)]);
	}
	const late = await pools.owner.sql`
		select d.at, x.ends_at from decisions d join delegations x on x.to_id = d.person_id and x.from_id = d.on_behalf_of
		where d.at >= x.ends_at`;
	expect(late).toEqual([]);
});

it("a member's key for the directory takes over no administrator", async () => {
	const ws = await makeWorkspace(pools);
	const ctx = ws.ctx("sam");
	const key = { ...ctx, actor: { ...ctx.actor, scopes: new Set<Scope>(["directory:write"]) } };
	const { dana, lee } = ws.people;
	for (const changes of [{ email: "mine@test.example" }, { userName: "mine" }, { active: false }]) {
		await expect(updatePerson(key, dana.personId, changes)).rejects.toMatchObject({ code: "not_eligible" });
	}
	await updatePerson(key, lee.personId, { email: "lee2@test.example" });
});

it("a workspace, or a request, that cannot be followed holds up no other, and comes back on its own", async () => {
	const broken = await opened();
	const healthy = await opened();
	await follow();
	await pools.owner
		.sql`update requests set record = jsonb_set(record, '{stage,index}', '7') where id = ${broken.id}`;
	for (const { ws } of [broken, healthy]) await delegation(ws, "ana", "cy");
	await followMoves(deps);
	expect((await getRequest(healthy.ws.ctx("riley"), healthy.id)).assignees).toContain(
		healthy.ws.people.cy.personId,
	);
	const repeats = await pools.owner.sql`
		select requests, tries, visible_at > now() as later from directory_moves where requests is not null`;
	expect(repeats).toEqual([{ requests: [broken.id], tries: 1, later: true }]);
	await pools.owner
		.sql`update requests set record = jsonb_set(record, '{stage,index}', '0') where id = ${broken.id}`;
	await follow();
	expect((await getRequest(broken.ws.ctx("riley"), broken.id)).assignees).toContain(
		broken.ws.people.cy.personId,
	);
	expect(await pools.owner.sql`select 1 from directory_moves`).toHaveLength(0);
});
