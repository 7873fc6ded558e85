import { afterAll, describe, expect, inject, it } from "vitest";
import type { Scope } from "../../../ledger/actor.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { delegate, endDelegation, listDelegations } from "../../../ledger/directory/delegations.ts";
import { createPerson, deactivatePerson, updatePerson } from "../../../ledger/directory/people.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const NOON = Date.parse("2026-03-02T12:00:00Z");
const iso = (hours: number) => new Date(NOON + hours * 3_600_000).toISOString();
const at = (path: string, message: RegExp = /./) => ({
	code: "invalid",
	errors: [{ path, message: expect.stringMatching(message) }],
});

/** A workspace whose clock the test moves, in hours from noon. */
async function clocked(): Promise<{ ws: TestWorkspace; at(hours: number): void }> {
	let now = NOON;
	const ws = await makeWorkspace(pools, { clock: () => now });
	return {
		ws,
		at: (hours) => {
			now = NOON + hours * 3_600_000;
		},
	};
}

const withScopes = (ctx: Ctx, ...scopes: Scope[]): Ctx => ({
	...ctx,
	actor: { ...ctx.actor, scopes: new Set(scopes) },
});

describe("delegating", () => {
	it("begins now unless a start is given, for oneself unless somebody else is", async () => {
		const { ws } = await clocked();
		const made = await delegate(ws.ctx("ana"), { to: "cy@test.example", end: iso(24) });
		expect(made).toMatchObject({
			created: true,
			from: ws.people.ana.personId,
			to: ws.people.cy.personId,
			start: iso(0),
			end: iso(24),
			origin: "self",
			people: { [ws.people.cy.personId]: { name: "cy", email: "cy@test.example" } },
		});
		const other = await delegate(ws.ctx("dana"), {
			from: "bo@test.example",
			to: ws.people.cy.personId,
			start: "2026-03-03T10:00:00+01:00",
			end: iso(48),
		});
		expect(other).toMatchObject({ from: ws.people.bo.personId, start: iso(21), origin: "administrator" });
		const { items } = await readAudit(ws.ctx("dana"), { kind: "delegation_added" });
		expect(JSON.parse(items[0]?.body ?? "{}")).toMatchObject({
			delegation: other.id,
			from: ws.people.bo.personId,
			to: ws.people.cy.personId,
			end: iso(48),
		});
		const moves = await pools.owner.sql`
			select people from directory_moves where workspace_id = ${ws.id} order by id desc limit 1`;
		expect(moves[0]?.people).toEqual([ws.people.bo.personId]);
	});

	it.each([
		["end", { end: iso(1), start: iso(1) }, /not after start/],
		["end", { end: iso(-1), start: iso(-2) }, /over already/],
		["end", { end: "2126-01-01T00:00:00Z" }, /too far/],
		["end", { end: "tomorrow" }, /2026-01-05T09:00:00Z/],
		["start", { start: "2026-03-03" }, /2026-01-05T09:00:00Z/],
		["start", { start: "0000-01-01T00:00:00Z" }, /too long ago/],
		["to", { to: "who@test.example" }, /nobody in this workspace/],
		["to", { to: "lee@test.example" }, /auditor/],
		["to", { to: "ANA@test.example" }, /absent person/],
		["to", { to: "cy@test.example" }, /deactivated/],
		["to", { to: "shop@test.example" }, /service account/],
	])("refuses a wrong %s", async (path, wrong, message) => {
		const { ws } = await clocked();
		await deactivatePerson(ws.ctx("dana"), "cy@test.example");
		await createPerson(ws.ctx("dana"), { email: "shop@test.example", name: "Shop", kind: "service" });
		await updatePerson(ws.ctx("dana"), "lee@test.example", { role: "auditor" });
		const attempt = delegate(ws.ctx("ana"), { to: "bo@test.example", end: iso(24), ...wrong });
		await expect(attempt).rejects.toMatchObject(at(path, message));
	});

	it("refuses members who delegate for others, auditors, and keys without a scope for it", async () => {
		const { ws } = await clocked();
		const input = { to: "bo@test.example", end: iso(24) };
		for (const from of ["cy@test.example", "who@test.example"]) {
			await expect(delegate(ws.ctx("ana"), { ...input, from })).rejects.toMatchObject({
				code: "not_eligible",
			});
		}
		const auditor = { ...ws.ctx("lee"), actor: { ...ws.people.lee, role: "auditor" as const } };
		await expect(delegate(auditor, input)).rejects.toMatchObject({ code: "not_eligible" });
		const reads = withScopes(ws.ctx("ana"), "requests:read");
		await expect(delegate(reads, input)).rejects.toMatchObject({ code: "not_eligible" });
		// An administrator's key without the scope for the directory is a member's.
		const narrow = withScopes(ws.ctx("dana"), "requests:write");
		await expect(delegate(narrow, { ...input, from: "cy@test.example" })).rejects.toMatchObject({
			code: "not_eligible",
		});
		const wide = withScopes(ws.ctx("sam"), "directory:write");
		expect(await delegate(wide, { ...input, from: "cy@test.example" })).toMatchObject({ created: true });
		await expect(delegate(wide, { ...input, from: "who@test.example" })).rejects.toMatchObject(at("from"));
		await deactivatePerson(ws.ctx("dana"), "cy@test.example");
		await expect(delegate(wide, { ...input, from: "cy@test.example" })).rejects.toMatchObject(
			at("from", /deactivated/),
		);
	});

	it("lets delegations overlap, and answers the same one again with the one there is", async () => {
		const { ws, at: move } = await clocked();
		const ana = ws.ctx("ana");
		const first = await delegate(ana, { to: "bo@test.example", start: iso(1), end: iso(24) });
		await delegate(ana, { to: "cy@test.example", start: iso(2), end: iso(30) });
		await delegate(ana, { to: "bo@test.example", start: iso(2), end: iso(24) });
		expect(await delegate(ana, { to: "bo@test.example", start: iso(1), end: iso(24) })).toEqual({
			...first,
			created: false,
		});
		move(5);
		expect(await delegate(ana, { to: "cy@test.example", end: iso(30) })).toMatchObject({ created: false });
		expect((await listDelegations(ana)).items).toHaveLength(3);
	});

	it("refuses a hundred and first of one person that is not over", async () => {
		const { ws, at: move } = await clocked();
		await pools.owner.sql`
			insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
			select gen_random_uuid(), ${ws.id}, ${ws.people.ana.personId}, ${ws.people.bo.personId}, ${iso(1)},
				${iso(2)}, 'self' from generate_series(1, 100)`;
		const input = { to: "bo@test.example", end: iso(24) };
		await expect(delegate(ws.ctx("ana"), input)).rejects.toMatchObject(at("from", /100/));
		move(2);
		expect(await delegate(ws.ctx("ana"), input)).toMatchObject({ created: true });
	});
});

