import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../policy/parse.ts";
import { validateContext } from "../../policy/validate-context.ts";

const policyWith = (context: unknown) =>
	parsePolicy({
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Customer refund",
		context,
		stages: [{ name: "a", approvers: [{ group: "x" }], need: 1, deadline: "1d", onDeadline: "cancel" }],
	});

function errorsOf(schema: unknown): Record<string, string> {
	const parsed = policyWith(schema);
	return parsed.ok ? {} : Object.fromEntries(parsed.errors.map(({ path, message }) => [path, message]));
}

function findings(schema: unknown, context: unknown): Record<string, string> {
	const parsed = policyWith(schema);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
	return Object.fromEntries(
		validateContext(parsed.policy, context).map(({ path, message }) => [path, message]),
	);
}

describe("a policy's context schema", () => {
	it("is JSON Schema 2020-12 with formats and x-pii", () => {
		expect(
			errorsOf({
				$schema: "https://json-schema.org/draft/2020-12/schema",
				type: "object",
				$defs: { money: { type: "integer", minimum: 0 } },
				properties: {
					amount: { $ref: "#/$defs/money" },
					customer: {
						type: "string",
						format: "email",
						"x-pii": true,
						title: "Customer",
						examples: ["a@b.c"],
					},
					pair: { prefixItems: [{ type: "string" }, { $ref: "#/$defs/money" }] },
					when: { type: ["string", "null"], format: "date-time" },
				},
				unevaluatedProperties: false,
			}),
		).toEqual({});
	});

	it.each([
		["context", "amount", "must be a JSON Schema of an object"],
		["context.type", { properties: {} }, "must be object"],
		[
			"context.properties.amount.type",
			{ type: "object", properties: { amount: { type: "money" } } },
			"JSON Schema",
		],
		["context", { type: "object", propertees: {} }, 'unknown keyword: "propertees"'],
		["context", { type: "object", properties: { a: { format: "colour" } } }, 'unknown format "colour"'],
		[
			"context.properties.a.pattern",
			{ type: "object", properties: { a: { pattern: "(" } } },
			"is not a regular expression",
		],
		[
			"context.properties.a.pattern",
			{ type: "object", properties: { a: { pattern: "(?=a)" } } },
			"must not look ahead",
		],
		[
			"context.patternProperties",
			{ type: "object", patternProperties: { "(a)\\1": {} } },
			"must not refer back",
		],
		["context.$id", { type: "object", $id: "https://example.com/x" }, "is not supported"],
		[
			"context.properties.a.$ref",
			{ type: "object", properties: { a: { $ref: "https://example.com/x" } } },
			"a place in this",
		],
		[
			"context.properties.a.$ref",
			{ type: "object", properties: { a: { $ref: "#/$defs/b" } } },
			"a place in this schema",
		],
		[
			"context.properties.a.$ref",
			{ type: "object", properties: { a: { $ref: "#" } } },
			"must not lead back to itself",
		],
	])("%s of %j is refused", (path, schema, message) => {
		const errors = errorsOf(schema);
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain(message);
	});

	it("must not grow by its references", () => {
		const $defs: Record<string, unknown> = { d0: { type: "string" } };
		for (let i = 1; i < 30; i++)
			$defs[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] };
		const errors = errorsOf({ type: "object", $defs, properties: { a: { $ref: "#/$defs/d29" } } });
		expect(errors).toEqual({ context: expect.stringContaining("at most 1000 schemas") });
	});
});

describe("validateContext", () => {
	const schema = {
		type: "object",
		required: ["amount"],
		additionalProperties: false,
		properties: {
			amount: { type: "integer" },
			currency: { enum: ["EUR", "GBP"] },
			customer: { type: "string", format: "email" },
			items: {
				type: "array",
				items: {
					type: "object",
					required: ["sku"],
					properties: { sku: { type: "string", pattern: "^[A-Z]+$" } },
				},
			},
		},
	};

	it("finds nothing in a context that fits", () => {
		expect(
			findings(schema, { amount: 1, currency: "EUR", customer: "a@b.example", items: [{ sku: "AB" }] }),
		).toEqual({});
	});

	it("names each field at fault", () => {
		expect(
			findings(schema, { amont: 1, currency: "USD", customer: "x", items: [{ sku: "ab" }, {}] }),
		).toEqual({
			"context.amount": "is required",
			"context.amont": "is not a known field: did you mean amount?",
			"context.currency": 'must be one of "EUR", "GBP"',
			"context.customer": 'must match format "email"',
			"context.items[0].sku": "must match the pattern ^[A-Z]+$",
			"context.items[1].sku": "is required",
		});
		expect(findings(schema, { amount: "12" })).toEqual({ "context.amount": "must be integer" });
		expect(findings(schema, [])).toEqual({ context: "must be object" });
		expect(findings(schema, undefined)).toEqual({ context: expect.stringContaining("not JSON") });
	});

	it("does not alter the context", () => {
		const context = Object.freeze({ amount: 1 });
		expect(findings({ type: "object", properties: { note: { default: "x" } } }, context)).toEqual({});
		expect(context).toEqual({ amount: 1 });
	});

	it("bounds what it looks at", () => {
		let deep: unknown = 1;
		for (let i = 0; i < 100; i++) deep = { a: deep };
		expect(findings({ type: "object" }, deep)).toEqual({
			context: expect.stringContaining("nested too deep"),
		});
		const many = { ids: Array.from({ length: 3_000 }, (_, i) => ({ i })) };
		expect(findings({ type: "object" }, many)).toEqual({});
		const unique = { type: "object", properties: { ids: { type: "array", uniqueItems: true } } };
		expect(findings(unique, many)).toEqual({ "context.ids": "is too long: at most 2000 items" });
	});

	it("tries patterns that would stop a backtracking engine", () => {
		const costly = { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } };
		expect(Object.keys(findings(costly, { a: `${"a".repeat(10_000)}!` }))).toEqual(["context.a"]);
		expect(findings(costly, { a: "aaa" })).toEqual({});
	});
});
