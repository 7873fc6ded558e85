import { describe, expect, it } from "vitest";
import { groupNameOf } from "../../ledger/scim/group-name.ts";
import { readPatchBody } from "../../ledger/scim/patch-body.ts";
import { changedMembers, readGroup, readGroupPatch } from "../../ledger/scim/patch-group.ts";

const before = ["a", "b", "c"];

function members(...Operations: Record<string, unknown>[]): string[] {
	return changedMembers(before, readGroupPatch(readPatchBody({ Operations })));
}

describe("a PATCH of a group's members", () => {
	it.each<[string, Record<string, unknown>[], string[]]>([
		[
			"Okta adds",
			[{ op: "add", path: "members", value: [{ value: "d", display: "d@x.org" }] }],
			["a", "b", "c", "d"],
		],
		["Okta removes", [{ op: "remove", path: 'members[value eq "b"]' }], ["a", "c"]],
		[
			"Okta replaces all",
			[{ op: "replace", path: "members", value: [{ value: "d" }, { value: "a" }] }],
			["d", "a"],
		],
		[
			"Okta does both",
			[
				{ op: "remove", path: 'members[value eq "b"]' },
				{ op: "add", path: "members", value: [{ value: "d" }] },
			],
			["a", "c", "d"],
		],
		[
			"Entra ID adds",
			[{ op: "Add", path: "members", value: [{ $ref: null, value: "D" }] }],
			["a", "b", "c", "d"],
		],
		[
			"Entra ID removes",
			[{ op: "Remove", path: "members", value: [{ $ref: null, value: "b" }, { value: "c" }] }],
			["a"],
		],
		["one without a list", [{ op: "add", path: "members", value: { value: "d" } }], ["a", "b", "c", "d"]],
		["several by filter", [{ op: "remove", path: 'members[value eq "a" or value eq "b"]' }], ["c"]],
		["everybody out", [{ op: "remove", path: "members" }], []],
		[
			"who is in it, and who is not",
			[
				{ op: "add", path: "members", value: [{ value: "a" }] },
				{ op: "remove", path: 'members[value eq "z"]' },
			],
			["a", "b", "c"],
		],
		["without a path", [{ op: "add", value: { members: [{ value: "d" }] } }], ["a", "b", "c", "d"]],
		[
			"a core URN",
			[{ op: "add", path: "urn:ietf:params:scim:schemas:core:2.0:Group:members", value: [{ value: "d" }] }],
			["a", "b", "c", "d"],
		],
	])("%s", (_, operations, after) => {
		expect(members(...operations)).toEqual(after);
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		["a filter on names", { op: "remove", path: 'members[display eq "Ana"]' }, { scimType: "invalidFilter" }],
		[
			"a filter with and",
			{ op: "remove", path: 'members[value eq "a" and value eq "b"]' },
			{ scimType: "invalidFilter" },
		],
		[
			"a group as a member",
			{ op: "add", path: "members", value: [{ value: "g", type: "Group" }] },
			{ scimType: "invalidValue" },
		],
		[
			"a member without an id",
			{ op: "add", path: "members", value: [{ display: "Ana" }] },
			{ scimType: "invalidValue" },
		],
		["no display name", { op: "remove", path: "displayName" }, { scimType: "invalidValue" }],
		["the id", { op: "replace", path: "id", value: "x" }, { scimType: "mutability" }],
		["an unknown path", { op: "replace", path: "member", value: [] }, { scimType: "invalidPath" }],
		[
			"over a thousand",
			{ op: "add", path: "members", value: Array.from({ length: 1001 }, (_, i) => `${i}`) },
			{ status: 413 },
		],
	])("refuses %s", (_, operation, error) => {
		expect(() => members(operation)).toThrow(expect.objectContaining(error));
	});

	it("Okta renames with the id in the value", () => {
		const body = { Operations: [{ op: "replace", value: { id: "g", displayName: "Finance & Co" } }] };
		expect(readGroupPatch(readPatchBody(body))).toEqual({ displayName: "Finance & Co", members: [] });
	});

	it("a body says members, or says nothing of them", () => {
		expect(readGroup({ displayName: "x", members: [] }).members).toEqual([{ how: "set", ids: [] }]);
		expect(readGroup({ displayName: "x" }).members).toEqual([]);
	});
});

describe("the name made of a display name", () => {
	it.each([
		["Finance", "finance"],
		["Finance & Legal (EMEA)", "finance-legal-emea"],
		["  Größe Öl  ", "grosse-ol"],
		["Café №7", "cafe-no7"],
		["a".repeat(80), "a".repeat(64)],
		[`${"a".repeat(63)} b`, "a".repeat(63)],
		["app_role:Approvers", "app-role-approvers"],
		["経理", null],
		["--", null],
	])("%s → %s", (title, name) => {
		expect(groupNameOf(title)).toBe(name);
	});
});
