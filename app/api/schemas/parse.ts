import { z } from "zod";
import { type FieldError, Refusal } from "../../../ledger/refusal.ts";
import { messageOf, unknownField } from "./field-message.ts";

const MOST_ERRORS = 50;

/**
 * What a body is, by its schema. `value` is data as JSON has it; undefined where there was no body.
 *
 * @param at where the value stands, if not at the root of the body (`Idempotency-Key`)
 * Refuses with `invalid` and every path at fault (`attachments[0].sha256`).
 */
export function parseBody<T extends z.ZodType>(schema: T, value: unknown, at = ""): z.output<T> {
	const result = schema.safeParse(value, { error: messageOf, reportInput: true });
	if (result.success) return result.data;
	const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, schema, at)).slice(0, MOST_ERRORS);
	throw refused(errors);
}

/**
 * What a query says, by its schema. A parameter without a value counts as absent; lists may be repeated or
 * separated by commas. Refuses with `invalid` and every parameter at fault.
 */
export function parseQuery<T extends z.ZodObject>(schema: T, params: URLSearchParams): z.output<T> {
	const values: Record<string, unknown> = {};
	const twice: FieldError[] = [];
	for (const name of new Set(params.keys())) {
		const given = params.getAll(name).filter((text) => text !== "");
		const field = Object.hasOwn(schema.shape, name) ? bare(schema.shape[name]) : undefined;
		const first = given[0];
		if (first === undefined) continue;
		if (field instanceof z.ZodArray) {
			values[name] = given.flatMap((text) => text.split(",")).filter((text) => text !== "");
		} else {
			if (given.length > 1) twice.push({ path: name, message: "stands more than once: write it once" });
			const isNumber = field instanceof z.ZodNumber && /^-?\d{1,15}$/.test(first);
			Object.defineProperty(values, name, {
				value: isNumber ? Number(first) : first,
				enumerable: true,
			});
		}
	}
	if (twice.length > 0) throw refused(twice);
	return parseBody(schema, values);
}

function refused(errors: FieldError[]): Refusal {
	const [first, ...others] = errors;
	const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
	const where = first === undefined || first.path === "" ? "The body" : first.path;
	return new Refusal("invalid", `${where}: ${first?.message ?? "is not valid"}${more}`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, schema: z.ZodType, at: string): FieldError[] {
	const path = pathOf(at, issue.path);
	if (issue.code === "unrecognized_keys") {
		const known = fieldsAt(schema, issue.path);
		return issue.keys.map((key) => ({
			path: pathOf(path, [key.slice(0, 80)]),
			message: unknownField(key, known),
		}));
	}
	return [{ path, message: issue.message }];
}

/** `attachments[0].sha256` */
export function pathOf(at: string, parts: readonly PropertyKey[]): string {
	return parts.reduce<string>((path, part) => {
		if (typeof part === "number") return `${path}[${part}]`;
		return path === "" ? String(part) : `${path}.${String(part)}`;
	}, at);
}

/** The names of the fields of the object that stands at `path`. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
	let here = bare(schema);
	for (const part of path) {
		if (here instanceof z.ZodArray) here = bare(here.element);
		else if (here instanceof z.ZodObject) here = bare(here.shape[String(part)]);
	}
	return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

/** The schema without what makes it optional. */
function bare(schema: unknown): unknown {
	let here = schema;
	while (
		here instanceof z.ZodOptional ||
		here instanceof z.ZodExactOptional ||
		here instanceof z.ZodNullable ||
		here instanceof z.ZodDefault
	) {
		here = here.unwrap();
	}
	return here;
}
