import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectProblem, outside } from "./support/outside.ts";

const o = outside();
const { url } = inject("product");
const administrator = o.demo.users.find(({ email }) => email.startsWith("dana@"));

interface ScimBody {
	id: string;
	totalResults: number;
	Resources: ScimBody[];
	active: boolean;
	members: { value: string }[];
	[attribute: string]: unknown;
}

/** Calls SCIM as an identity provider does: with an administrator's key, or another. */
async function scim(
	method: string,
	path: string,
	body?: unknown,
	key = administrator?.apiKey,
): Promise<{ status: number; body: ScimBody; headers: Headers }> {
	const response = await fetch(`${url}/scim/v2${path}`, {
		method,
		headers: { authorization: `Bearer ${key}`, "content-type": "application/scim+json" },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
}

const find = (kind: string, filter: string) => scim("GET", `/${kind}?filter=${encodeURIComponent(filter)}`);
const patch = (path: string, ...Operations: unknown[]) =>
	scim("PATCH", path, { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations });
const fresh = () => `scim-${randomUUID().slice(0, 8)}@example.com`;

test("Okta: a person comes, leaves, comes back, and is in a group that a policy names", async () => {
	const userName = fresh();
	expect((await find("Users", `userName eq "${userName}"`)).body.totalResults).toBe(0);
	const user = await scim("POST", "/Users", {
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
		userName,
		name: { givenName: "Olga", familyName: "Okta" },
		emails: [{ primary: true, value: userName, type: "work" }],
		displayName: "Olga Okta",
		externalId: "00ujl29u0le5T6Aj10h7",
		active: true,
	});
	expect(user.status).toBe(201);
	expect(user.headers.get("content-type")).toMatch(/^application\/scim\+json/);
	expect(user.headers.get("location")).toBe(`${url}/scim/v2/Users/${user.body.id}`);
	expect((await find("Users", `userName eq "${userName}"`)).body.Resources[0]?.id).toBe(user.body.id);
	// The directory's own API sees the same person.
	expect((await o.call("GET", `/users/${userName}`, { as: "dana" })).body).toMatchObject({
		id: user.body.id,
		name: "Olga Okta",
		active: true,
	});

	const displayName = `Okta ${randomUUID().slice(0, 8)}`;
	const group = await scim("POST", "/Groups", {
		displayName,
		members: [{ value: user.body.id, display: userName }],
	});
	expect(group.status).toBe(201);
	const policy = await o.policy({ approvers: [{ group: displayName.toLowerCase().replace(" ", "-") }] });
	const request = await o.submit(policy, `For ${displayName}`);
	expect(request.assignees).toEqual([user.body.id]);

	expect(
		(await patch(`/Users/${user.body.id}`, { op: "replace", value: { active: false } })).body.active,
	).toBe(false);
	expect(
		(await patch(`/Users/${user.body.id}`, { op: "replace", value: { active: true } })).body.active,
	).toBe(true);
	expect(
		(await patch(`/Groups/${group.body.id}`, { op: "remove", path: `members[value eq "${user.body.id}"]` }))
			.status,
	).toBe(204);
	expect((await scim("GET", `/Groups/${group.body.id}`)).body.members).toEqual([]);
});

test("Entra ID: its ways of writing things", async () => {
	const userName = fresh();
	const user = await scim("POST", "/Users", {
		schemas: [
			"urn:ietf:params:scim:schemas:core:2.0:User",
			"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
		],
		externalId: userName,
		userName,
		active: true,
		emails: [{ primary: true, type: "work", value: userName }],
		name: { formatted: "Enzo Entra", familyName: "Entra", givenName: "Enzo" },
		roles: [],
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Sales" },
	});
	expect(user.status).toBe(201);
	const off = await patch(`/Users/${user.body.id}`, { op: "Replace", path: "active", value: "False" });
	expect(off).toMatchObject({ status: 200, body: { active: false } });
	const moved = await patch(
		`/Users/${user.body.id}`,
		{ op: "Replace", path: "active", value: "True" },
		{
			op: "Add",
			path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
			value: o.id("dana"),
		},
	);
	expect(moved.body).toMatchObject({
		active: true,
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { manager: { value: o.id("dana") } },
	});
	const group = await scim("POST", "/Groups", {
		displayName: `Entra ${randomUUID().slice(0, 8)}`,
		externalId: randomUUID(),
	});
	const member = [{ $ref: null, value: user.body.id }];
	expect(
		(await patch(`/Groups/${group.body.id}`, { op: "Add", path: "members", value: member })).status,
	).toBe(204);
	expect((await scim("GET", `/Groups/${group.body.id}`)).body.members).toHaveLength(1);
	expect(
		(await patch(`/Groups/${group.body.id}`, { op: "Remove", path: "members", value: member })).status,
	).toBe(204);
	expect((await scim("GET", `/Groups/${group.body.id}?excludedAttributes=members`)).body).not.toHaveProperty(
		"members",
	);
	expect((await scim("DELETE", `/Users/${user.body.id}`)).status).toBe(204);
	expect((await scim("GET", `/Users/${user.body.id}`)).body.active).toBe(false);
});

test("errors are SCIM's, also for a stranger and for what is not there", async () => {
	const error = { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"] };
	expect(await scim("GET", "/Users", undefined, "csk_wrong")).toMatchObject({
		status: 401,
		body: { ...error, status: "401" },
	});
	expect(await scim("GET", "/Users", undefined, o.demo.apiKey)).toMatchObject({
		status: 403,
		body: { ...error, status: "403" },
	});
	expect(await scim("GET", "/Nothing")).toMatchObject({ status: 404, body: { ...error, status: "404" } });
	expect(await scim("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User")).toMatchObject({
		status: 200,
	});
	expect(await find("Users", "nonsense")).toMatchObject({
		status: 400,
		body: { ...error, scimType: "invalidFilter" },
	});
	const unsigned = await fetch(`${url}/scim/v2/ServiceProviderConfig`);
	expect(unsigned.status).toBe(401);
	expect(unsigned.headers.get("content-type")).toMatch(/^application\/scim\+json/);
});

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "countersign-import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a CSV file is imported by API and by command", async () => {
	const [one, two] = [fresh(), fresh()];
	const text = `email,name,manager\r\n${one},One,${two}\r\n${two},Two,\r\n`;
	const headers = { "content-type": "text/csv" };
	const dry = await o.call("POST", "/users/import?dryRun=true", { as: "dana", body: text, headers });
	expect(dry).toMatchObject({ status: 200, body: { dryRun: true, created: 2, updated: 0 } });
	expectProblem(await o.call("GET", `/users/${one}`, { as: "dana" }), 404, "not_found");

	const file = join(folder, "people.csv");
	await writeFile(file, text);
	const would = await o.cli(["users", "import", file, "--dry-run"], { as: "dana" });
	expect(would).toMatchObject({ code: 0, stdout: expect.stringContaining("2 created") });
	const done = await o.cli(["users", "import", file, "--json"], { as: "dana" });
	expect(done.code, done.stderr).toBe(0);
	expect(JSON.parse(done.stdout)).toMatchObject({ dryRun: false, created: 2, unchanged: 0 });
	const [first, second] = await Promise.all(
		[one, two].map((who) => o.call("GET", `/users/${who}`, { as: "dana" })),
	);
	expect(first?.body.manager).toBe(second?.body.id);

	const wrong = await o.cli(["users", "import", "-"], {
		as: "dana",
		stdin: `email,role\n${one},boss\nnobody,member\n`,
	});
	expect(wrong.code).toBe(1);
	expect(wrong.stderr).toContain("line 2, role: write member, auditor or administrator");
	expect(wrong.stderr).toContain("line 3, email: is no e-mail address");
	expectProblem(
		await o.call("POST", "/users/import", { as: "ana", body: text, headers }),
		403,
		"not_eligible",
	);
	const large = `email,name\n${`${"x".repeat(1000)}\n`.repeat(6000)}`;
	expectProblem(
		await o.call("POST", "/users/import", { as: "dana", body: large, headers }),
		413,
		"too_large",
	);
});
