import { expect, test } from "vitest";
import type {
	ApiKey,
	ApprovalRequest,
	Calendar,
	Delegation,
	Group,
	Page,
	Person,
	Rota,
} from "../../sdk/index.ts";
import { expectProblem, INSTANT, outside, policyDocument, unique } from "./support/outside.ts";

const o = outside();
const dana = { as: "dana" };
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
/** A name or address of this test's own. */
const own = (what: string) =>
	unique(what)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-");
const address = (what: string) => `${own(what)}@demo.example`;
const paths = (body: { errors?: { path: string }[] }) => body.errors?.map(({ path }) => path);

async function added(more: Record<string, unknown> = {}): Promise<Person> {
	const body = { email: address("new"), name: "New One", ...more };
	const { status, body: person } = await o.call<Person>("POST", "/users", { ...dana, body });
	expect(status).toBe(201);
	return person;
}

test("a person is added, found by id and address, changed, and deactivated with every key", async () => {
	const email = address("Ada");
	const made = await o.call<Person>("POST", "/users", {
		...dana,
		body: {
			email: email.toUpperCase(),
			name: "Ada Byron",
			manager: "lee@demo.example",
			timeZone: "Europe/London",
		},
	});
	expect(made.status).toBe(201);
	expect(made.body).toMatchObject({
		email,
		name: "Ada Byron",
		kind: "person",
		role: "member",
		active: true,
		manager: o.id("lee"),
		groups: [],
		createdAt: expect.stringMatching(INSTANT),
	});
	const { id } = made.body;
	for (const reference of [id, email, encodeURIComponent(email), email.toUpperCase()]) {
		const found = await o.call<Person>("GET", `/users/${reference}`, dana);
		expect([found.status, found.body.id], reference).toEqual([200, id]);
	}
	const changed = await o.call<Person>("PATCH", `/users/${email}`, { ...dana, body: { manager: null } });
	expect([changed.status, changed.body.manager]).toEqual([200, null]);

	const key = await o.call<ApiKey & { key: string }>("POST", "/api-keys", {
		...dana,
		body: { name: "Ada's", scopes: ["requests:read"], person: email },
	});
	expect(key.status).toBe(201);
	const headers = { authorization: `Bearer ${key.body.key}` };
	expect((await o.call("GET", "/requests", { headers })).status).toBe(200);
	const gone = await o.call<Person>("DELETE", `/users/${id}`, dana);
	expect([gone.status, gone.body.active]).toEqual([200, false]);
	expectProblem(await o.call("GET", "/requests", { headers }), 401, "not_signed_in");
	expect((await o.call("DELETE", `/users/${id}`, dana)).status).toBe(200);
	expectProblem(await o.call("GET", `/users/${email}`), 404, "not_found");
});

test("wrong people are refused with the field at fault", async () => {
	const { id, email } = await added();
	const post = (body: unknown) => o.call("POST", "/users", { ...dana, body });
	expect(paths(expectProblem(await post({}), 422, "invalid"))).toEqual(["email", "name"]);
	expect(paths(expectProblem(await post({ email, name: "X" }), 409, "in_use"))).toEqual(["email"]);
	expect(paths(expectProblem(await post({ email: "x", name: "X" }), 422, "invalid"))).toEqual(["email"]);
	const patch = (who: string, body: unknown) => o.call("PATCH", `/users/${who}`, { ...dana, body });
	expect(paths(expectProblem(await patch(id, { manager: email }), 422, "invalid"))).toEqual(["manager"]);
	await patch(id, { manager: "lee@demo.example" });
	const circle = expectProblem(await patch("dana@demo.example", { manager: email }), 422, "invalid");
	expect(circle.detail).toContain(`${email} → lee@demo.example → dana@demo.example`);
	const last = expectProblem(await o.call("DELETE", "/users/dana@demo.example", dana), 422, "invalid");
	expect(paths(last)).toEqual(["active"]);
	expectProblem(await patch("nobody@demo.example", { name: "X" }), 404, "not_found");
	expectProblem(
		await o.call("POST", "/users", { as: "ana", body: { email: address("x"), name: "X" } }),
		403,
		"not_eligible",
	);
	expectProblem(await o.call("DELETE", `/users/${id}`, { as: "ines" }), 403, "not_eligible");
});

