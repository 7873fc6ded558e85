import type { Fragment } from "postgres";
import type { Tx } from "../../db/transaction.ts";
import { UUID } from "../locked-request.ts";
import { type AttributePath, pathText } from "./attribute-path.ts";
import type { Comparison, Filter } from "./filter.ts";
import { badScim } from "./scim-error.ts";

/** What of a row an attribute is, for statements. */
export type Field =
	| { kind: "text"; column: Fragment; exact: boolean; equals?: (value: string) => Fragment }
	| { kind: "boolean"; column: Fragment }
	/** A uuid; `eq`, `ne` and `pr` only. */
	| { kind: "id"; column: Fragment }
	/** The same in every row: `emails.type` is `work`. */
	| { kind: "constant"; value: string }
	/** Several in a row, by their ids. */
	| { kind: "ids"; has: (id: string) => Fragment; any: Fragment };

/** The field of an attribute, null where it cannot be looked for. Inside brackets, `path.sub` is the inner name. */
export type FieldOf = (path: AttributePath) => Field | null;

/**
 * A filter as a condition of a statement; every value is a parameter. What is not there is equal to nothing.
 * Refuses with `invalidFilter` attributes and operators that cannot be looked for.
 */
export function filterStatement(sql: Tx["sql"], filter: Filter, fieldOf: FieldOf): Fragment {
	switch (filter.op) {
		case "and":
		case "or": {
			const word = filter.op === "and" ? sql`and` : sql`or`;
			const parts = filter.filters.map((part) => filterStatement(sql, part, fieldOf));
			return parts.reduce((left, right) => sql`(${left} ${word} ${right})`);
		}
		case "not":
			return sql`not coalesce(${filterStatement(sql, filter.filter, fieldOf)}, false)`;
		case "element": {
			const { urn, name } = filter.path;
			return filterStatement(sql, filter.filter, (inner) => fieldOf({ urn, name, sub: inner.name }));
		}
		case "present":
			return presence(sql, requireField(fieldOf, filter.path));
		default:
			return comparison(sql, requireField(fieldOf, filter.path), filter);
	}
}

function requireField(fieldOf: FieldOf, path: AttributePath): Field {
	const field = fieldOf(path);
	if (field === null) throw badScim("invalidFilter", `${pathText(path)} cannot be filtered by.`);
	return field;
}

function presence(sql: Tx["sql"], field: Field): Fragment {
	if (field.kind === "ids") return field.any;
	return field.kind === "constant" ? sql`true` : sql`${field.column} is not null`;
}

interface Compared {
	op: Comparison;
	path: AttributePath;
	value: string | number | boolean | null;
}

function comparison(sql: Tx["sql"], field: Field, { op, path, value }: Compared): Fragment {
	if (value === null) {
		if (op !== "eq" && op !== "ne") throw unsupported(op, path);
		return op === "eq" ? sql`not ${presence(sql, field)}` : presence(sql, field);
	}
	if (op === "ne") return sql`not coalesce(${comparison(sql, field, { op: "eq", path, value })}, false)`;
	const text = String(value);
	switch (field.kind) {
		case "boolean": {
			if (op !== "eq" || !/^(true|false)$/i.test(text)) throw unsupported(op, path);
			return sql`${field.column} = ${text.toLowerCase() === "true"}`;
		}
		case "id":
			if (op !== "eq") throw unsupported(op, path);
			return UUID.test(text.toLowerCase()) ? sql`${field.column} = ${text.toLowerCase()}::uuid` : sql`false`;
		case "ids":
			if (op !== "eq") throw unsupported(op, path);
			return UUID.test(text.toLowerCase()) ? field.has(text.toLowerCase()) : sql`false`;
		case "constant":
			if (op !== "eq") throw unsupported(op, path);
			return field.value === text.toLowerCase() ? sql`true` : sql`false`;
		case "text":
			return textComparison(sql, field, { op, path, value: text });
	}
}

function textComparison(
	sql: Tx["sql"],
	field: Extract<Field, { kind: "text" }>,
	{ op, path, value }: Compared & { value: string },
): Fragment {
	// No text column holds NUL, and a statement with one fails.
	if (value.includes("\0")) return sql`false`;
	if (op === "eq" && field.equals !== undefined) return field.equals(value);
	const own = field.exact ? field.column : sql`lower(${field.column})`;
	const given = field.exact ? sql`${value}::text` : sql`lower(${value}::text)`;
	switch (op) {
		case "eq":
			return sql`${own} = ${given}`;
		case "co":
			return sql`position(${given} in ${own}) > 0`;
		case "sw":
			return sql`starts_with(${own}, ${given})`;
		case "ew":
			return sql`right(${own}, length(${given})) = ${given}`;
		default:
			throw unsupported(op, path);
	}
}

function unsupported(op: Comparison, path: AttributePath): Error {
	return badScim("invalidFilter", `${op} is not supported for ${pathText(path)} with this value.`);
}
