import { humanName } from "../words/names.ts";
import { words } from "../words/words.ts";
import { objectOf, resolved, type Schema } from "./context-fields.ts";

const t = words.request.resubmit;

/** What a field is filled in with. `json` is for whatever has no control of its own. */
export type Control =
	| { kind: "line" | "text" | "number" | "integer" | "yesNo" | "day" | "json" }
	/** `value` is the JSON of what is chosen. */
	| { kind: "choice"; options: { value: string; label: string }[] };

/** One field of a context, to be filled in. */
export interface FormField {
	name: string;
	label: string;
	/** The schema's description. */
	hint: string | null;
	required: boolean;
	/** Whether `null` stands for «not given». */
	nullable: boolean;
	control: Control;
	/** What its control holds now; empty where the context has no such field. */
	text: string;
}

export interface FormError {
	/** `context.amount`, as the API writes it. */
	path: string;
	message: string;
}

export type FormReading = { ok: true; context: Record<string, unknown> } | { ok: false; errors: FormError[] };

const LONG = 90;

/** The form of a context: every field of its schema and whatever else is there, in the order in which it is shown. */
export function formFields(context: Readonly<Record<string, unknown>>, schema: Schema): FormField[] {
	const properties = objectOf(schema.properties);
	const required = Array.isArray(schema.required) ? schema.required : [];
	return [...new Set([...Object.keys(properties), ...Object.keys(context)])].map((name) => {
		const own = resolved(properties[name], schema);
		const value = Object.hasOwn(context, name) ? context[name] : undefined;
		const types = typesOf(own);
		const control = controlOf(own, types, value);
		return {
			name,
			label: typeof own.title === "string" && own.title !== "" ? own.title : humanName(name),
			hint: typeof own.description === "string" ? own.description : null,
			required: required.includes(name),
			nullable: types.includes("null"),
			control,
			text: textOf(value, control),
		};
	});
}

/**
 * The context that the filled-in form stands for. What was not touched stays as it is, to the last digit; what was
 * emptied is left out.
 *
 * @param texts what the controls hold, by the field's name
 */
export function readForm(
	fields: readonly FormField[],
	texts: Readonly<Record<string, string>>,
	context: Readonly<Record<string, unknown>>,
): FormReading {
	const errors: FormError[] = [];
	const entries: [string, unknown][] = [];
	for (const field of fields) {
		const { name } = field;
		const text = textIn(texts, field);
		if (text === field.text) {
			if (Object.hasOwn(context, name)) entries.push([name, context[name]]);
		} else if (text.trim() === "") {
			if (field.nullable) entries.push([name, null]);
		} else {
			const read = readText(text, field.control);
			if ("message" in read) errors.push({ path: `context.${name}`, message: read.message });
			else entries.push([name, read.value]);
		}
	}
	return errors.length > 0 ? { ok: false, errors } : { ok: true, context: Object.fromEntries(entries) };
}

/** What a field's control holds: what was filled in, else what the context has. */
export function textIn(texts: Readonly<Record<string, string>>, { name, text }: FormField): string {
	return Object.hasOwn(texts, name) ? (texts[name] ?? text) : text;
}

/** The context that a text of JSON stands for. */
export function readJson(text: string): FormReading {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === "object" && value !== null && !Array.isArray(value))
			return { ok: true, context: value as Record<string, unknown> };
		return { ok: false, errors: [{ path: "context", message: t.notObject }] };
	} catch {
		return { ok: false, errors: [{ path: "context", message: t.notJson }] };
	}
}

function typesOf({ type }: Schema): string[] {
	return [type].flat().filter((item): item is string => typeof item === "string");
}

function controlOf(schema: Schema, types: readonly string[], value: unknown): Control {
	const wanted = wantedControl(schema, types, value);
	return fits(wanted, value) ? wanted : { kind: "json" };
}

function wantedControl(schema: Schema, types: readonly string[], value: unknown): Control {
	if (Array.isArray(schema.enum)) {
		const options = schema.enum.filter((item) => item !== null);
		return { kind: "choice", options: options.map(optionOf) };
	}
	const plain = types.filter((item) => item !== "null");
	const [type] = plain;
	switch (plain.length === 1 ? type : plain.length === 0 ? typeof value : "mixed") {
		case "string":
			return textControl(schema, value);
		case "integer":
			return { kind: "integer" };
		case "number":
			return { kind: "number" };
		case "boolean":
			return { kind: "yesNo" };
		default:
			return { kind: "json" };
	}
}

function textControl(schema: Schema, value: unknown): Control {
	if (schema.format === "date") return { kind: "day" };
	const long = typeof value === "string" && (value.length > LONG || value.includes("\n"));
	return { kind: long ? "text" : "line" };
}

function optionOf(item: unknown): { value: string; label: string } {
	return { value: JSON.stringify(item), label: typeof item === "string" ? item : JSON.stringify(item) };
}

/** Whether the control can hold the value as it is. */
function fits(control: Control, value: unknown): boolean {
	if (value === undefined || value === null) return true;
	switch (control.kind) {
		case "line":
		case "text":
			return typeof value === "string";
		case "day":
			return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
		case "number":
		case "integer":
			return typeof value === "number";
		case "yesNo":
			return typeof value === "boolean";
		case "choice":
			return control.options.some((option) => option.value === JSON.stringify(value));
		case "json":
			return true;
	}
}

function textOf(value: unknown, { kind }: Control): string {
	if (value === undefined || (value === null && kind !== "json")) return "";
	if (kind === "json") return JSON.stringify(value, null, 2);
	if (kind === "choice") return JSON.stringify(value);
	return String(value);
}

function readText(text: string, { kind }: Control): { value: unknown } | { message: string } {
	switch (kind) {
		case "number": {
			const value = Number(text);
			return Number.isFinite(value) ? { value } : { message: t.notNumber };
		}
		case "integer": {
			const value = Number(text);
			return Number.isSafeInteger(value) ? { value } : { message: t.notInteger };
		}
		case "yesNo":
			return { value: text === "true" };
		case "choice":
		case "json":
			try {
				return { value: JSON.parse(text) };
			} catch {
				return { message: t.notJson };
			}
		default:
			return { value: text };
	}
}
