import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createApiKey } from "../../ledger/access/api-keys.ts";
import type { Scope } from "../../ledger/actor.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";
import { type Provider, provider, type ScimAnswer, useStack } from "./provider.ts";

const stack = inject("stack");
useStack(stack);
const pools = openPools(stack);
afterAll(async () => {
	const { web } = await import("../../app/server/context.ts");
	await Promise.all([pools.close(), web().access.db.close(), web().access.system.close()]);
});

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

let ws: TestWorkspace;
let idp: Provider;
beforeAll(async () => {
	ws = await makeWorkspace(pools);
	idp = await providerOf("dana", ["directory:write"]);
});

async function providerOf(who: keyof TestWorkspace["people"], scopes: Scope[], of = ws): Promise<Provider> {
	const { personId } = of.people[who];
	return provider(await createApiKey(pools, { workspaceId: of.id, personId, name: "IdP", scopes }));
}

function okta(userName: string, more: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		schemas: [USER],
		userName,
		name: { givenName: "Test", familyName: "User" },
		emails: [{ primary: true, value: userName, type: "work" }],
		displayName: "Test User",
		locale: "en-US",
		externalId: `okta-${userName}`,
		groups: [],
		password: "1mz050nq",
		active: true,
		...more,
	};
}

const fresh = (name = "user") => `${name}-${randomUUID().slice(0, 8)}@test.example`;
const filtered = (kind: string, filter: string) =>
	idp.send("GET", `/${kind}?filter=${encodeURIComponent(filter)}`);

async function created(body: Record<string, unknown>, kind = "Users"): Promise<ScimAnswer["body"]> {
	const answer = await idp.send("POST", `/${kind}`, body);
	expect(answer.status, JSON.stringify(answer.body)).toBe(201);
	return answer.body;
}

function patch(path: string, ...Operations: Record<string, unknown>[]): Promise<ScimAnswer> {
	return idp.send("PATCH", path, { schemas: [PATCH], Operations });
}

/** Kinds and bodies of the audit entries about a person or group, oldest first. */
async function entriesAbout(id: string): Promise<{ kind: string; actor_id: string; body: string }[]> {
	return pools.owner.sql`
		select kind, actor_id, body from audit_entries
		where workspace_id = ${ws.id} and (body::jsonb->>'person' = ${id} or body::jsonb->>'groupId' = ${id}) order by position`;
}

function expectError(answer: ScimAnswer, status: number, scimType?: string): string {
	expect(answer.body).toMatchObject({
		schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
		status: String(status),
		...(scimType === undefined ? {} : { scimType }),
	});
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toMatch(/^application\/scim\+json/);
	expect(answer.body.detail).toMatch(/\S/);
	return answer.body.detail;
}

