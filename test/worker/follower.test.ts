import { pino } from "pino";
import { v7 as newId } from "uuid";
import { afterAll, describe, expect, inject, it } from "vitest";
import { databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { deactivatePerson, putGroup } from "../../ledger/directory.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { listRequests } from "../../ledger/read/list-requests.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { followMoves } from "../../worker/follower.ts";
import { ownDatabase } from "../support/own-database.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
afterAll(() => pools.close());

const after = { tell: () => {}, notify: () => {} };
const deps = {
	ctx: { db: pools.db, clock: databaseClock, after },
	system: pools.system,
	log: pino({ level: "silent" }),
};

/** Follows what changed, and what is to be looked at a second time. */
async function follow(): Promise<void> {
	do await pools.owner.sql`update directory_moves set visible_at = now() - interval '1 second'`;
	while ((await followMoves(deps)) > 0);
}

async function opened(stage = {}, more = {}): Promise<{ ws: TestWorkspace; id: string }> {
	const ws = await makeWorkspace(pools);
	await ws.push(policy(stage, more));
	const body = { policy: "refund", title: "Refund 4711", context: { amount: 5 } };
	const { requestId } = await submit(ws.ctx("riley"), body);
	await follow();
	return { ws, id: requestId };
}

type Name = keyof TestWorkspace["people"];

async function delegates(ws: TestWorkspace, from: Name, to: Name, startMs: number, endMs: number) {
	const id = newId();
	const at = (ms: number) => new Date(Date.now() + ms).toISOString();
	await pools.owner.sql`
		insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
		values (${id}, ${ws.id}, ${ws.people[from].personId}, ${ws.people[to].personId}, ${at(startMs)}, ${at(endMs)}, 'self')`;
	return id;
}

async function asked(ws: TestWorkspace, id: string): Promise<string[]> {
	const { assignees } = await getRequest(ws.ctx("riley"), id);
	const names = Object.entries(ws.people);
	return assignees.map((person) => names.find(([, actor]) => actor.personId === person)?.[0] ?? "?").sort();
}

describe("open requests follow the directory", () => {
	it("a delegation that begins asks the delegate, on whose behalf is said, and ends with it", async () => {
		const { ws, id } = await opened();
		const delegation = await delegates(ws, "ana", "cy", -1_000, 3_600_000);
		await follow();
		expect(await asked(ws, id)).toEqual(["ana", "bo", "cy"]);
		expect((await listRequests(ws.ctx("cy"), { assignee: "me" })).items).toHaveLength(1);
		const mails = await pools.owner.sql`
			select d.wants, a.via, a.on_behalf_of from deliveries d join assignments a on a.id = d.assignment_id
			where a.person_id = ${ws.people.cy.personId}`;
		expect(mails).toEqual([{ wants: "asked", via: "delegate", on_behalf_of: ws.people.ana.personId }]);

		await pools.owner.sql`delete from delegations where id = ${delegation}`;
		await follow();
		expect(await asked(ws, id)).toEqual(["ana", "bo"]);
		expect((await listRequests(ws.ctx("cy"), { assignee: "me" })).items).toHaveLength(0);
	});

	it("a delegation in the future moves the next wake-up to its start, and begins by itself", async () => {
		const { ws, id } = await opened();
		await delegates(ws, "ana", "cy", 2 * 3_600_000, 3 * 3_600_000);
		await follow();
		const { wakeAt } = await getRequest(ws.ctx("riley"), id);
		const hours = (Date.parse(wakeAt ?? "") - Date.now()) / 3_600_000;
		expect(Math.round(hours)).toBe(2);
		expect(await asked(ws, id)).toEqual(["ana", "bo"]);
		const at = (ms: number) => ({ ...deps.ctx, clock: (now: number) => now + ms, workspaceId: ws.id });
		await wake(at(2.5 * 3_600_000), id);
		expect(await asked(ws, id)).toEqual(["ana", "bo", "cy"]);
		await wake(at(3 * 3_600_000), id);
		expect(await asked(ws, id)).toEqual(["ana", "bo"]);
	});

	it("the delegate's decision fills the absent person's slot", async () => {
		const { ws, id } = await opened({ need: 2 });
		await delegates(ws, "ana", "cy", -1_000, 3_600_000);
		await follow();
		await decide(ws.ctx("cy"), { requestId: id, verdict: "approve" });
		expect(await asked(ws, id)).toEqual(["bo"]);
		await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "approve" })).rejects.toMatchObject({
			code: "already_decided",
		});
		const view = await getRequest(ws.ctx("riley"), id);
		expect(view.decisions).toMatchObject([{ by: ws.people.cy.personId, onBehalfOf: ws.people.ana.personId }]);
	});

	it("who leaves a group, or the workspace, is no longer asked; who joins is", async () => {
		const { ws, id } = await opened();
		const { ana, cy } = ws.people;
		await putGroup(pools.db, ws.id, {
			name: "finance",
			title: "Finance",
			members: [ana.personId, cy.personId],
		});
		await follow();
		expect(await asked(ws, id)).toEqual(["ana", "cy"]);
		await deactivatePerson(pools.db, ws.id, ana.personId);
		await follow();
		expect(await asked(ws, id)).toEqual(["cy"]);
	});

	it("another manager is asked in place of the one before", async () => {
		const ws = await makeWorkspace(pools);
		const { riley, lee, bo } = ws.people;
		await pools.owner.sql`update people set manager_id = ${lee.personId} where id = ${riley.personId}`;
		await ws.push(policy({ approvers: [{ manager: 1 }] }));
		const { requestId: id } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: "x",
			context: { amount: 5 },
		});
		expect(await asked(ws, id)).toEqual(["lee"]);
		await pools.owner.sql`update people set manager_id = ${bo.personId} where id = ${riley.personId}`;
		await follow();
		expect(await asked(ws, id)).toEqual(["bo"]);
	});

	it("another rota puts another person on call", async () => {
		const ws = await makeWorkspace(pools);
		const rota = (person: string) => ({
			name: "ops",
			timeZone: "UTC",
			start: "2026-01-05",
			handOver: "09:00",
			shiftLength: "1w",
			people: [person],
		});
		const put = (person: string) => pools.owner.sql`
			insert into rotas (id, workspace_id, name, document)
			values (${newId()}, ${ws.id}, 'ops', ${JSON.stringify(rota(person))}::jsonb)
			on conflict (workspace_id, name) do update set document = excluded.document`;
		await put(ws.people.ana.personId);
		await ws.push(policy({ approvers: [{ oncall: "ops" }] }));
		const { requestId: id } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: "x",
			context: { amount: 5 },
		});
		expect(await asked(ws, id)).toEqual(["ana"]);
		await put(ws.people.sam.personId);
		await follow();
		expect(await asked(ws, id)).toEqual(["sam"]);
	});

	it("leaves alone what the change does not concern, and looks twice at what it may", async () => {
		const { ws, id } = await opened();
		const before = await getRequest(ws.ctx("riley"), id);
		await pools.owner.sql`update people set name = 'Sam the second' where id = ${ws.people.sam.personId}`;
		const [named] = await pools.owner.sql`select count(*)::int as n from directory_moves`;
		expect(named).toEqual({ n: 0 });
		await deactivatePerson(pools.db, ws.id, ws.people.sam.personId);
		await followMoves(deps);
		const moves = await pools.owner.sql`select passes, visible_at > now() as later from directory_moves`;
		expect(moves).toEqual([{ passes: 1, later: true }]);
		await follow();
		expect(await pools.owner.sql`select 1 from directory_moves`).toHaveLength(0);
		expect(await getRequest(ws.ctx("riley"), id)).toEqual(before);
	});
});
