import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPARISONS, type Filter, parseFilter } from "../../ledger/scim/filter.ts";
import { ScimError } from "../../ledger/scim/scim-error.ts";

const path = (name: string, sub: string | null = null, urn: string | null = null) => ({ urn, name, sub });
const eq = (name: string, value: string | number | boolean | null): Filter => ({
	op: "eq",
	path: path(name),
	value,
});

function refusal(text: string): ScimError {
	try {
		parseFilter(text);
	} catch (error) {
		if (error instanceof ScimError) return error;
		throw error;
	}
	throw new Error(`${text} was taken`);
}

describe("a filter", () => {
	it.each<[string, Filter]>([
		['userName eq "ana@example.com"', eq("username", "ana@example.com")],
		['USERNAME EQ "Ana"', eq("username", "Ana")],
		["active eq true", eq("active", true)],
		["active eq False", eq("active", false)],
		["externalId eq null", eq("externalid", null)],
		["x eq -1.5e3", eq("x", -1500)],
		["externalId pr", { op: "present", path: path("externalid") }],
		['name.familyName sw "A"', { op: "sw", path: path("name", "familyname"), value: "A" }],
		['emails.value eq "a"', { op: "eq", path: path("emails", "value"), value: "a" }],
		['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"', eq("username", "a")],
		[
			'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "7"',
			{
				op: "eq",
				path: path("manager", "value", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"),
				value: "7",
			},
		],
		[
			'emails[type eq "work" and value co "@x"]',
			{
				op: "element",
				path: path("emails"),
				filter: { op: "and", filters: [eq("type", "work"), { op: "co", path: path("value"), value: "@x" }] },
			},
		],
		// and binds more than or (RFC 7644, 3.4.2.2).
		[
			"a pr or b pr and c pr",
			{
				op: "or",
				filters: [
					{ op: "present", path: path("a") },
					{
						op: "and",
						filters: [
							{ op: "present", path: path("b") },
							{ op: "present", path: path("c") },
						],
					},
				],
			},
		],
		[
			"not (a pr) and (b pr or c pr)",
			{
				op: "and",
				filters: [
					{ op: "not", filter: { op: "present", path: path("a") } },
					{
						op: "or",
						filters: [
							{ op: "present", path: path("b") },
							{ op: "present", path: path("c") },
						],
					},
				],
			},
		],
		// Words of the grammar are names, too, where a name stands.
		["not pr", { op: "present", path: path("not") }],
		['and eq "x"', eq("and", "x")],
		['userName eq "a) or (b eq \\"c"', eq("username", 'a) or (b eq "c')],
		['userName eq "back\\\\slash \\u00e9"', eq("username", "back\\slash é")],
	])("%s", (text, filter) => {
		expect(parseFilter(text)).toEqual(filter);
	});

	it.each([
		"",
		"userName",
		"userName eq",
		"userName eq ana",
		"userName is 5",
		'userName eq "a',
		'userName eq "a" "b"',
		'userName eq "a" and',
		'(userName eq "a"',
		'userName eq "a")',
		'emails[type eq "work"',
		'emails[] eq "a"',
		"a.b.c pr",
		'userName eq {"a": 1}',
		'userName eq "\\x"',
		'; drop table people; userName eq "a"',
	])("refuses %j, saying where", (text) => {
		expect(refusal(text)).toMatchObject({ status: 400, scimType: "invalidFilter" });
		expect(refusal(text).message).toMatch(/character \d+: write /);
	});

	it("refuses what is too long, too deep or has too many terms", () => {
		for (const text of [
			`userName eq "${"a".repeat(9000)}"`,
			`${"(".repeat(50)}a pr${")".repeat(50)}`,
			Array.from({ length: 300 }, () => "a pr").join(" or "),
		]) {
			expect(refusal(text)).toMatchObject({ status: 400, scimType: "invalidFilter" });
		}
	});

	it("is read back as it was written, whatever stands in its values", () => {
		const name = fc.constantFrom("userName", "active", "emails.value", "displayName", "pr", "or");
		const value = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null));
		const leaf = fc
			.tuple(name, fc.constantFrom(...COMPARISONS), value)
			.map(([attribute, op, given]) => `${attribute} ${op} ${JSON.stringify(given)}`);
		const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
			leaf,
			tree: fc.oneof(
				{ maxDepth: 4 },
				tie("leaf"),
				fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a} and ${b})`),
				fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a} or ${b})`),
				tie("tree").map((a) => `not (${a})`),
			),
		}));
		fc.assert(
			fc.property(tree, (text) => {
				const filter = parseFilter(text);
				expect(parseFilter(written(filter))).toEqual(filter);
			}),
		);
	});

	it("is taken or refused, and nothing else, whatever it is", () => {
		const piece = fc.constantFrom(
			"a",
			"eq",
			"pr",
			"and",
			"or",
			"not",
			"(",
			")",
			"[",
			"]",
			'"',
			'"x"',
			".",
			":",
			" ",
			"\\",
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
				try {
					parseFilter(pieces.join(" "));
				} catch (error) {
					expect(error).toBeInstanceOf(ScimError);
				}
			}),
		);
	});
});

function written(filter: Filter): string {
	switch (filter.op) {
		case "and":
		case "or":
			return filter.filters.map((part) => `(${written(part)})`).join(` ${filter.op} `);
		case "not":
			return `not (${written(filter.filter)})`;
		case "present":
			return `${filter.path.name} pr`;
		case "element":
			return `${filter.path.name}[${written(filter.filter)}]`;
		default: {
			const { name, sub } = filter.path;
			return `${name}${sub === null ? "" : `.${sub}`} ${filter.op} ${JSON.stringify(filter.value)}`;
		}
	}
}
