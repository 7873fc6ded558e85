import { expect, test } from "vitest";
import { contextChanges } from "../../app/request/context-fields.ts";

const schema = { properties: { amount: { type: "integer", title: "Amount" }, customer: { type: "string" } } };

test("two contexts differ in what was changed, added and taken away, and in nothing else", () => {
	const before = { amount: 5, customer: "Ada", lines: [{ a: 1 }], gone: true };
	const after = { lines: [{ a: 1 }], customer: "Ada", amount: 6, more: "x" };
	expect(contextChanges(before, after, schema)).toEqual([
		{
			name: "amount",
			label: "Amount",
			before: { kind: "number", value: 5, unit: null },
			after: { kind: "number", value: 6, unit: null },
		},
		{ name: "more", label: "More", before: null, after: { kind: "text", text: "x", long: false } },
		{ name: "gone", label: "Gone", before: { kind: "yesNo", value: true }, after: null },
	]);
	expect(contextChanges(before, { ...before }, schema)).toEqual([]);
});

test("a text that became a number of the same digits is a change", () => {
	expect(contextChanges({ amount: "5" }, { amount: 5 }, schema)).toHaveLength(1);
});