describe("ending a delegation", () => {
	it("ends one that has begun now, and takes one away that has not", async () => {
		const { ws, at: move } = await clocked();
		const ana = ws.ctx("ana");
		const begun = await delegate(ana, { to: "bo@test.example", end: iso(24) });
		const coming = await delegate(ana, { to: "cy@test.example", start: iso(10), end: iso(24) });
		move(1);
		// A moment from now: a decision that is being recorded meanwhile must not stand later than its delegation.
		const end = new Date(Date.parse(iso(1)) + 1_000).toISOString();
		expect(await endDelegation(ana, begun.id)).toMatchObject({ id: begun.id, end, removed: false });
		expect((await listDelegations(ana)).items.map(({ id }) => id)).toEqual([coming.id]);
		expect(await endDelegation(ana, coming.id)).toMatchObject({ id: coming.id, end: iso(24), removed: true });
		move(2);
		expect(await endDelegation(ana, begun.id)).toMatchObject({ end, removed: false });
		await expect(endDelegation(ana, coming.id)).rejects.toMatchObject({ code: "not_found" });
		expect((await listDelegations(ana)).items).toEqual([]);
		expect((await listDelegations(ana, { ended: true })).items.map(({ id }) => id)).toEqual([begun.id]);
		expect((await readAudit(ws.ctx("dana"), { kind: "delegation_ended" })).items).toHaveLength(2);
	});

	it("is for the absent person and administrators; others do not even see it", async () => {
		const { ws } = await clocked();
		const made = await delegate(ws.ctx("ana"), { to: "bo@test.example", end: iso(24) });
		await expect(endDelegation(ws.ctx("bo"), made.id)).rejects.toMatchObject({ code: "not_eligible" });
		await expect(endDelegation(ws.ctx("cy"), made.id)).rejects.toMatchObject({ code: "not_found" });
		await expect(endDelegation(ws.ctx("dana"), "no id")).rejects.toMatchObject({ code: "not_found" });
		expect(await endDelegation(ws.ctx("dana"), made.id)).toMatchObject({ id: made.id });
	});

	it("is refused for what an out-of-office calendar keeps", async () => {
		const { ws } = await clocked();
		const made = await delegate(ws.ctx("ana"), { to: "bo@test.example", end: iso(24) });
		await pools.owner.sql`update delegations set origin = 'feed' where id = ${made.id}`;
		await expect(endDelegation(ws.ctx("ana"), made.id)).rejects.toMatchObject({
			code: "not_eligible",
			message: expect.stringContaining("calendar"),
		});
	});
});

describe("listing delegations", () => {
	it("shows members their own, in pages by start, and administrators all", async () => {
		const { ws } = await clocked();
		const dana = ws.ctx("dana");
		const ids: string[] = [];
		for (const [from, to, start] of [
			["ana", "bo", 3],
			["ana", "cy", 1],
			["lee", "ana", 2],
			["lee", "bo", 2],
		] as const) {
			const input = {
				from: `${from}@test.example`,
				to: `${to}@test.example`,
				start: iso(start),
				end: iso(9),
			};
			ids.push((await delegate(dana, input)).id);
		}
		const listed = async (ctx: Ctx, filter = {}) =>
			(await listDelegations(ctx, filter)).items.map(({ id }) => id);
		expect(await listed(dana)).toEqual([ids[1], ids[2], ids[3], ids[0]]);
		expect(await listed(ws.ctx("ana"))).toEqual([ids[1], ids[2], ids[0]]);
		expect(await listed(ws.ctx("sam"))).toEqual([]);
		expect(await listed(dana, { person: "ana@test.example" })).toEqual([ids[1], ids[2], ids[0]]);
		expect(await listed(dana, { from: ws.people.lee.personId })).toEqual([ids[2], ids[3]]);
		expect(await listed(dana, { to: "bo@test.example" })).toEqual([ids[3], ids[0]]);
		expect(await listed(dana, { person: "who@test.example" })).toEqual([]);
		const first = await listDelegations(dana, { limit: 2 });
		const rest = await listDelegations(dana, { limit: 2, cursor: first.nextCursor ?? "" });
		expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([ids[1], ids[2], ids[3], ids[0]]);
		expect(rest.nextCursor).toBeNull();
		for (const start of [
			"2026-99-99T99:99:99.999Z",
			"0000-01-01T00:00:00.000Z",
			"2026-02-31T00:00:00.000Z",
		]) {
			const cursor = Buffer.from(JSON.stringify([start, ids[0]])).toString("base64url");
			await expect(listDelegations(dana, { cursor }), start).rejects.toMatchObject(at("cursor"));
		}
	});
});
