import { afterAll, describe, expect, inject, it } from "vitest";
import { actorOfApiKey, createApiKey } from "../../../ledger/access/api-keys.ts";
import {
	actorOfSession,
	createSignInToken,
	openSession,
	redeemSignInToken,
} from "../../../ledger/access/sessions.ts";
import type { Scope } from "../../../ledger/actor.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { putGroup } from "../../../ledger/directory/groups.ts";
import {
	createPerson,
	deactivatePerson,
	findVisiblePerson,
	getPerson,
	listColleagues,
	listPeople,
	updatePerson,
} from "../../../ledger/directory/people.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { makeWorkspace, openPools } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const withScopes = (ctx: Ctx, ...scopes: Scope[]): Ctx => ({
	...ctx,
	actor: { ...ctx.actor, scopes: new Set(scopes) },
});
const at = (path: string, message: RegExp = /./) => ({
	code: "invalid",
	errors: [{ path, message: expect.stringMatching(message) }],
});

describe("adding a person", () => {
	it("keeps what was given, with a manager by id or e-mail address, and records it without words or addresses", async () => {
		const ws = await makeWorkspace(pools);
		const made = await createPerson(ws.ctx("dana"), {
			email: " New.One@Test.Example ",
			name: "New One",
			manager: "LEE@test.example",
			timeZone: "Europe/Madrid",
			externalId: "x-1",
			userName: "New",
		});
		expect(made).toMatchObject({
			email: "new.one@test.example",
			name: "New One",
			kind: "person",
			role: "member",
			active: true,
			manager: ws.people.lee.personId,
			timeZone: "Europe/Madrid",
			groups: [],
			externalId: "x-1",
			userName: "New",
		});
		expect(await getPerson(ws.ctx("dana"), "new.one@test.example")).toEqual(made);
		const { items } = await readAudit(ws.ctx("dana"), { kind: "person_added" });
		expect(items).toHaveLength(1);
		expect(items[0]?.body).toContain(made.id);
		expect(items[0]?.body).not.toMatch(/New One|new\.one|x-1/i);
	});

	it("makes service accounts", async () => {
		const ws = await makeWorkspace(pools);
		const made = await createPerson(ws.ctx("dana"), {
			email: "shop@test.example",
			name: "Shop",
			kind: "service",
		});
		expect(made.kind).toBe("service");
	});

	it.each([
		["email", { email: "not an address" }, /ana@example\.com/],
		["email", { email: "a@b..c" }, /ana@example\.com/],
		["email", { email: "x\r\nbcc: y@z.example" }, /ana@example\.com/],
		["name", { name: "  " }, /empty/],
		["name", { name: "two\nlines" }, /line breaks/],
		["timeZone", { timeZone: "Mars/Olympus" }, /Europe\/London/],
		["manager", { manager: "nobody@test.example" }, /nobody in this workspace/],
		["manager", { manager: "\u0000" }, /nobody in this workspace/],
	])("refuses a wrong %s, naming it", async (path, wrong, message) => {
		const ws = await makeWorkspace(pools);
		const attempt = createPerson(ws.ctx("dana"), { email: "x@test.example", name: "X", ...wrong });
		await expect(attempt).rejects.toMatchObject(at(path, message));
	});

	it("refuses an e-mail address, external id or user name that is taken", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await createPerson(dana, { email: "one@test.example", name: "One", externalId: "e", userName: "u" });
		const other = { email: "two@test.example", name: "Two" };
		for (const [path, input] of [
			["email", { ...other, email: "ANA@test.example" }],
			["externalId", { ...other, externalId: "e" }],
			["userName", { ...other, userName: "U" }],
		] as const) {
			await expect(createPerson(dana, input), path).rejects.toMatchObject({
				code: "in_use",
				errors: [{ path }],
			});
		}
		const same = await Promise.allSettled([createPerson(dana, other), createPerson(dana, other)]);
		expect(same.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(same.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "in_use" } });
	});

	it("is for administrators and keys with the scope", async () => {
		const ws = await makeWorkspace(pools);
		const input = { email: "x@test.example", name: "X" };
		await expect(createPerson(ws.ctx("ana"), input)).rejects.toMatchObject({ code: "not_eligible" });
		const key = withScopes(ws.ctx("dana"), "requests:read");
		await expect(createPerson(key, input)).rejects.toMatchObject({ code: "not_eligible" });
		const provider = withScopes(ws.ctx("sam"), "directory:write");
		expect((await createPerson(provider, input)).email).toBe("x@test.example");
	});
});

