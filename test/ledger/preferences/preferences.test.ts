import { afterAll, expect, inject, it } from "vitest";
import type { Actor } from "../../../ledger/actor.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { changePreferences, type PreferenceChanges } from "../../../ledger/preferences/change-preferences.ts";
import { readPreferences } from "../../../ledger/preferences/read-preferences.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const auditOf = (ws: TestWorkspace) => pools.owner.sql<{ kind: string; actor_id: string; body: string }[]>`
	select kind, actor_id, body from audit_entries where workspace_id = ${ws.id} and kind = 'preferences_changed' order by id`;

it("begin plain: English, UTC, mail at any hour", async () => {
	const ws = await makeWorkspace(pools);
	expect(await readPreferences(ws.ctx("ana"))).toEqual({
		language: "en",
		timeZone: "UTC",
		channels: ["email"],
		available: ["email"],
		quietHours: null,
		digestAt: null,
	});
});

it("change in part, are one's own, and stand in the audit log with both values", async () => {
	const ws = await makeWorkspace(pools);
	const ana = ws.ctx("ana");
	await changePreferences(ana, { language: "de", quietHours: { from: "22:00", to: "07:00" } });
	const after = await changePreferences(ana, { timeZone: "Europe/Berlin", digestAt: "08:00" });
	expect(after).toMatchObject({
		language: "de",
		timeZone: "Europe/Berlin",
		quietHours: { from: "22:00", to: "07:00" },
		digestAt: "08:00",
	});
	expect(await readPreferences(ana)).toEqual(after);
	expect(await readPreferences(ws.ctx("bo"))).toMatchObject({ language: "en", quietHours: null });
	const entries = await auditOf(ws);
	expect(entries).toHaveLength(2);
	expect(entries[0]?.actor_id).toBe(ws.people.ana.personId);
	expect(JSON.parse(entries[0]?.body ?? "{}")).toMatchObject({
		changed: ["language", "quietHours"],
		language: { from: "en", to: "de" },
	});
	await changePreferences(ana, { quietHours: null, digestAt: null });
	expect(await readPreferences(ana)).toMatchObject({ quietHours: null, digestAt: null });
	await changePreferences(ana, { quietHours: null });
	expect(await auditOf(ws)).toHaveLength(3);
});

it.each<[PreferenceChanges, string]>([
	[{ language: "fr" as never }, "language"],
	[{ timeZone: "Mars/Olympus" }, "timeZone"],
	[{ channels: [] }, "channels"],
	[{ channels: ["slack"] }, "channels[0]"],
	[{ channels: ["email", "slack"] }, "channels[1]"],
	[{ channels: ["email", "email"] }, "channels"],
	[{ channels: ["pigeon" as never] }, "channels[0]"],
	[{ quietHours: { from: "24:00", to: "07:00" } }, "quietHours.from"],
	[{ quietHours: { from: "22:00", to: "7:00" } }, "quietHours.to"],
	[{ quietHours: { from: "07:00", to: "07:00" } }, "quietHours.to"],
	[{ digestAt: "noon" }, "digestAt"],
])("%j is refused by its field, and changes nothing", async (changes, path) => {
	const ws = await makeWorkspace(pools);
	const before = await readPreferences(ws.ctx("ana"));
	await expect(changePreferences(ws.ctx("ana"), changes)).rejects.toMatchObject({
		code: "invalid",
		errors: [{ path }],
	});
	expect(await readPreferences(ws.ctx("ana"))).toEqual(before);
	expect(await auditOf(ws)).toEqual([]);
});

it("let a linked Slack be chosen, in any order", async () => {
	const ws = await makeWorkspace(pools);
	await pools.owner.sql`
		insert into slack_links (id, workspace_id, person_id, team_id, user_id)
		values (gen_random_uuid(), ${ws.id}, ${ws.people.ana.personId}, ${`T${ws.id}`}, 'U1')`;
	expect(await readPreferences(ws.ctx("ana"))).toMatchObject({ available: ["email", "slack"] });
	expect(await changePreferences(ws.ctx("ana"), { channels: ["slack", "email"] })).toMatchObject({
		channels: ["slack", "email"],
	});
	expect(await changePreferences(ws.ctx("ana"), { channels: ["slack"] })).toMatchObject({
		channels: ["slack"],
	});
});

it("take a key with the scope for it; an auditor may, of their own", async () => {
	const ws = await makeWorkspace(pools);
	const ana = ws.ctx("ana");
	const limited = (
		...scopes: NonNullable<Actor["scopes"]> extends ReadonlySet<infer S> ? S[] : never
	): Ctx => ({
		...ana,
		actor: { ...ana.actor, scopes: new Set(scopes) },
	});
	await expect(changePreferences(limited("requests:read"), { language: "de" })).rejects.toMatchObject({
		code: "not_eligible",
	});
	await expect(readPreferences(limited("decisions:write"))).rejects.toMatchObject({ code: "not_eligible" });
	await changePreferences(limited("directory:write"), { language: "de" });
	const auditor: Ctx = { ...ana, actor: { ...ana.actor, role: "auditor" } };
	expect(await changePreferences(auditor, { language: "en" })).toMatchObject({ language: "en" });
});
