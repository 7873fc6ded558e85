import { afterAll, describe, expect, inject, it } from "vitest";
import { createApiKey } from "../../../ledger/access/api-keys.ts";
import { type ImportOptions, importPeople } from "../../../ledger/directory/import-csv.ts";
import { getPerson, updatePerson } from "../../../ledger/directory/people.ts";
import { readPeopleCsv } from "../../../ledger/directory/people-csv.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const csv = (...lines: string[]) => lines.join("\r\n");

function load(ws: TestWorkspace, text: string, options: ImportOptions = {}) {
	return importPeople(ws.ctx("dana"), text, options);
}

async function errorsOf(ws: TestWorkspace, text: string, options: ImportOptions = {}): Promise<string[]> {
	const before = await snapshot(ws);
	const error = await load(ws, text, options).then(
		() => Promise.reject(new Error("it was taken")),
		(refusal) => refusal,
	);
	expect(error).toMatchObject({ code: "invalid" });
	expect(await snapshot(ws)).toEqual(before);
	return error.errors.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`);
}

/** All that an import may change. */
async function snapshot(ws: TestWorkspace): Promise<unknown> {
	const of = (table: string) =>
		pools.owner.sql`select * from ${pools.owner.sql(table)} where workspace_id = ${ws.id} order by 1, 2, 3`;
	const tables = ["people", "groups", "group_members", "audit_entries", "api_keys", "directory_moves"];
	return Promise.all(tables.map(of));
}

const entriesOf = (ws: TestWorkspace, kind: string) =>
	pools.owner.sql<{ body: string; actor_id: string }[]>`
		select body, actor_id from audit_entries where workspace_id = ${ws.id} and kind = ${kind} order by position`;

describe("a file", () => {
	it("is read with quotes, CRLF, a byte order mark, columns in any order and case, and empty lines", () => {
		const text =
			'\uFEFFName, EMAIL ,Groups\r\n"Arnold, ""Ana""",ana@x.org,"a;b"\r\n\r\n"Two\nlines",bo@x.org,\r\n';
		expect(readPeopleCsv(text)).toEqual({
			errors: [],
			lines: [
				{ line: 2, cells: { name: 'Arnold, "Ana"', email: "ana@x.org", groups: "a;b" } },
				{ line: 5, cells: { name: "Two\nlines", email: "bo@x.org", groups: "" } },
			],
		});
		expect(readPeopleCsv("email\nana@x.org")).toEqual({
			errors: [],
			lines: [{ line: 2, cells: { email: "ana@x.org" } }],
		});
	});

	it.each([
		["", "line 1: is missing"],
		["name\nAna", "line 1, email: is missing"],
		["email,nmae\n", "line 1, nmae: is not a column: did you mean name?"],
		["email;name\n", "line 1, email;name: columns are separated by commas"],
		["email,name,Email\n", "line 1, Email: stands twice"],
		['email\nana@x.org\n"bo@x.org', "line 3: a quote that is opened"],
		['email,name\nana@x.org,"A"na\n', "line 2: a quoted cell goes on"],
		['email,name\nana@x.org,A"na"\n', "line 2: a quote stands inside"],
	])("that cannot be read is refused: %j", (text, message) => {
		const [path, ...rest] = message.split(": ");
		expect(() => readPeopleCsv(text)).toThrow(
			expect.objectContaining({
				code: "invalid",
				errors: [{ path, message: expect.stringContaining(rest.join(": ")) }],
			}),
		);
	});

	it("of too many lines is too large", () => {
		expect(() => readPeopleCsv(`email\n${"a@x.org\n".repeat(50_001)}`)).toThrow(
			expect.objectContaining({ code: "too_large" }),
		);
	});
});

describe("an import", () => {
	it("adds, changes and leaves people, in one transaction with an entry for each who changes", async () => {
		const ws = await makeWorkspace(pools);
		const text = csv(
			"email,name,role,manager,groups,timeZone,active,externalId",
			"new@test.example,Nia New,auditor,later@test.example,legal;finance,Europe/London,,hr-1",
			"later@test.example,Lea Later,,,,,false,",
			"ANA@test.example,Ana Arnold,,lee@test.example,finance,Asia/Tokyo,true,hr-2",
			"bo@test.example,,,,finance,,,",
			"sam@test.example,sam,,,,,no,",
		);
		// Somebody deactivated is nobody's manager.
		expect(await errorsOf(ws, text)).toEqual([
			"line 2, manager: later@test.example is deactivated: write somebody active",
		]);
		const good = text.replace(",,false,", ",,,");
		const dry = await load(ws, good, { dryRun: true });
		const before = await snapshot(ws);
		expect(dry).toEqual({
			dryRun: true,
			created: 2,
			updated: 1,
			unchanged: 1,
			deactivated: 1,
			groupsCreated: ["legal"],
		});
		expect(await snapshot(ws)).toEqual(before);

		expect(await load(ws, good)).toEqual({ ...dry, dryRun: false });
		const ctx = ws.ctx("dana");
		const [nia, lea, ana, bo, sam] = await Promise.all(
			["new", "later", "ana", "bo", "sam"].map((name) => getPerson(ctx, `${name}@test.example`)),
		);
		expect(nia).toMatchObject({
			name: "Nia New",
			kind: "person",
			role: "auditor",
			manager: lea?.id,
			groups: ["finance", "legal"],
			timeZone: "Europe/London",
			active: true,
			externalId: "hr-1",
		});
		expect(lea).toMatchObject({
			role: "member",
			timeZone: "UTC",
			active: true,
			externalId: null,
			manager: null,
		});
		expect(ana).toMatchObject({
			name: "Ana Arnold",
			manager: ws.people.lee.personId,
			timeZone: "Asia/Tokyo",
		});
		expect(bo).toMatchObject({ name: "bo", groups: ["finance"] });
		expect(sam).toMatchObject({ active: false });

		const added = await entriesOf(ws, "person_added");
		expect(added.map(({ body }) => JSON.parse(body).person).sort()).toEqual([nia?.id, lea?.id].sort());
		const [changed, ...others] = (await entriesOf(ws, "person_changed")).map(({ body }) => JSON.parse(body));
		expect(others).toEqual([]);
		expect(changed).toMatchObject({
			person: ana?.id,
			changed: ["name", "manager", "timeZone", "externalId"],
			manager: { from: null, to: ws.people.lee.personId },
			timeZone: { from: "UTC", to: "Asia/Tokyo" },
		});
		expect((await entriesOf(ws, "person_deactivated")).map(({ body }) => JSON.parse(body).person)).toEqual([
			sam?.id,
		]);
		const [whole] = (await entriesOf(ws, "people_imported")).map(({ body }) => JSON.parse(body));
		expect(whole).toMatchObject({
			created: 2,
			updated: 1,
			unchanged: 1,
			deactivated: 1,
			import: changed.import,
		});
		const all = await pools.owner.sql<
			{ body: string }[]
		>`select body from audit_entries where workspace_id = ${ws.id}`;
		for (const text of ["Arnold", "hr-2", "@test.example"]) expect(JSON.stringify(all)).not.toContain(text);
		// Once more: nothing changes, and nothing but the import itself is recorded.
		const count = all.length;
		expect(await load(ws, good)).toEqual({
			dryRun: false,
			created: 0,
			updated: 0,
			unchanged: 5,
			deactivated: 0,
			groupsCreated: [],
		});
		const again = await pools.owner.sql`select 1 from audit_entries where workspace_id = ${ws.id}`;
		expect(again).toHaveLength(count + 1);
		// What open requests have to follow is written down.
		const moves = await pools.owner.sql<
			{ people: string[] }[]
		>`select people from directory_moves where workspace_id = ${ws.id}`;
		expect(moves.flatMap(({ people }) => people)).toEqual(
			expect.arrayContaining([ana?.id, sam?.id, nia?.id]),
		);
	});

	it("sets exactly the groups of a line, and none where the cell is empty; a column that is not there leaves them", async () => {
		const ws = await makeWorkspace(pools);
		await load(
			ws,
			csv(
				"email,groups",
				"ana@test.example,leads;new-group",
				"bo@test.example,",
				"cy@test.example, finance ;; finance",
			),
		);
		const groups = async (who: "ana" | "bo" | "cy" | "lee") =>
			(await getPerson(ws.ctx("dana"), ws.people[who].email)).groups;
		expect([await groups("ana"), await groups("bo"), await groups("cy"), await groups("lee")]).toEqual([
			["leads", "new-group"],
			[],
			["finance"],
			["leads"],
		]);
		await load(ws, csv("email,name", "ana@test.example,Ana"));
		expect(await groups("ana")).toEqual(["leads", "new-group"]);
		const [entry] = (await entriesOf(ws, "person_changed")).map(({ body }) => JSON.parse(body));
		expect(entry).toMatchObject({
			changed: ["groups"],
			groups: { joined: ["leads", "new-group"], left: ["finance"] },
		});
	});

	it("takes manager and externalId away where the cell is empty, and two may change ids for each other's", async () => {
		const ws = await makeWorkspace(pools);
		await load(
			ws,
			csv("email,manager,externalId", "ana@test.example,lee@test.example,x1", "bo@test.example,,x2"),
		);
		await load(
			ws,
			csv(
				"email,name,externalId,manager",
				"ana@test.example,,x2,",
				"bo@test.example,,,",
				"new@test.example,New,x1,",
			),
		);
		const [ana, bo, fresh] = await Promise.all(
			["ana", "bo", "new"].map((name) => getPerson(ws.ctx("dana"), `${name}@test.example`)),
		);
		expect([ana?.externalId, ana?.manager, bo?.externalId, fresh?.externalId]).toEqual([
			"x2",
			null,
			null,
			"x1",
		]);
	});

	it("tells every wrong line, with column and what to write, and changes nothing", async () => {
		const ws = await makeWorkspace(pools);
		await updatePerson(ws.ctx("dana"), ws.people.sam.email, { externalId: "taken" });
		const text = csv(
			"email,name,role,manager,groups,timeZone,active,externalId",
			"good@test.example,Good,,,,,,g1",
			"not an address,X,,,,,,",
			",X,,,,,,",
			"good@test.example,Twice,,,,,,",
			"b@test.example,,,,,,,",
			"c@test.example,C,boss,nobody@test.example,Finance Leads,Mars/Base,perhaps,g1",
			"d@test.example,D,,d@test.example,,,,taken",
			"e@test.example,E",
			'f@test.example,"F\nF",,,,,,',
		);
		expect(await errorsOf(ws, text)).toEqual([
			"line 3, email: is no e-mail address: write one such as ana@example.com",
			"line 4, email: is empty: write one such as ana@example.com",
			"line 5, email: good@test.example stands in line 2 already: write each person once",
			"line 6, name: is needed for somebody new: write the name, such as Ana Arnold",
			"line 7, role: write member, auditor or administrator",
			"line 7, active: write true or false",
			"line 7, timeZone: write a time zone of the IANA database such as Europe/London",
			"line 7, groups: Finance Leads is no name of a group: write small letters, digits and dashes, such as finance-leads",
			"line 7, manager: nobody@test.example is nobody: write the e-mail address of somebody in this file or here already",
			"line 7, externalId: g1 stands for good@test.example already: write each once",
			"line 8, manager: nobody is their own manager: write somebody else, or nothing",
			"line 8, externalId: taken stands for sam@test.example already: write each once",
			"line 9: has 2 cells where the header has 8: write one for each column, and put cells with commas in quotes",
			"line 11, name: has line breaks or control characters: write one plain line",
		]);
	});

	it("refuses characters that are not UTF-8", async () => {
		const ws = await makeWorkspace(pools);
		const text = Buffer.from("email,name\nx@test.example,Ren\xe9", "latin1").toString("utf8");
		expect(await errorsOf(ws, text)).toEqual([
			"line 2, name: has characters that cannot be read: save the file as UTF-8",
		]);
	});

	it("refuses a circle of managers, also through people whom the file does not name", async () => {
		const ws = await makeWorkspace(pools);
		await updatePerson(ws.ctx("dana"), ws.people.bo.email, { manager: ws.people.cy.email });
		const text = csv("email,manager", "ana@test.example,bo@test.example", "cy@test.example,ana@test.example");
		expect(await errorsOf(ws, text)).toEqual([
			"line 2, manager: makes a circle of managers: ana@test.example → bo@test.example → cy@test.example → ana@test.example. Write somebody who is not below",
		]);
		// A chain is none.
		await load(ws, csv("email,manager", "ana@test.example,bo@test.example"));
	});

	it("deactivates who is missing only when asked, and never the caller or the last administrator", async () => {
		const ws = await makeWorkspace(pools);
		const keep = (...names: string[]) => csv("email", ...names.map((name) => `${name}@test.example`));
		const key = await createApiKey(pools, {
			workspaceId: ws.id,
			personId: ws.people.sam.personId,
			name: "k",
			scopes: [],
		});
		expect(key).toMatch(/^csk_/);
		expect(await load(ws, keep("dana", "ana"))).toMatchObject({ deactivated: 0, unchanged: 2 });
		expect(await errorsOf(ws, keep("ana"), { deactivateMissing: true })).toEqual([
			"deactivateMissing: would deactivate you: add a line with dana@test.example",
			"deactivateMissing: no active administrator would be left: keep one",
		]);
		expect(await load(ws, keep("dana", "ana"), { deactivateMissing: true })).toMatchObject({
			deactivated: 5,
			unchanged: 2,
		});
		const active = await pools.owner.sql<{ email: string }[]>`
			select email from people where workspace_id = ${ws.id} and active order by email`;
		expect(active.map(({ email }) => email)).toEqual(["ana@test.example", "dana@test.example"]);
		// Their keys end with them.
		const keys = await pools.owner
			.sql`select 1 from api_keys where workspace_id = ${ws.id} and revoked_at is null`;
		expect(keys).toHaveLength(0);
		expect(await errorsOf(ws, csv("email,role", "dana@test.example,member"))).toEqual([
			"line 2, role: no active administrator would be left: keep one",
		]);
	});

	it("leaves service accounts alone", async () => {
		const ws = await makeWorkspace(pools);
		await pools.owner.sql`update people set kind = 'service' where id = ${ws.people.sam.personId}`;
		expect(await errorsOf(ws, csv("email", "sam@test.example"))).toEqual([
			"line 2, email: sam@test.example is a service account: leave the line out",
		]);
		await load(ws, csv("email", "dana@test.example"), { deactivateMissing: true });
		const [sam] = await pools.owner.sql`select active from people where id = ${ws.people.sam.personId}`;
		expect(sam).toEqual({ active: true });
	});

	it("is for administrators and keys with the scope", async () => {
		const ws = await makeWorkspace(pools);
		const text = csv("email,name", "x@test.example,X");
		await expect(importPeople(ws.ctx("ana"), text)).rejects.toMatchObject({ code: "not_eligible" });
		const limited = (scopes: string[]) => {
			const ctx = ws.ctx("ana");
			return { ...ctx, actor: { ...ctx.actor, scopes: new Set(scopes) as typeof ctx.actor.scopes } };
		};
		await expect(importPeople(limited(["policies:write"]), text)).rejects.toMatchObject({
			code: "not_eligible",
		});
		expect(await importPeople(limited(["directory:write"]), text)).toMatchObject({ created: 1 });
	});

	it("of ten thousand lines goes by, with managers, groups and entries", async () => {
		const ws = await makeWorkspace(pools);
		const lines = Array.from({ length: 10_000 }, (_, i) => {
			const manager = i === 0 ? "" : `p${Math.floor((i - 1) / 8)}@test.example`;
			return `p${i}@test.example,Person ${i},${manager},everybody;team-${i % 100},id-${i}`;
		});
		const text = csv("email,name,manager,groups,externalId", ...lines);
		expect(await load(ws, text)).toMatchObject({ created: 10_000 });
		const [row] = await pools.owner.sql`
			select (select count(*)::int from people where workspace_id = ${ws.id} and manager_id is not null) as managed,
				(select count(*)::int from group_members where workspace_id = ${ws.id}) as members,
				(select count(*)::int from audit_entries where workspace_id = ${ws.id} and kind = 'person_added') as entries`;
		expect(row).toEqual({ managed: 9_999, members: 20_003, entries: 10_000 });
		const moved = text.replaceAll("everybody;", "").replaceAll("Person", "Human").replaceAll("id-", "no-");
		expect(await load(ws, moved)).toMatchObject({ created: 0, updated: 10_000 });
	});

	it("two at once take turns", async () => {
		const ws = await makeWorkspace(pools);
		const text = csv("email,name,groups", "x@test.example,X,fresh", "y@test.example,Y,fresh");
		const answers = await Promise.all([1, 2, 3, 4].map(() => load(ws, text)));
		expect(answers.map(({ created }) => created).sort()).toEqual([0, 0, 0, 2]);
	});
});
