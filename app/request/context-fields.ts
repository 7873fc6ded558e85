import { humanName } from "../words/names.ts";

/** A value of the context, ready to be laid out: read from the JSON Schema where it says something. */
export type Shown =
	| { kind: "text"; text: string; long: boolean }
	| { kind: "number"; value: number; unit: string | null }
	| { kind: "yesNo"; value: boolean }
	| { kind: "instant"; at: string }
	| { kind: "day"; day: string }
	| { kind: "nothing" }
	| { kind: "list"; items: Shown[] }
	| { kind: "fields"; fields: Field[] }
	| { kind: "table"; columns: { name: string; label: string }[]; rows: Record<string, Shown>[] };

export interface Field {
	name: string;
	label: string;
	/** The schema's description. */
	hint: string | null;
	shown: Shown;
}

/** JSON Schema, as an object. */
export type Schema = Readonly<Record<string, unknown>>;

/** How deep objects are laid out as forms; deeper ones are shown as JSON text. */
const DEEPEST = 5;
/** More columns than this do not fit a table. */
const MOST_COLUMNS = 5;
const LONG = 90;

/**
 * The fields of a context as a form: in the schema's order and with its titles, then whatever else is there.
 * Nothing that the context holds is left out.
 */
export function contextFields(context: Readonly<Record<string, unknown>>, schema: Schema): Field[] {
	return fieldsOf(context, schema, schema, 0);
}

/** One field of a context by its name, as lists show it; null where the context has none. */
export function contextField(
	context: Readonly<Record<string, unknown>>,
	schema: Schema,
	name: string,
): Field | null {
	return contextFields(context, schema).find((field) => field.name === name) ?? null;
}

export interface FieldChange {
	name: string;
	label: string;
	/** Null where it was not there. */
	before: Shown | null;
	/** Null where it is there no more. */
	after: Shown | null;
}

/** The fields in which two contexts differ, in the order of the form. */
export function contextChanges(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>,
	schema: Schema,
): FieldChange[] {
	const earlier = contextFields(before, schema);
	const now = contextFields(after, schema);
	const names = [...new Set([...now, ...earlier].map(({ name }) => name))];
	return names.flatMap((name) => {
		const was = earlier.find((field) => field.name === name);
		const is = now.find((field) => field.name === name);
		if (was !== undefined && is !== undefined && JSON.stringify(was.shown) === JSON.stringify(is.shown))
			return [];
		return [
			{ name, label: (is ?? was)?.label ?? name, before: was?.shown ?? null, after: is?.shown ?? null },
		];
	});
}

function fieldsOf(
	value: Readonly<Record<string, unknown>>,
	schema: Schema,
	root: Schema,
	depth: number,
): Field[] {
	const properties = objectOf(schema.properties);
	const known = Object.keys(properties).filter((name) => Object.hasOwn(value, name));
	const names = [...new Set([...known, ...Object.keys(value)])];
	return names.map((name) => {
		const own = resolved(properties[name], root);
		return {
			name,
			label: typeof own.title === "string" && own.title !== "" ? own.title : humanName(name),
			hint: typeof own.description === "string" ? own.description : null,
			shown: shownValue(value[name], own, root, depth, unitOf(name, own, value)),
		};
	});
}

function shownValue(value: unknown, schema: Schema, root: Schema, depth: number, unit: string | null): Shown {
	if (value === null || value === undefined || value === "") return { kind: "nothing" };
	if (typeof value === "boolean") return { kind: "yesNo", value };
	if (typeof value === "number") return { kind: "number", value, unit };
	if (typeof value === "string") return shownText(value, schema);
	if (depth >= DEEPEST) return { kind: "text", text: JSON.stringify(value, null, 2), long: true };
	if (Array.isArray(value)) return shownList(value, resolved(schema.items, root), root, depth);
	const fields = fieldsOf(value as Record<string, unknown>, schema, root, depth + 1);
	return fields.length === 0 ? { kind: "nothing" } : { kind: "fields", fields };
}

function shownText(text: string, schema: Schema): Shown {
	const day = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
	if (day && schema.format !== "date-time") return { kind: "day", day: text };
	const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
	if (instant && !Number.isNaN(Date.parse(text)))
		return { kind: "instant", at: new Date(text).toISOString() };
	return { kind: "text", text, long: text.length > LONG || text.includes("\n") };
}

function shownList(values: readonly unknown[], items: Schema, root: Schema, depth: number): Shown {
	if (values.length === 0) return { kind: "nothing" };
	const shown = values.map((value) => shownValue(value, items, root, depth + 1, null));
	return tableOf(shown) ?? { kind: "list", items: shown };
}

/** A list of small records as a table, when every cell is one plain value. */
function tableOf(rows: readonly Shown[]): Shown | null {
	const columns = new Map<string, string>();
	for (const row of rows) {
		if (row.kind !== "fields") return null;
		for (const { name, label, shown } of row.fields) {
			if (shown.kind === "fields" || shown.kind === "list" || shown.kind === "table") return null;
			columns.set(name, label);
		}
	}
	if (columns.size > MOST_COLUMNS) return null;
	return {
		kind: "table",
		columns: [...columns].map(([name, label]) => ({ name, label })),
		rows: rows.map((row) =>
			row.kind === "fields" ? Object.fromEntries(row.fields.map(({ name, shown }) => [name, shown])) : {},
		),
	};
}

const MONEY = /amount|total|price|cost|fee|sum|balance|budget|refund|payment|salary|limit/i;

/** The currency that stands beside an amount of money, as ISO 4217 names it. The number itself is not touched. */
function unitOf(name: string, schema: Schema, siblings: Readonly<Record<string, unknown>>): string | null {
	if (typeof schema["x-unit"] === "string") return schema["x-unit"];
	const { currency } = siblings;
	return MONEY.test(name) && typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? currency : null;
}

/** A schema with its reference inside the same document followed (policies allow no others, and no cycles). */
export function resolved(schema: unknown, root: Schema): Schema {
	let place = objectOf(schema);
	for (let hops = 0; hops < 10 && typeof place.$ref === "string"; hops += 1) {
		let target: unknown = root;
		for (const part of place.$ref.split("/").slice(1)) {
			target = objectOf(target)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
		}
		const { $ref: _followed, ...own } = place;
		place = { ...objectOf(target), ...own };
	}
	return place;
}

/** An object as it is; anything else as an empty one. */
export function objectOf(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}