test("members see names and addresses, auditors everything", async () => {
	const seen = await o.call<Page<Person>>("GET", "/users?q=lee@demo", { as: "ana" });
	expect(seen.body.items).toEqual([
		{ id: o.id("lee"), email: "lee@demo.example", name: "Lee Tanaka", active: true },
	]);
	const all = await o.call<Page<Person>>("GET", "/users?q=lee@demo", { as: "ines" });
	expect(all.body.items).toMatchObject([
		{ role: "member", groups: ["finance-leads"], manager: o.id("dana") },
	]);
	const first = await o.call<Page<Person>>("GET", "/users?limit=1&group=finance", dana);
	const next = await o.call<Page<Person>>(
		"GET",
		`/users?limit=1&group=finance&cursor=${first.body.nextCursor}`,
		dana,
	);
	expect([...first.body.items, ...next.body.items].map(({ name }) => name)).toEqual([
		"Ana Ruiz",
		"Bo Lindqvist",
	]);
	expect(paths(expectProblem(await o.call("GET", "/users?page=2", dana), 422, "invalid"))).toEqual(["page"]);
	expectProblem(
		await o.call("GET", "/users", { headers: { authorization: "Bearer csk_x" } }),
		401,
		"not_signed_in",
	);
});

test("a service account is a person of its own kind, with a key of its own", async () => {
	const shop = await added({ kind: "service" });
	const { body } = await o.call<ApiKey & { key: string }>("POST", "/api-keys", {
		...dana,
		body: { name: "Till", scopes: ["requests:read"], person: shop.id },
	});
	expect(body).toMatchObject({ prefix: body.key.slice(0, 10), person: { id: shop.id }, revokedAt: null });
	const listed = await o.call<Page<ApiKey>>("GET", `/api-keys?person=${shop.email}`, dana);
	expect(listed.body.items.map(({ id }) => id)).toEqual([body.id]);
	expect(JSON.stringify(listed.body)).not.toContain(body.key);
	expect((await o.call("DELETE", `/api-keys/${body.id}`, dana)).status).toBe(200);
	expectProblem(
		await o.call("GET", "/requests", { headers: { authorization: `Bearer ${body.key}` } }),
		401,
		"not_signed_in",
	);
	expectProblem(await o.call("GET", "/api-keys", { as: "ines" }), 403, "not_eligible");
	expectProblem(
		await o.call("POST", "/api-keys", { ...dana, body: { name: "x", scopes: ["all"] } }),
		422,
		"invalid",
	);
});

test("groups are made, put, changed and deleted", async () => {
	const name = own("board");
	const made = await o.call<Group>("POST", "/groups", {
		...dana,
		body: { name, members: ["ana@demo.example"] },
	});
	expect([made.status, made.body.members, made.body.title]).toEqual([201, [o.id("ana")], name]);
	expectProblem(await o.call("POST", "/groups", { ...dana, body: { name } }), 409, "in_use");
	const put = await o.call<Group>("PUT", `/groups/${name}`, { ...dana, body: { title: "Board" } });
	expect([put.status, put.body]).toEqual([200, { ...made.body, title: "Board" }]);
	const changed = await o.call<Group>("PATCH", `/groups/${name}`, {
		...dana,
		body: { add: ["bo@demo.example"], remove: [o.id("ana")] },
	});
	expect(changed.body.members).toEqual([o.id("bo")]);
	const wrong = { add: ["bo@demo.example", "who@demo.example"] };
	const refused = await o.call("PATCH", `/groups/${name}`, { ...dana, body: wrong });
	expect(paths(expectProblem(refused, 422, "invalid"))).toEqual(["add[1]"]);
	const named = await o.call("PUT", `/groups/${name}`, { ...dana, body: { name: "other" } });
	expect(paths(expectProblem(named, 422, "invalid"))).toEqual(["name"]);
	expect((await o.call<Group>("GET", `/groups/${name}`, { as: "ines" })).body).toEqual({ ...changed.body });
	expectProblem(await o.call("GET", `/groups/${name}`, { as: "ana" }), 403, "not_eligible");
	const policy = await o.policy({ approvers: [{ group: name }] });
	const inUse = expectProblem(await o.call("DELETE", `/groups/${name}`, dana), 409, "in_use");
	expect(inUse.detail).toContain(policy);
	const other = own("other");
	expect((await o.call("PUT", `/groups/${other}`, { ...dana, body: {} })).status).toBe(201);
	expect((await o.call("DELETE", `/groups/${other}`, dana)).status).toBe(200);
	expectProblem(await o.call("GET", `/groups/${other}`, dana), 404, "not_found");
	expectProblem(await o.call("GET", "/groups/No%20Such%00", dana), 404, "not_found");
});

