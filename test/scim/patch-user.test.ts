import { describe, expect, it } from "vitest";
import { readPatchBody } from "../../ledger/scim/patch-body.ts";
import { parsePatchPath } from "../../ledger/scim/patch-path.ts";
import { patchUser } from "../../ledger/scim/patch-user.ts";
import { readPatchedUser, readUser, type ScimPerson, userDocument } from "../../ledger/scim/user-resource.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const ana: ScimPerson = {
	id: "0192f0c0-0000-7000-8000-000000000001",
	email: "ana@example.com",
	name: "Ana Maria Arnold",
	active: true,
	manager: { id: "0192f0c0-0000-7000-8000-000000000002", name: "Bo" },
	timeZone: "Europe/London",
	externalId: "00u1",
	userName: "ana@example.com",
	createdAt: "2026-01-05T09:00:00.000Z",
};

const before = userDocument(ana);
const unchanged = readUser(before);

function patched(...Operations: Record<string, unknown>[]) {
	return readPatchedUser(before, patchUser(before, readPatchBody({ Operations })));
}

describe("a PATCH of a user", () => {
	it.each<[string, Record<string, unknown>[], Partial<typeof unchanged>]>([
		["Okta deactivates", [{ op: "replace", value: { active: false } }], { active: false }],
		["Entra ID deactivates", [{ op: "Replace", path: "active", value: "False" }], { active: false }],
		["Entra ID, with its flag", [{ op: "replace", path: "active", value: false }], { active: false }],
		[
			"Entra ID changes several",
			[
				{ op: "Replace", path: "displayName", value: "Ana B" },
				{ op: "Replace", path: 'emails[type eq "work"].value', value: "ana.b@example.com" },
				{ op: "Add", path: "title", value: "Clerk" },
				{ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+44" },
				{ op: "Add", path: 'addresses[type eq "work"].country', value: "UK" },
				{ op: "Add", path: `${ENTERPRISE}:department`, value: "Sales" },
			],
			{ name: "Ana B", email: "ana.b@example.com" },
		],
		[
			"Entra ID, with paths as keys",
			[
				{
					op: "Replace",
					value: {
						displayName: "Ana B",
						'emails[type eq "work"].value': "ana.b@example.com",
						[`${ENTERPRISE}:manager`]: "m2",
						"name.formatted": "Ana B",
					},
				},
			],
			{ name: "Ana B", email: "ana.b@example.com", manager: "m2" },
		],
		[
			"the manager as an object",
			[{ op: "Add", path: `${ENTERPRISE}:manager`, value: { value: "m2" } }],
			{ manager: "m2" },
		],
		[
			"the manager as an id",
			[{ op: "Replace", path: `${ENTERPRISE}:manager`, value: "m2" }],
			{ manager: "m2" },
		],
		[
			"the manager as a list",
			[{ op: "Add", path: `${ENTERPRISE}:manager`, value: [{ $ref: null, value: "m2" }] }],
			{ manager: "m2" },
		],
		[
			"the manager's value",
			[{ op: "replace", path: `${ENTERPRISE}:manager.value`, value: "m2" }],
			{ manager: "m2" },
		],
		[
			"the extension as a whole",
			[{ op: "replace", path: ENTERPRISE, value: { manager: { value: "m2" }, department: "x" } }],
			{ manager: "m2" },
		],
		[
			"the extension in a value",
			[{ op: "replace", value: { [ENTERPRISE]: { manager: { value: "m2" } } } }],
			{ manager: "m2" },
		],
		["no manager", [{ op: "Remove", path: `${ENTERPRISE}:manager` }], { manager: null }],
		[
			"no manager, as an empty text",
			[{ op: "Replace", path: `${ENTERPRISE}:manager`, value: "" }],
			{ manager: null },
		],
		[
			"no manager, by filter",
			[{ op: "remove", path: `manager[value eq "${ana.manager?.id}"]` }],
			{ manager: null },
		],
		["another manager by filter", [{ op: "remove", path: 'manager[value eq "other"]' }], {}],
		[
			"a core URN",
			[{ op: "replace", path: "urn:ietf:params:scim:schemas:core:2.0:User:active", value: false }],
			{ active: false },
		],
		["names in any case", [{ OP: "REPLACE", PATH: "UserName", Value: "ana2" }], { userName: "ana2" }],
		[
			"given and family name",
			[{ op: "replace", value: { name: { givenName: "Anna", familyName: "Berg" } } }],
			{ name: "Anna Berg" },
		],
		[
			"one part of the name",
			[{ op: "replace", path: "name.familyName", value: "Berg" }],
			{ name: "Ana Maria Berg" },
		],
		[
			"the formatted name",
			[{ op: "replace", path: "name.formatted", value: "A. Arnold" }],
			{ name: "A. Arnold" },
		],
		["no display name", [{ op: "remove", path: "displayName" }], {}],
		["no external id", [{ op: "remove", path: "externalId" }], { externalId: null }],
		["null is nothing", [{ op: "replace", value: { externalId: null } }], { externalId: null }],
		[
			"all addresses",
			[
				{
					op: "replace",
					path: "emails",
					value: [
						{ value: "h@x.org", type: "home" },
						{ value: "w@x.org", type: "work", primary: true },
					],
				},
			],
			{ email: "w@x.org" },
		],
		[
			"a primary address",
			[{ op: "add", path: "emails", value: [{ value: "p@x.org", primary: true }] }],
			{ email: "p@x.org" },
		],
		["a private one beside", [{ op: "add", path: 'emails[type eq "home"].value', value: "h@x.org" }], {}],
		[
			"the primary address by filter",
			[{ op: "replace", path: 'emails[primary eq "True"].value', value: "p@x.org" }],
			{ email: "p@x.org" },
		],
		[
			"the address without a filter",
			[{ op: "replace", path: "emails.value", value: "p@x.org" }],
			{ email: "p@x.org" },
		],
		[
			"no address: the userName is one",
			[{ op: "remove", path: 'emails[type eq "work"]' }],
			{ email: "ana@example.com" },
		],
		[
			"one after the other",
			[
				{ op: "replace", path: "active", value: false },
				{ op: "add", path: "active", value: true },
			],
			{},
		],
		[
			"what nobody keeps",
			[
				{ op: "add", path: "urn:example:custom:1.0:User:shoe", value: 44 },
				{ op: "replace", value: { id: "x", schemas: [], shoe: 44, meta: {}, constructor: 1, __proto__: 1 } },
			],
			{},
		],
	])("%s", (_, operations, changes) => {
		expect(patched(...operations)).toEqual({ ...unchanged, ...changes });
	});

	it.each<[string, Record<string, unknown>, string]>([
		["an unknown path", { op: "replace", path: "actve", value: false }, "invalidPath"],
		["a path that cannot be read", { op: "replace", path: "emails[type eq", value: "x" }, "invalidFilter"],
		["a path with spaces", { op: "replace", path: "a b", value: "x" }, "invalidPath"],
		["an object's prototype", { op: "add", path: "__proto__.x", value: 1 }, "invalidPath"],
		["a constructor", { op: "add", path: "constructor", value: 1 }, "invalidPath"],
		["the id", { op: "replace", path: "id", value: "x" }, "mutability"],
		["groups", { op: "add", path: "groups", value: [] }, "mutability"],
		["no operation", { op: "move", path: "active", value: 1 }, "invalidSyntax"],
		["removing nothing", { op: "remove" }, "noTarget"],
		["no value", { op: "replace", path: "active" }, "invalidValue"],
		["a list without a path", { op: "replace", value: [1] }, "invalidSyntax"],
		[
			"an address that nothing describes",
			{ op: "add", path: 'emails[value co "nowhere"].type', value: "work" },
			"noTarget",
		],
	])("refuses %s", (_, operation, scimType) => {
		expect(() => patched(operation)).toThrow(expect.objectContaining({ status: 400, scimType }));
	});

	it.each([
		["active", { op: "replace", path: "active", value: "perhaps" }],
		["userName", { op: "replace", path: "userName", value: 5 }],
		["emails.value", { op: "replace", path: "emails", value: [{ value: {} }] }],
		["emails", { op: "replace", path: "emails", value: [5] }],
	])("refuses a wrong %s, naming it", (name, operation) => {
		expect(() => patched(operation)).toThrow(
			expect.objectContaining({ scimType: "invalidValue", message: expect.stringMatching(`^${name}`) }),
		);
	});

	it("leaves the document that it was given alone", () => {
		const copy = structuredClone(before);
		patched({ op: "replace", path: 'emails[type eq "work"].value', value: "x@y.org" });
		expect(before).toEqual(copy);
	});
});

describe("a path", () => {
	it.each([
		["members", { urn: null, name: "members", sub: null, filter: null }],
		["name.familyName", { urn: null, name: "name", sub: "familyname", filter: null }],
		[
			'addresses[type eq "work"].streetAddress',
			{
				urn: null,
				name: "addresses",
				sub: "streetaddress",
				filter: { op: "eq", path: { urn: null, name: "type", sub: null }, value: "work" },
			},
		],
		[
			'members[value eq "a]b"]',
			{
				urn: null,
				name: "members",
				sub: null,
				filter: { op: "eq", path: { urn: null, name: "value", sub: null }, value: "a]b" },
			},
		],
	])("%s", (text, path) => {
		expect(parsePatchPath(text)).toEqual(path);
	});

	it.each([
		"",
		".",
		"a.",
		"a..b",
		"a.b.c",
		"[x pr]",
		"a[x pr]b",
		"a[x pr].b.c",
		"a.b[x pr]",
		"urn:",
		"urn:x:",
	])("refuses %j", (text) => {
		expect(() => parsePatchPath(text)).toThrow(expect.objectContaining({ scimType: "invalidPath" }));
	});
});