describe("changing a person", () => {
	it("changes what is given, by id or e-mail address, and records which fields", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const changed = await updatePerson(dana, "ana@test.example", {
			name: "Ana Ruiz",
			email: "ana.ruiz@test.example",
			role: "auditor",
			manager: ws.people.lee.personId,
		});
		expect(changed).toMatchObject({
			id: ws.people.ana.personId,
			name: "Ana Ruiz",
			email: "ana.ruiz@test.example",
			role: "auditor",
			manager: ws.people.lee.personId,
		});
		expect(await updatePerson(dana, changed.id, { name: "Ana Ruiz", manager: "lee@test.example" })).toEqual(
			changed,
		);
		expect((await updatePerson(dana, changed.id, { manager: null })).manager).toBeNull();
		const { items } = await readAudit(dana, { kind: "person_changed" });
		expect(items).toHaveLength(2);
		const body = JSON.parse(items[1]?.body ?? "{}");
		expect(body).toMatchObject({
			person: changed.id,
			changed: ["email", "name", "role", "manager"],
			role: { from: "member", to: "auditor" },
		});
		expect(items[1]?.body).not.toMatch(/Ruiz|@/);
	});

	it("refuses who is not there, and addresses of others", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		for (const nobody of ["x@test.example", "0197a1c2-7a10-7c3e-9d52-0c6f1b2a3d40", "no id", ""]) {
			await expect(updatePerson(dana, nobody, { name: "X" })).rejects.toMatchObject({ code: "not_found" });
		}
		await expect(updatePerson(dana, "ana@test.example", { email: "bo@test.example" })).rejects.toMatchObject({
			code: "in_use",
			errors: [{ path: "email" }],
		});
	});

	it("does not see people of other workspaces", async () => {
		const [one, other] = [await makeWorkspace(pools), await makeWorkspace(pools)];
		await expect(
			updatePerson(one.ctx("dana"), other.people.ana.personId, { name: "X" }),
		).rejects.toMatchObject({
			code: "not_found",
		});
		const attempt = updatePerson(one.ctx("dana"), "ana@test.example", { manager: other.people.bo.personId });
		await expect(attempt).rejects.toMatchObject(at("manager"));
	});
});

describe("managers", () => {
	it("may not be oneself, deactivated, or a service account", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const wrong = (manager: string) => updatePerson(dana, "ana@test.example", { manager });
		await expect(wrong("ana@test.example")).rejects.toMatchObject(at("manager", /own manager/));
		await deactivatePerson(dana, "cy@test.example");
		await expect(wrong("cy@test.example")).rejects.toMatchObject(
			at("manager", /cy@test\.example is deactivated/),
		);
		await createPerson(dana, { email: "shop@test.example", name: "Shop", kind: "service" });
		await expect(wrong("shop@test.example")).rejects.toMatchObject(at("manager", /service account/));
	});

	it("may not stand in a circle, which is named", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await updatePerson(dana, "ana@test.example", { manager: "bo@test.example" });
		await updatePerson(dana, "bo@test.example", { manager: "cy@test.example" });
		const attempt = updatePerson(dana, "cy@test.example", { manager: "ana@test.example" });
		await expect(attempt).rejects.toMatchObject(
			at("manager", /cy@test\.example → ana@test\.example → bo@test\.example → cy@test\.example/),
		);
		// Two that would close a circle together: one of them sees the other.
		const both = await Promise.allSettled([
			updatePerson(dana, "lee@test.example", { manager: "sam@test.example" }),
			updatePerson(dana, "sam@test.example", { manager: "lee@test.example" }),
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	});

	it("who have left stay written until somebody else is", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await updatePerson(dana, "ana@test.example", { manager: "bo@test.example" });
		await deactivatePerson(dana, "bo@test.example");
		const changed = await updatePerson(dana, "ana@test.example", { name: "Ana", manager: "bo@test.example" });
		expect(changed.manager).toBe(ws.people.bo.personId);
	});
});