test("members delegate for themselves, administrators for anybody", async () => {
	const body = { to: "cy@demo.example", start: inDays(400), end: inDays(401) };
	const made = await o.call<Delegation>("POST", "/delegations", { as: "ana", body });
	expect(made.status).toBe(201);
	expect(made.body).toMatchObject({
		from: o.id("ana"),
		to: o.id("cy"),
		start: body.start,
		end: body.end,
		origin: "self",
	});
	const again = await o.call<Delegation>("POST", "/delegations", { as: "ana", body });
	expect([again.status, again.body]).toEqual([200, made.body]);
	const other = { ...body, from: "bo@demo.example" };
	expectProblem(await o.call("POST", "/delegations", { as: "ana", body: other }), 403, "not_eligible");
	const made2 = await o.call<Delegation>("POST", "/delegations", { ...dana, body: other });
	expect([made2.status, made2.body.origin]).toEqual([201, "administrator"]);
	for (const [wrong, path] of [
		[{ to: "ana@demo.example" }, "to"],
		[{ to: "who@demo.example" }, "to"],
		[{ end: body.start }, "end"],
		[{ start: "soon" }, "start"],
		[{ until: "x" }, "until"],
	] as const) {
		const refused = await o.call("POST", "/delegations", { as: "ana", body: { ...body, ...wrong } });
		expect(paths(expectProblem(refused, 422, "invalid"))).toEqual([path]);
	}
	const ids = async (as: string) =>
		(await o.call<Page<Delegation>>("GET", "/delegations", { as })).body.items.map(({ id }) => id);
	expect(await ids("ana")).toContain(made.body.id);
	expect(await ids("ana")).not.toContain(made2.body.id);
	expect(await ids("dana")).toEqual(expect.arrayContaining([made.body.id, made2.body.id]));
	expectProblem(await o.call("DELETE", `/delegations/${made2.body.id}`, { as: "ana" }), 404, "not_found");
	for (const [id, as] of [
		[made.body.id, "ana"],
		[made2.body.id, "dana"],
	]) {
		const ended = await o.call("DELETE", `/delegations/${id}`, { as: as ?? "" });
		expect([ended.status, ended.body.removed]).toEqual([200, true]);
	}
});

