import { describe, expect, it } from "vitest";
import { formFields, readForm, readJson } from "../../app/request/context-form.ts";

const schema = {
	type: "object",
	required: ["amount", "customer"],
	properties: {
		amount: { type: "integer", title: "Amount in cents", description: "Net." },
		rate: { type: "number" },
		customer: { type: "string" },
		note: { type: ["string", "null"] },
		urgent: { type: "boolean" },
		reason: { enum: ["damaged", "late", 3] },
		shipped: { type: "string", format: "date" },
		lines: { type: "array", items: { type: "object" } },
		ref: { $ref: "#/$defs/reference" },
		mixed: { type: ["string", "integer"] },
	},
	$defs: { reference: { type: "string", title: "Reference" } },
};
const context = {
	amount: 5,
	customer: "Ada",
	lines: [{ sku: "a" }],
	extra: { kept: true },
	shipped: "2026-01-05",
};

function kinds(): Record<string, string> {
	return Object.fromEntries(formFields(context, schema).map(({ name, control }) => [name, control.kind]));
}

/** The context after these controls were changed. */
function changed(texts: Record<string, string>, before: Record<string, unknown> = context) {
	return readForm(formFields(before, schema), texts, before);
}

describe("the form of a context", () => {
	it("has a control for each simple type, and JSON for the rest", () => {
		expect(kinds()).toEqual({
			amount: "integer",
			rate: "number",
			customer: "line",
			note: "line",
			urgent: "yesNo",
			reason: "choice",
			shipped: "day",
			lines: "json",
			ref: "line",
			mixed: "json",
			extra: "json",
		});
	});

	it("has labels, hints and what is required from the schema", () => {
		const [amount] = formFields(context, schema);
		expect(amount).toMatchObject({ label: "Amount in cents", hint: "Net.", required: true, text: "5" });
		const ref = formFields(context, schema).find(({ name }) => name === "ref");
		expect(ref).toMatchObject({ label: "Reference", required: false, text: "" });
	});

	it("shows as JSON what does not fit its control", () => {
		const [amount] = formFields({ amount: "five" }, schema);
		expect(amount).toMatchObject({ control: { kind: "json" }, text: '"five"' });
	});

	it("untouched, gives back the same, to the last digit", () => {
		const exact = { ...context, rate: 0.1 + 0.2, note: null, customer: "" };
		expect(changed({}, exact)).toEqual({ ok: true, context: exact });
	});

	it("reads what was filled in, by its type", () => {
		const texts = {
			amount: "6",
			rate: "2.5",
			urgent: "false",
			reason: "3",
			shipped: "2026-02-01",
			lines: '[{"sku":"b"}]',
			mixed: "7",
		};
		expect(changed(texts)).toEqual({
			ok: true,
			context: {
				...context,
				amount: 6,
				rate: 2.5,
				urgent: false,
				reason: 3,
				shipped: "2026-02-01",
				lines: [{ sku: "b" }],
				mixed: 7,
			},
		});
	});

	it("leaves out what was emptied, or makes it null where the schema has null for it", () => {
		const before = { ...context, note: "x" };
		expect(changed({ shipped: "", note: "" }, before)).toEqual({
			ok: true,
			context: { amount: 5, customer: "Ada", lines: [{ sku: "a" }], extra: { kept: true }, note: null },
		});
	});

	it("names every field that cannot be read", () => {
		expect(changed({ amount: "six", rate: "x", lines: "[" })).toEqual({
			ok: false,
			errors: [
				{ path: "context.amount", message: "Write a whole number" },
				{ path: "context.rate", message: "Write a number" },
				{ path: "context.lines", message: "This is not JSON" },
			],
		});
		expect(changed({ amount: "6.5" })).toMatchObject({ ok: false });
	});

	it("does not take a field's name for anything else", () => {
		const odd = { __proto__x: "a", constructor: "b" };
		expect(changed({}, odd)).toEqual({ ok: true, context: odd });
		expect(changed({ constructor: "c" }, odd)).toEqual({ ok: true, context: { ...odd, constructor: "c" } });
	});
});

describe("a context as one text", () => {
	it("is a JSON object", () => {
		expect(readJson('{"amount": 6}')).toEqual({ ok: true, context: { amount: 6 } });
		for (const text of ["[1]", "null", "5"])
			expect(readJson(text)).toMatchObject({ ok: false, errors: [{ path: "context" }] });
		expect(readJson("{")).toMatchObject({ ok: false, errors: [{ message: "This is not JSON" }] });
	});
});
