import { afterAll, expect, inject, it } from "vitest";
import { actorOfApiKey } from "../../../ledger/access/api-keys.ts";
import { listApiKeys, makeApiKey, revokeApiKey } from "../../../ledger/access/manage-api-keys.ts";
import type { Scope } from "../../../ledger/actor.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { createPerson, deactivatePerson } from "../../../ledger/directory/people.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { makeWorkspace, openPools } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const withScopes = (ctx: Ctx, ...scopes: Scope[]): Ctx => ({
	...ctx,
	actor: { ...ctx.actor, scopes: new Set(scopes) },
});

it("a key is shown once, works, is listed without itself, and ends when it is revoked", async () => {
	const ws = await makeWorkspace(pools);
	const dana = ws.ctx("dana");
	const shop = await createPerson(dana, { email: "shop@test.example", name: "Shop", kind: "service" });
	const { key, ...made } = await makeApiKey(dana, {
		name: "Till 4",
		scopes: ["requests:write", "requests:read", "requests:read"],
		person: "shop@test.example",
	});
	expect(made).toMatchObject({
		name: "Till 4",
		prefix: key.slice(0, 10),
		person: { id: shop.id, name: "Shop" },
		scopes: ["requests:read", "requests:write"],
		revokedAt: null,
	});
	expect(await actorOfApiKey(pools, key)).toMatchObject({ personId: shop.id, workspaceId: ws.id });
	await makeApiKey(dana, { name: "Own", scopes: ["audit:read"] });
	const { items } = await listApiKeys(dana);
	expect(items.map(({ name }) => name)).toEqual(["Own", "Till 4"]);
	expect(JSON.stringify(items)).not.toContain(key);
	expect((await listApiKeys(dana, { person: "shop@test.example" })).items).toEqual([made]);
	const revoked = await revokeApiKey(dana, made.id);
	expect(revoked.revokedAt).not.toBeNull();
	expect(await revokeApiKey(dana, made.id)).toEqual(revoked);
	expect(await actorOfApiKey(pools, key)).toBeNull();
	expect((await listApiKeys(dana)).items.map(({ name }) => name)).toEqual(["Own"]);
	expect((await listApiKeys(dana, { revoked: true })).items).toHaveLength(2);
	const { items: entries } = await readAudit(dana, { kind: "api_key_created" });
	expect(entries).toHaveLength(2);
	expect(JSON.stringify(entries)).not.toMatch(/Till 4|csk_/);
	expect((await readAudit(dana, { kind: "api_key_revoked" })).items).toHaveLength(1);
});

it("keys are refused with the field at fault", async () => {
	const ws = await makeWorkspace(pools);
	const dana = ws.ctx("dana");
	const input = { name: "k", scopes: ["requests:read"] as Scope[] };
	await deactivatePerson(dana, "cy@test.example");
	for (const [path, wrong] of [
		["name", { name: " " }],
		["scopes", { scopes: [] }],
		["person", { person: "who@test.example" }],
		["person", { person: "cy@test.example" }],
	] as const) {
		const attempt = makeApiKey(dana, { ...input, ...wrong });
		await expect(attempt).rejects.toMatchObject({ code: "invalid", errors: [{ path }] });
	}
	await expect(revokeApiKey(dana, "no id")).rejects.toMatchObject({ code: "not_found" });
	await pools.owner.sql`
		insert into api_keys (id, workspace_id, person_id, name, prefix, hash, scopes)
		select gen_random_uuid(), ${ws.id}, ${ws.people.bo.personId}, 'k', 'csk', decode(md5(${ws.id} || n), 'hex'), '{}'
		from generate_series(1, 50) n`;
	await expect(makeApiKey(dana, { ...input, person: "bo@test.example" })).rejects.toMatchObject({
		errors: [{ path: "person", message: expect.stringContaining("50") }],
	});
});

it("keys are kept by administrators; a key makes none that may do more than itself", async () => {
	const ws = await makeWorkspace(pools);
	const input = { name: "k", scopes: ["requests:read", "directory:write"] as Scope[] };
	for (const ctx of [
		ws.ctx("ana"),
		withScopes(ws.ctx("ana"), "directory:write", "requests:read"),
		withScopes(ws.ctx("dana"), "requests:read"),
		withScopes(ws.ctx("dana"), "directory:write"),
	]) {
		await expect(makeApiKey(ctx, input)).rejects.toMatchObject({ code: "not_eligible" });
	}
	await expect(listApiKeys(ws.ctx("ana"))).rejects.toMatchObject({ code: "not_eligible" });
	await expect(revokeApiKey(ws.ctx("ana"), "x")).rejects.toMatchObject({ code: "not_eligible" });
	const made = await makeApiKey(withScopes(ws.ctx("dana"), "directory:write", "requests:read"), input);
	expect(made.scopes).toEqual(input.scopes);
	const [one, other] = [ws, await makeWorkspace(pools)];
	await expect(revokeApiKey(other.ctx("dana"), made.id)).rejects.toMatchObject({ code: "not_found" });
	expect((await listApiKeys(one.ctx("dana"))).items).toHaveLength(1);
});