test("calendars are put as YAML or JSON; a policy names one that there is", async () => {
	const name = own("office");
	const yaml = 'timeZone: Europe/Paris\nhours: { mon: [["09:00", "17:00"]] }\n';
	const put = (body: unknown) => o.call<Calendar>("PUT", `/calendars/${name}`, { ...dana, body });
	const made = await put(yaml);
	expect(made.status).toBe(201);
	expect(made.body.document).toEqual({
		name,
		timeZone: "Europe/Paris",
		hours: { mon: [["09:00", "17:00"]] },
	});
	expect((await put(made.body.document)).status).toBe(200);
	const wrong = { ...made.body.document, holidays: ["2026-02-30"], timeZone: "Mars" };
	expect(paths(expectProblem(await put(wrong), 422, "invalid"))?.sort()).toEqual(["holidays[0]", "timeZone"]);
	expectProblem(await o.call("POST", "/calendars", { ...dana, body: made.body.document }), 409, "in_use");
	expectProblem(await o.call("PUT", `/calendars/${name}`, { as: "ana", body: yaml }), 403, "not_eligible");
	const found = await o.call<Calendar>("GET", `/calendars/${name}`, { as: "ana" });
	expect(found.body.document).toEqual(made.body.document);

	const unknown = policyDocument({ deadline: "4wh" }, { calendar: `${name}-not` });
	const refused = await o.call("PUT", `/policies/${unknown.name}`, { body: unknown });
	expect(paths(expectProblem(refused, 422, "invalid"))).toEqual(["calendar"]);
	const policy = await o.policy({ deadline: "4wh" }, { calendar: name });
	expect(expectProblem(await o.call("DELETE", `/calendars/${name}`, dana), 409, "in_use").detail).toContain(
		policy,
	);
	const listed = await o.call<Page<Calendar>>("GET", "/calendars?limit=200", dana);
	expect(listed.body.items.map((item) => item.name)).toEqual(expect.arrayContaining(["london", name]));
});

test("a rota says who is on call, and when that changes", async () => {
	const name = own("rota");
	const document = {
		name,
		timeZone: "Europe/London",
		start: "2026-01-05",
		handOver: "09:00",
		shiftLength: "1w",
		people: ["bo@demo.example", o.id("cy")],
	};
	const made = await o.call<Rota>("POST", "/rotas", { ...dana, body: document });
	expect(made.status).toBe(201);
	expect(made.body.document).toEqual({ ...document, people: [o.id("bo"), o.id("cy")] });
	const at = await o.call<Rota>("GET", `/rotas/${name}?at=2026-01-06T10:00:00Z`, { as: "riley" });
	expect(at.body.onCall).toEqual({
		at: "2026-01-06T10:00:00.000Z",
		person: o.id("bo"),
		until: "2026-01-12T09:00:00.000Z",
		next: o.id("cy"),
	});
	const wrong = await o.call("PUT", `/rotas/${name}`, {
		...dana,
		body: { ...document, people: ["x@demo.example"] },
	});
	expect(paths(expectProblem(wrong, 422, "invalid"))).toEqual(["people[0]"]);
	expectProblem(await o.call("GET", `/rotas/${name}?at=then`), 422, "invalid");
	expect((await o.call("DELETE", `/rotas/${name}`, dana)).status).toBe(200);
	expectProblem(await o.call("GET", `/rotas/${name}`, dana), 404, "not_found");
	expectProblem(await o.call("DELETE", "/rotas/operations", dana), 409, "in_use");
});

test("the demo has a calendar, a rota, managers and a delegation to come, and policies that use them", async () => {
	const purchase = await o.submit("purchase", unique("Desk"), {
		context: { amount: 300, supplier: "Desks Ltd" },
	});
	expect(purchase).toMatchObject({ state: "open", stage: "manager", assignees: [o.id("lee")] });
	const small = await o.submit("purchase", unique("Pen"), { context: { amount: 2, supplier: "Pens Ltd" } });
	expect(small).toMatchObject({ outcome: "approved", cause: "automatic" });
	const access = await o.submit("access", unique("Database"), { context: { system: "db-1" } });
	const rota = await o.call<Rota>("GET", "/rotas/operations");
	expect(access.assignees).toEqual([rota.body.onCall.person]);
	const { body } = await o.call<Page<Delegation>>("GET", "/delegations?from=lee@demo.example", dana);
	expect(body.items).toMatchObject([{ from: o.id("lee"), to: o.id("bo") }]);
	await Promise.all(
		[purchase, access].map(({ id }) =>
			o.call<ApprovalRequest>("POST", `/requests/${id}/cancel`, { body: {} }),
		),
	);
});