describe("deactivating", () => {
	it("ends sessions, sign-in links and API keys for good", async () => {
		const ws = await makeWorkspace(pools);
		const who = { workspaceId: ws.id, personId: ws.people.ana.personId };
		const { sessionId } = await openSession(pools, { ...who, method: "demo" });
		const token = await createSignInToken(pools, { ...who, hours: 1 });
		const key = await createApiKey(pools, { ...who, name: "k", scopes: ["requests:read"] });
		expect(await actorOfSession(pools, sessionId)).not.toBeNull();
		expect(await deactivatePerson(ws.ctx("dana"), "ana@test.example")).toMatchObject({ active: false });
		expect(await deactivatePerson(ws.ctx("dana"), "ana@test.example")).toMatchObject({ active: false });
		const { items } = await readAudit(ws.ctx("dana"), { kind: "person_deactivated" });
		expect(items).toHaveLength(1);
		await updatePerson(ws.ctx("dana"), "ana@test.example", { active: true });
		expect(await actorOfSession(pools, sessionId)).toBeNull();
		expect(await actorOfApiKey(pools, key)).toBeNull();
		expect(await redeemSignInToken(pools, token)).toBeNull();
	});

	it("spares the last active administrator, also from losing the role, also from two at once", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await expect(deactivatePerson(dana, "dana@test.example")).rejects.toMatchObject(
			at("active", /last active/),
		);
		await expect(updatePerson(dana, "dana@test.example", { role: "member" })).rejects.toMatchObject(
			at("role", /last active/),
		);
		// A program cannot sign in and put things right.
		await createPerson(dana, { email: "s@test.example", name: "S", kind: "service", role: "administrator" });
		await expect(deactivatePerson(dana, "dana@test.example")).rejects.toMatchObject(at("active"));
		await updatePerson(dana, "lee@test.example", { role: "administrator" });
		const both = await Promise.allSettled([
			deactivatePerson(dana, "dana@test.example"),
			updatePerson(dana, "lee@test.example", { role: "member" }),
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	});
});

describe("reading people", () => {
	it("gives pages by e-mail address, and filters", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const emails: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await listPeople(dana, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
			expect(page.items.length).toBeLessThanOrEqual(3);
			emails.push(...page.items.map(({ email }) => email));
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		expect(emails).toEqual(
			["ana", "bo", "cy", "dana", "lee", "riley", "sam"].map((n) => `${n}@test.example`),
		);
		await deactivatePerson(dana, "cy@test.example");
		await updatePerson(dana, "bo@test.example", { externalId: "b-1", userName: "Bo.L" });
		const names = async (filter: Parameters<typeof listPeople>[1]) =>
			(await listPeople(dana, filter)).items.map(({ name }) => name);
		expect(await names({ q: "A@TEST" })).toEqual(["ana", "dana"]);
		expect(await names({ q: "%" })).toEqual([]);
		expect(await names({ active: false })).toEqual(["cy"]);
		expect(await names({ group: "finance" })).toEqual(["ana", "bo"]);
		expect(await names({ externalId: "b-1" })).toEqual(["bo"]);
		expect(await names({ userName: "bo.l" })).toEqual(["bo"]);
		await expect(listPeople(dana, { cursor: "x" })).rejects.toMatchObject(at("cursor"));
		await expect(listPeople(dana, { limit: 201 })).rejects.toMatchObject(at("limit"));
	});

	it("shows members the name and address of who is active, and all of themselves", async () => {
		const ws = await makeWorkspace(pools);
		await createPerson(ws.ctx("dana"), { email: "shop@test.example", name: "Shop", kind: "service" });
		await deactivatePerson(ws.ctx("dana"), "cy@test.example");
		const ana = ws.ctx("ana");
		await expect(listPeople(ana)).rejects.toMatchObject({ code: "not_eligible" });
		const { items } = await listColleagues(ana);
		expect(items.map(({ name }) => name)).toEqual(["ana", "bo", "dana", "lee", "riley", "sam"]);
		expect(Object.keys(items[0] ?? {}).sort()).toEqual(["active", "email", "id", "name"]);
		expect(await findVisiblePerson(ana, "bo@test.example")).toEqual(items[1]);
		expect(await findVisiblePerson(ana, "ana@test.example")).toMatchObject({
			role: "member",
			groups: ["finance"],
		});
		for (const hidden of ["cy@test.example", "shop@test.example"])
			await expect(findVisiblePerson(ana, hidden)).rejects.toMatchObject({ code: "not_found" });
		await expect(getPerson(ana, "bo@test.example")).rejects.toMatchObject({ code: "not_found" });
		const auditor = { ...ws.ctx("lee"), actor: { ...ws.people.lee, role: "auditor" as const } };
		expect((await listPeople(auditor)).items).toHaveLength(8);
		await expect(putGroup(auditor, { name: "x" })).rejects.toMatchObject({ code: "not_eligible" });
	});
});

it("a member's key keeps people and gives no roles", async () => {
	const ws = await makeWorkspace(pools);
	const ctx = ws.ctx("sam");
	const key = { ...ctx, actor: { ...ctx.actor, scopes: new Set(["directory:write"] as const) } };
	await createPerson(key, { email: "new@test.example", name: "New" });
	const more = { email: "boss@test.example", name: "Boss", role: "administrator" as const };
	await expect(createPerson(key, more)).rejects.toMatchObject({
		code: "not_eligible",
		errors: [{ path: "role" }],
	});
	const change = updatePerson(key, "sam@test.example", { role: "administrator" });
	await expect(change).rejects.toMatchObject({ code: "not_eligible" });
});