describe("Okta's calls", () => {
	it("keep a person", async () => {
		const userName = fresh("okta");
		const none = await filtered("Users", `userName eq "${userName}"`);
		expect(none).toMatchObject({ status: 200, body: { totalResults: 0, startIndex: 1, Resources: [] } });

		const user = await created(okta(userName));
		expect(user).toMatchObject({
			schemas: [USER],
			userName,
			externalId: `okta-${userName}`,
			displayName: "Test User",
			name: { formatted: "Test User", givenName: "Test", familyName: "User" },
			emails: [{ value: userName, type: "work", primary: true }],
			active: true,
			meta: { resourceType: "User", location: `https://approvals.example.com/scim/v2/Users/${user.id}` },
		});
		expect(user.password).toBeUndefined();

		const found = await filtered("Users", `userName eq "${userName.toUpperCase()}"`);
		expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id }] });
		expect((await idp.send("GET", `/Users/${user.id}`)).body).toEqual(user);

		const put = await idp.send("PUT", `/Users/${user.id}`, {
			...okta(userName),
			id: user.id,
			name: { givenName: "Another", familyName: "Name" },
			displayName: undefined,
		});
		expect(put).toMatchObject({ status: 200, body: { displayName: "Another Name", active: true } });

		const off = await patch(`/Users/${user.id}`, { op: "replace", value: { active: false } });
		expect(off).toMatchObject({ status: 200, body: { id: user.id, active: false } });
		const on = await patch(`/Users/${user.id}`, { op: "replace", value: { active: true } });
		expect(on).toMatchObject({ status: 200, body: { id: user.id, active: true } });

		const entries = await entriesAbout(user.id);
		expect(entries.map(({ kind }) => kind)).toEqual([
			"person_added",
			"person_changed",
			"person_deactivated",
			"person_reactivated",
		]);
		expect(entries.every(({ actor_id }) => actor_id === ws.people.dana.personId)).toBe(true);
		// The trail holds no text that a person wrote.
		expect(JSON.stringify(entries)).not.toContain(userName);
	});

	it("push a group", async () => {
		const [one, two] = [await created(okta(fresh())), await created(okta(fresh()))];
		const displayName = `Team ${randomUUID().slice(0, 8)}`;
		expect((await filtered("Groups", `displayName eq "${displayName}"`)).body.totalResults).toBe(0);
		const group = await created({ schemas: [GROUP], displayName, members: [{ value: one.id }] }, "Groups");
		expect(group).toMatchObject({
			displayName,
			members: [{ value: one.id, display: "Test User", type: "User" }],
		});

		const change = await patch(
			`/Groups/${group.id}`,
			{ op: "remove", path: `members[value eq "${one.id}"]` },
			{ op: "add", path: "members", value: [{ value: two.id, display: "x" }] },
		);
		expect(change).toMatchObject({ status: 204, body: {} });
		const rename = await patch(`/Groups/${group.id}`, {
			op: "replace",
			value: { id: group.id, displayName: `${displayName} B` },
		});
		expect(rename.status).toBe(204);
		expect((await idp.send("GET", `/Groups/${group.id}`)).body).toMatchObject({
			displayName: `${displayName} B`,
			members: [{ value: two.id }],
		});
		// What policies write stays, whatever the group is called later.
		const [row] = await pools.owner.sql`select name from groups where id = ${group.id}`;
		expect(row?.name).toBe(displayName.toLowerCase().replace(" ", "-"));

		const put = await idp.send("PUT", `/Groups/${group.id}`, { displayName, members: [] });
		expect(put).toMatchObject({ status: 200, body: { displayName, members: [] } });
		expect((await idp.send("DELETE", `/Groups/${group.id}`)).status).toBe(204);
		expectError(await idp.send("GET", `/Groups/${group.id}`), 404);
		expect((await entriesAbout(group.id)).map(({ kind }) => kind)).toEqual([
			"group_added",
			"group_changed",
			"group_changed",
			"group_changed",
			"group_deleted",
		]);
	});
});