test("the command line keeps the directory", async () => {
	const email = address("cli");
	const run = async (...args: string[]) => {
		const ended = await o.cli(args, dana);
		expect(ended.code, `${args.join(" ")}\n${ended.stderr}`).toBe(0);
		return ended.stdout;
	};
	const person: Person = JSON.parse(
		await run("users", "add", email, "Cee Lie", "--manager", "lee@demo.example", "--json"),
	);
	expect(person).toMatchObject({ email, name: "Cee Lie", manager: o.id("lee") });
	expect(await run("users", "list", "--q", email)).toContain("Cee Lie");
	expect(await run("users", "set", email, "--no-manager", "--role", "auditor")).toMatch(
		/role +auditor\n +manager +nobody/,
	);
	const group = own("cli-group");
	expect(
		await run("groups", "set", group, "--title", "CLI", "--members", `${email},ana@demo.example`),
	).toContain("2 members");
	expect(await run("groups", "remove", group, "ana@demo.example")).toContain("1 member");
	expect(await run("groups", "add", group, "ana@demo.example", "bo@demo.example")).toContain("3 members");
	expect(await run("groups", "list", "--q", group)).toContain("CLI");
	expect(await run("groups", "delete", group)).toContain("deleted");
	const delegation: Delegation = JSON.parse(
		await run("delegations", "add", "--from", email, "--to", "bo@demo.example", "--end", "3d", "--json"),
	);
	expect(delegation).toMatchObject({ from: person.id, to: o.id("bo") });
	expect(await run("delegations", "list", "--person", email)).toContain("Bo Lindqvist for Cee Lie");
	expect(await run("delegations", "end", delegation.id)).toContain("no longer decides");
	const calendar = own("cli-calendar");
	const document = 'timeZone: Europe/Paris\nhours: { mon: [["09:00", "17:00"]] }\n';
	const put = await o.cli(["calendars", "put", "-", "--name", calendar], { ...dana, stdin: document });
	expect([put.code, put.stdout]).toEqual([0, `Calendar ${calendar} is up to date.\n`]);
	expect(await run("calendars", "list")).toContain(calendar);
	expect(await run("calendars", "show", calendar)).toContain("Europe/Paris");
	expect(await run("calendars", "delete", calendar)).toContain("deleted");
	const rota = own("cli-rota");
	const turns = `name: ${rota}\ntimeZone: UTC\nstart: "2026-01-05"\nhandOver: "09:00"\nshiftLength: 1d\npeople: [ana@demo.example]\n`;
	expect((await o.cli(["rotas", "put", "-"], { ...dana, stdin: turns })).code).toBe(0);
	expect(await run("rotas", "now", rota)).toMatch(/^Ana Ruiz is on call, Ana Ruiz in /);
	expect(await run("rotas", "list")).toContain(rota);
	expect(await run("rotas", "delete", rota)).toContain("deleted");
	const key = (await run("api-keys", "add", "Robot", "--scopes", "requests:read", "--person", email)).trim();
	expect(key).toMatch(/^csk_/);
	const [line] = (await run("api-keys", "list", "--person", email)).split("\n");
	expect(await run("api-keys", "revoke", line?.split(" ")[0] ?? "")).toContain("revoked");
	expect(await run("users", "deactivate", email)).toContain("deactivated");
	expect(await run("users", "show", email)).toMatch(/state +deactivated/);

	expect((await o.cli(["users", "set", email], dana)).code).toBe(2);
	expect((await o.cli(["users", "add", email], dana)).code).toBe(2);
	expect((await o.cli(["users", "set", email, "--role", "boss"], dana)).code).toBe(2);
	const taken = await o.cli(["users", "add", email, "Again"], dana);
	expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("(in_use)")]);
	const nameless = await o.cli(["calendars", "put", "-"], { ...dana, stdin: document });
	expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringContaining("--name")]);
});
