import { describe, expect, it } from "vitest";
import { contextField, contextFields } from "../../app/request/context-fields.ts";

const schema = {
	type: "object",
	required: ["amount"],
	properties: {
		customer: { type: "string" },
		amount: { type: "number", title: "Amount", description: "Before tax" },
		currency: { type: "string" },
		shipTo: { $ref: "#/$defs/address" },
		lines: { type: "array", items: { $ref: "#/$defs/line" } },
	},
	$defs: {
		address: { type: "object", title: "Ship to", properties: { city: { type: "string", title: "Town" } } },
		line: {
			type: "object",
			properties: { sku: { type: "string", title: "Article" }, quantity: { type: "integer" } },
		},
	},
};

describe("a context as a form", () => {
	it("gives the schema's fields in its order, then what else is there", () => {
		const context = { extra_note: "x", customer: "Ada", currency: "EUR", amount: 5 };
		const fields = contextFields(context, schema);
		expect(fields.map(({ label }) => label)).toEqual(["Customer", "Amount", "Currency", "Extra note"]);
	});

	it("leaves nothing out that the context holds", () => {
		const context = { a: 1, b: { c: { d: [1, { e: null }] } }, lines: [{ sku: "K", more: true }] };
		const text = JSON.stringify(contextFields(context, schema));
		for (const name of ["a", "b", "c", "d", "e", "lines", "sku", "more"])
			expect(text).toContain(`"name":"${name}"`);
	});

	it("puts a currency beside money and never touches the number", () => {
		const amount = (context: Record<string, unknown>) => contextField(context, schema, "amount")?.shown;
		expect(amount({ amount: 12_500.5, currency: "EUR" })).toEqual({
			kind: "number",
			value: 12_500.5,
			unit: "EUR",
		});
		expect(amount({ amount: 100 })).toEqual({ kind: "number", value: 100, unit: null });
		expect(amount({ amount: 100, currency: "not one" })).toEqual({ kind: "number", value: 100, unit: null });
	});

	it("knows days, instants, yes and no, nothing, and long text", () => {
		const shown = (value: unknown) => contextField({ value }, {}, "value")?.shown;
		expect(shown("2026-01-05")).toEqual({ kind: "day", day: "2026-01-05" });
		expect(shown("2026-01-05T09:00:00+01:00")).toEqual({ kind: "instant", at: "2026-01-05T08:00:00.000Z" });
		expect(shown("2026-13-45")).toMatchObject({ kind: "text" });
		expect(shown(false)).toEqual({ kind: "yesNo", value: false });
		for (const nothing of [null, "", [], {}]) expect(shown(nothing)).toEqual({ kind: "nothing" });
		expect(shown("a\nb")).toEqual({ kind: "text", text: "a\nb", long: true });
	});

	it("follows references, and makes a table of a list of small records", () => {
		const context = { shipTo: { city: "Hampton" }, lines: [{ sku: "K-1", quantity: 2 }, { sku: "C-4" }] };
		const [shipTo, lines] = contextFields(context, schema);
		expect(shipTo).toMatchObject({ label: "Ship to", shown: { fields: [{ label: "Town" }] } });
		expect(lines?.shown).toMatchObject({
			kind: "table",
			columns: [
				{ name: "sku", label: "Article" },
				{ name: "quantity", label: "Quantity" },
			],
		});
	});

	it("is not led astray by names that objects have of their own", () => {
		const fields = contextFields(JSON.parse('{"__proto__":1,"constructor":"x"}'), schema);
		expect(fields.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
		expect(contextField({}, schema, "toString")).toBeNull();
	});
});