describe("Entra ID's calls", () => {
	it("keep a person", async () => {
		// «Test connection» looks for somebody who is not there.
		const test = await filtered("Users", `userName eq "${randomUUID()}"`);
		expect(test).toMatchObject({ status: 200, body: { totalResults: 0, itemsPerPage: 0 } });

		const boss = await created(okta(fresh("boss")));
		const userName = fresh("entra");
		const user = await created({
			schemas: [USER, ENTERPRISE],
			externalId: randomUUID(),
			userName,
			active: true,
			displayName: "Ana Arnold",
			emails: [{ primary: true, type: "work", value: userName.toUpperCase() }],
			meta: { resourceType: "User" },
			name: { formatted: "Ana Arnold", familyName: "Arnold", givenName: "Ana" },
			addresses: [{ primary: false, type: "work", country: "UK" }],
			roles: [],
			[ENTERPRISE]: { department: "Sales", manager: { value: boss.id } },
		});
		expect(user).toMatchObject({
			emails: [{ value: userName }],
			[ENTERPRISE]: { manager: { value: boss.id, displayName: "Test User" } },
			schemas: [USER, ENTERPRISE],
		});

		const found = await filtered("Users", `externalId eq "${user.externalId}"`);
		expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id }] });
		const other = fresh("entra-new");
		const changed = await patch(
			`/Users/${user.id}`,
			{ op: "Replace", path: "displayName", value: "Ana Berg" },
			{ op: "Replace", path: 'emails[type eq "work"].value', value: other },
			{ op: "Add", path: "title", value: "Clerk" },
			{ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+44" },
			{ op: "Remove", path: `${ENTERPRISE}:manager` },
		);
		expect(changed).toMatchObject({
			status: 200,
			body: { displayName: "Ana Berg", userName, emails: [{ value: other }], schemas: [USER] },
		});
		const off = await patch(`/Users/${user.id}`, { op: "Replace", path: "active", value: "False" });
		expect(off.body.active).toBe(false);
		expect((await filtered("Users", `userName eq "${userName}" and active eq true`)).body.totalResults).toBe(
			0,
		);
		const on = await patch(`/Users/${user.id}`, { op: "Replace", path: "active", value: "True" });
		expect(on.body.active).toBe(true);
		expect((await idp.send("DELETE", `/Users/${user.id}`)).status).toBe(204);
		// Nobody is deleted: who comes back is found and made active again.
		expect((await idp.send("GET", `/Users/${user.id}`)).body).toMatchObject({ active: false });
		expectError(await idp.send("POST", "/Users", okta(userName)), 409, "uniqueness");
		expect((await idp.send("DELETE", `/Users/${user.id}`)).status).toBe(204);
	});

	it("keep a group", async () => {
		const people = await Promise.all([1, 2, 3].map(() => created(okta(fresh()))));
		const [one, two, three] = people.map((person) => ({ $ref: null, value: person.id }));
		const displayName = `Entra ${randomUUID().slice(0, 8)}`;
		const externalId = randomUUID();
		const group = await created(
			{
				schemas: [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
				externalId,
				displayName,
				meta: { resourceType: "Group" },
			},
			"Groups",
		);
		const found = await idp.send(
			"GET",
			`/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${displayName.toUpperCase()}"`)}`,
		);
		expect(found.body.Resources).toEqual([expect.objectContaining({ id: group.id, displayName })]);
		expect(found.body.Resources[0]).not.toHaveProperty("members");
		expect(
			(await patch(`/Groups/${group.id}`, { op: "Add", path: "members", value: [one, two] })).status,
		).toBe(204);
		expect((await patch(`/Groups/${group.id}`, { op: "Add", path: "members", value: [three] })).status).toBe(
			204,
		);
		expect((await patch(`/Groups/${group.id}`, { op: "Remove", path: "members", value: [two] })).status).toBe(
			204,
		);
		expect(
			(await patch(`/Groups/${group.id}`, { op: "Replace", path: "externalId", value: "e2" })).status,
		).toBe(204);
		const without = await idp.send("GET", `/Groups/${group.id}?excludedAttributes=members`);
		expect(without.body).not.toHaveProperty("members");
		const { body } = await idp.send("GET", `/Groups/${group.id}`);
		expect(body.externalId).toBe("e2");
		expect(body.members.map(({ value }) => value).sort()).toEqual([one?.value, three?.value].sort());
		const holding = await filtered("Groups", `id eq "${group.id}" and members eq "${one?.value}"`);
		expect(holding.body.totalResults).toBe(1);
		expect(
			(await filtered("Groups", `id eq "${group.id}" and members[value eq "${two?.value}"]`)).body
				.totalResults,
		).toBe(0);
	});
});

describe("what is refused", () => {
	it("a call without a key, with a wrong one, without the scope, or of another workspace", async () => {
		const unsigned = await provider(null).send("GET", "/Users");
		expectError(unsigned, 401);
		expect(unsigned.headers.get("www-authenticate")).toBe("Bearer");
		expectError(await provider("csk_wrong").send("GET", "/Users"), 401);
		const reader = await providerOf("dana", ["requests:read", "policies:write"]);
		for (const path of [
			"/Users",
			"/Groups",
			`/Users/${ws.people.ana.personId}`,
			"/Schemas",
			"/ServiceProviderConfig",
		])
			expectError(await reader.send("GET", path), 403);
		expectError(await reader.send("POST", "/Users", okta(fresh())), 403);
		expectError(await reader.send("DELETE", `/Users/${ws.people.ana.personId}`), 403);

		const elsewhere = await makeWorkspace(pools);
		const foreign = await providerOf("dana", ["directory:write"], elsewhere);
		for (const method of ["GET", "DELETE"])
			expectError(await foreign.send(method, `/Users/${ws.people.ana.personId}`), 404);
		expect((await idp.send("GET", `/Users/${ws.people.ana.personId}`)).body.active).toBe(true);
	});

	it("a second user of one userName, address or externalId, also in another case", async () => {
		const userName = fresh("twice");
		const first = await created(okta(userName));
		const others = [
			okta(userName.toUpperCase(), { externalId: "x1", emails: [{ value: fresh() }] }),
			okta(fresh(), { externalId: "x2", emails: [{ value: userName }] }),
			okta(fresh(), { externalId: `okta-${userName}` }),
		];
		for (const body of others) expectError(await idp.send("POST", "/Users", body), 409, "uniqueness");
		const other = await created(okta(fresh()));
		for (const value of [{ userName }, { emails: [{ value: userName }] }, { externalId: `okta-${userName}` }])
			expectError(await patch(`/Users/${other.id}`, { op: "replace", value }), 409, "uniqueness");
		// Who has no userName goes by the address.
		expectError(
			await idp.send("POST", "/Users", okta(ws.people.ana.email, { emails: [{ value: fresh() }] })),
			409,
			"uniqueness",
		);
		expect((await idp.send("GET", `/Users/${first.id}`)).body).toEqual(first);
	});

	it("twenty at once: one stands", async () => {
		const userName = fresh("race");
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => idp.send("POST", "/Users", okta(userName))),
		);
		expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
		expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
		const displayName = `Race ${randomUUID().slice(0, 8)}`;
		const groups = await Promise.all(
			Array.from({ length: 10 }, () => idp.send("POST", "/Groups", { displayName })),
		);
		expect(groups.filter(({ status }) => status === 201)).toHaveLength(1);
	});

	it("two groups that would become one", async () => {
		const word = randomUUID().slice(0, 8);
		const group = await created({ displayName: `Legal ${word}` }, "Groups");
		for (const displayName of [`Legal ${word}`, `LEGAL ${word}`, `legal-${word}`, `Legal & ${word}`])
			expect(expectError(await idp.send("POST", "/Groups", { displayName }), 409, "uniqueness")).toContain(
				`legal-${word}`,
			);
		const other = await created({ displayName: `Law ${word}` }, "Groups");
		expectError(
			await patch(`/Groups/${other.id}`, { op: "replace", path: "displayName", value: `legal ${word}` }),
			409,
			"uniqueness",
		);
		expectError(await idp.send("POST", "/Groups", { displayName: "経理" }), 400, "invalidValue");
		expect((await idp.send("GET", `/Groups/${group.id}`)).body.displayName).toBe(`Legal ${word}`);
	});

	it("a group that a policy names", async () => {
		const displayName = `Named ${randomUUID().slice(0, 8)}`;
		const group = await created({ displayName }, "Groups");
		const name = displayName.toLowerCase().replace(" ", "-");
		await ws.push(policy({ approvers: [{ group: name }] }, { name: `p-${name}` }));
		const answer = await idp.send("DELETE", `/Groups/${group.id}`);
		expectError(answer, 409);
		expect(answer.body.scimType).toBeUndefined();
		expect((await idp.send("GET", `/Groups/${group.id}`)).status).toBe(200);
	});

	it("what is not as it should be, naming it", async () => {
		const cases: [Promise<ScimAnswer>, number, string | undefined, RegExp][] = [
			[idp.send("POST", "/Users", "{"), 400, "invalidSyntax", /JSON/],
			[idp.send("POST", "/Users", [1]), 400, "invalidSyntax", /object/],
			[idp.send("POST", "/Users", {}), 400, "invalidValue", /userName/],
			[idp.send("POST", "/Users", { userName: "ana" }), 400, "invalidValue", /emails/],
			[
				idp.send("POST", "/Users", okta("a@b", { emails: [{ value: "not an address" }] })),
				400,
				"invalidValue",
				/email/,
			],
			[
				idp.send("POST", "/Users", okta(fresh(), { timezone: "Mars/Base" })),
				400,
				"invalidValue",
				/time ?zone/i,
			],
			[idp.send("POST", "/Users", okta(fresh(), { active: "perhaps" })), 400, "invalidValue", /active/],
			[idp.send("POST", "/Users", okta(fresh(), { displayName: "a\nb" })), 400, "invalidValue", /name/],
			[idp.send("POST", "/Users", okta(fresh(), { displayName: "a\u0000b" })), 400, "invalidValue", /name/],
			[
				idp.send("POST", "/Users", okta(fresh(), { [ENTERPRISE]: { manager: { value: randomUUID() } } })),
				400,
				"invalidValue",
				/manager/,
			],
			[idp.send("POST", "/Groups", {}), 400, "invalidValue", /displayName/],
			[
				idp.send("POST", "/Groups", { displayName: "x", members: [{ value: "nobody" }] }),
				400,
				"invalidValue",
				/nobody/,
			],
			[idp.send("GET", "/Users?filter=userName"), 400, "invalidFilter", /operator/],
			[idp.send("GET", "/Users?filter=nickName%20eq%20%22x%22"), 400, "invalidFilter", /nickname/],
			[idp.send("GET", "/Users?filter=active%20gt%20true"), 400, "invalidFilter", /active/],
			[idp.send("GET", "/Users?count=many"), 400, "invalidValue", /count/],
			[idp.send("GET", `/Users/${randomUUID()}`), 404, undefined, /user/],
			[idp.send("GET", "/Users/ana"), 404, undefined, /user/],
			[idp.send("GET", "/Groups/%00"), 404, undefined, /group/],
			[
				patch(`/Users/${randomUUID()}`, { op: "replace", path: "active", value: false }),
				404,
				undefined,
				/user/,
			],
			[
				patch(`/Users/${ws.people.ana.personId}`, { op: "replace", path: "actve", value: false }),
				400,
				"invalidPath",
				/actve/,
			],
			[patch(`/Users/${ws.people.ana.personId}`), 400, "invalidSyntax", /Operations/],
			[
				patch(`/Users/${ws.people.dana.personId}`, { op: "replace", path: "active", value: false }),
				400,
				"invalidValue",
				/last active administrator/,
			],
			[idp.send("POST", "/Bulk", {}), 501, undefined, /supported/],
			[idp.send("GET", "/Me"), 501, undefined, /supported/],
			[idp.send("GET", "/Things"), 404, undefined, /Things/],
			[idp.send("POST", "/Users", okta(fresh(), { title: "x".repeat(1_100_000) })), 413, undefined, /larger/],
			[
				idp.send("POST", "/Groups", {
					displayName: "x",
					members: Array.from({ length: 1001 }, () => ({ value: randomUUID() })),
				}),
				413,
				undefined,
				/1000/,
			],
		];
		for (const [sent, status, scimType, words] of cases) {
			expect(expectError(await sent, status, scimType)).toMatch(words);
		}
	});

	it("a whole PATCH, when one of its operations is wrong", async () => {
		const user = await created(okta(fresh()));
		const answer = await patch(
			`/Users/${user.id}`,
			{ op: "replace", path: "displayName", value: "Changed" },
			{ op: "replace", path: "timezone", value: "Nowhere" },
		);
		expectError(answer, 400, "invalidValue");
		expect((await idp.send("GET", `/Users/${user.id}`)).body).toEqual(user);
		const group = await created(
			{ displayName: `Whole ${randomUUID().slice(0, 8)}`, members: [{ value: user.id }] },
			"Groups",
		);
		const mixed = await patch(
			`/Groups/${group.id}`,
			{ op: "remove", path: "members" },
			{ op: "add", path: "members", value: [{ value: randomUUID() }] },
		);
		expectError(mixed, 400, "invalidValue");
		expect((await idp.send("GET", `/Groups/${group.id}`)).body).toEqual(group);
	});
});

describe("a list", () => {
	it("is paged from 1, in one order, and says how many there are", async () => {
		const own = await makeWorkspace(pools);
		const peer = await providerOf("dana", ["directory:write"], own);
		const all = await peer.send("GET", "/Users");
		expect(all.body).toMatchObject({ totalResults: 7, itemsPerPage: 7, startIndex: 1 });
		const ids = all.body.Resources.map(({ id }) => id);
		const paged: string[] = [];
		for (let start = 1; start <= 7; start += 3) {
			const page = await peer.send("GET", `/Users?startIndex=${start}&count=3`);
			expect(page.body).toMatchObject({ totalResults: 7, startIndex: start });
			paged.push(...page.body.Resources.map(({ id }) => id));
		}
		expect(paged).toEqual(ids);
		expect((await peer.send("GET", "/Users?count=0")).body).toMatchObject({ totalResults: 7, Resources: [] });
		expect((await peer.send("GET", "/Users?startIndex=-5&count=-1")).body).toMatchObject({
			startIndex: 1,
			Resources: [],
		});
		expect((await peer.send("GET", "/Users?startIndex=99")).body).toMatchObject({
			totalResults: 7,
			Resources: [],
		});
		expect((await peer.send("GET", "/Groups?count=5000")).body.Resources).toHaveLength(2);
	});

	it.each<[string, string[]]>([
		['userName eq "ANA@test.example"', ["ana"]],
		['emails eq "ana@test.example"', ["ana"]],
		['emails.value eq "Bo@test.example"', ["bo"]],
		['emails[type eq "work" and value eq "bo@test.example"]', ["bo"]],
		['emails[type eq "home" and value eq "bo@test.example"]', []],
		['displayName sw "an" or displayName eq "cy"', ["ana", "cy"]],
		['displayName co "A" and not (displayName eq "dana")', ["ana", "sam"]],
		['userName ew "o@TEST.example"', ["bo"]],
		["externalId pr", ["lee"]],
		['not (externalId eq "Lee-1")', ["riley", "ana", "bo", "cy", "dana", "sam"]],
		['externalId ne "Lee-1" and userName sw "l"', []],
		['externalId eq "lee-1"', []],
		['externalId eq null and userName sw "l"', []],
		["active eq false", ["sam"]],
		['active eq "True" and displayName sw "s"', []],
		[`${ENTERPRISE}:manager pr`, ["cy"]],
		['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "cy@test.example"', ["cy"]],
		['userName eq "a\\" or 1=1 --"', []],
		['userName eq "100%" or userName co "_"', []],
		['userName eq "\\u0000"', []],
		['id eq "no id"', []],
	])("finds by %s", async (filter, names) => {
		listed ??= makeListed();
		const { peer, own } = await listed;
		const { body } = await peer.send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
		expect(body.Resources?.map(({ id }) => id).sort(), JSON.stringify(body)).toEqual(
			names.map((name) => own.people[name as keyof TestWorkspace["people"]].personId).sort(),
		);
		expect(body.totalResults).toBe(names.length);
	});

	it("answers what is asked for", async () => {
		const user = await created(okta(fresh(), { [ENTERPRISE]: { manager: { value: ws.people.bo.email } } }));
		const read = async (query: string) => (await idp.send("GET", `/Users/${user.id}?${query}`)).body;
		const always = { schemas: user.schemas, id: user.id };
		expect(await read("attributes=userName,emails.value")).toEqual({
			...always,
			userName: user.userName,
			emails: [{ value: user.userName }],
		});
		expect(await read(`attributes=${ENTERPRISE}:manager.value`)).toEqual({
			...always,
			[ENTERPRISE]: { manager: { value: ws.people.bo.personId } },
		});
		expect(await read(`excludedAttributes=${ENTERPRISE},name,meta,id`)).toEqual({
			...always,
			userName: user.userName,
			externalId: user.externalId,
			displayName: user.displayName,
			emails: user.emails,
			active: true,
			timezone: "UTC",
		});
	});
});

let listed: Promise<{ peer: Provider; own: TestWorkspace }> | undefined;
async function makeListed() {
	const own = await makeWorkspace(pools);
	const peer = await providerOf("dana", ["directory:write"], own);
	const change = async (who: keyof TestWorkspace["people"], value: Record<string, unknown>) => {
		const body = { Operations: [{ op: "add", value }] };
		expect((await peer.send("PATCH", `/Users/${own.people[who].personId}`, body)).status).toBe(200);
	};
	await change("lee", { externalId: "Lee-1" });
	await change("sam", { active: false });
	await change("cy", { [ENTERPRISE]: { manager: { value: own.people.bo.personId } } });
	return { peer, own };
}

describe("descriptions", () => {
	it("say what is supported", async () => {
		const config = await idp.send("GET", "/ServiceProviderConfig");
		expect(config.body).toMatchObject({
			patch: { supported: true },
			bulk: { supported: false },
			filter: { maxResults: 200 },
		});
		const types = await idp.send("GET", "/ResourceTypes");
		expect(types.body.Resources.map(({ endpoint }) => endpoint)).toEqual(["/Users", "/Groups"]);
		expect((await idp.send("GET", "/ResourceTypes/User")).body.schema).toBe(USER);
		const schemas = await idp.send("GET", "/Schemas");
		expect(schemas.body.Resources.map(({ id }) => id)).toEqual([USER, GROUP, ENTERPRISE]);
		expect((await idp.send("GET", `/Schemas/${ENTERPRISE}`)).body.id).toBe(ENTERPRISE);
		expectError(await idp.send("GET", "/Schemas/urn:x"), 404);
		expectError(await idp.send("GET", "/Schemas?filter=id%20pr"), 403);
	});

	it("describe every attribute that a user has", async () => {
		const user = await created(
			okta(fresh(), { [ENTERPRISE]: { manager: { value: ws.people.bo.personId } } }),
		);
		const { body } = await idp.send("GET", "/Schemas");
		const [core, , enterprise] = body.Resources;
		const described = core?.attributes.map(({ name }) => name);
		for (const name of Object.keys(user)) {
			if (!["schemas", "id", "meta", ENTERPRISE].includes(name)) expect(described).toContain(name);
		}
		expect(enterprise?.attributes.map(({ name }) => name)).toEqual(Object.keys(user[ENTERPRISE] as object));
	});
});
