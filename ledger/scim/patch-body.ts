import { badScim } from "./scim-error.ts";

/** One operation of a PATCH (RFC 7644, section 3.5.2). */
export interface PatchOperation {
	op: "add" | "replace" | "remove";
	/** Null: `value` is an object of attributes. */
	path: string | null;
	value: unknown;
}

const MOST_OPERATIONS = 1000;

/**
 * Reads the body of a PATCH. Entra ID writes `Add`, `Replace` and `Remove`; names of fields are read in any case.
 * Refuses with `invalidSyntax`, and with `noTarget` a removal that does not say of what.
 */
export function readPatchBody(body: unknown): PatchOperation[] {
	const operations = isObject(body) ? fieldOf(body, "operations") : undefined;
	if (!Array.isArray(operations) || operations.length === 0)
		throw badScim(
			"invalidSyntax",
			'Operations: write a list such as [{"op": "replace", "path": "active", "value": false}].',
		);
	if (operations.length > MOST_OPERATIONS)
		throw badScim("tooMany", `Operations: at most ${MOST_OPERATIONS} in one call.`);
	return operations.map(readOperation);
}

function readOperation(operation: unknown, index: number): PatchOperation {
	const at = `Operations[${index}]`;
	if (!isObject(operation)) throw badScim("invalidSyntax", `${at}: write an object.`);
	const word = fieldOf(operation, "op");
	const op = typeof word === "string" ? word.toLowerCase() : "";
	if (op !== "add" && op !== "replace" && op !== "remove")
		throw badScim("invalidSyntax", `${at}.op: write add, replace or remove.`);
	const given = fieldOf(operation, "path") ?? null;
	if (given !== null && typeof given !== "string") throw badScim("invalidPath", `${at}.path: write a text.`);
	const path = given === null || given.trim() === "" ? null : given;
	const value = fieldOf(operation, "value");
	if (path === null && op === "remove")
		throw badScim("noTarget", `${at}.path: is required: write what is to be removed.`);
	if (path === null && !isObject(value))
		throw badScim("invalidSyntax", `${at}.value: without a path, write an object of attributes.`);
	if (op !== "remove" && value === undefined) throw badScim("invalidValue", `${at}.value: is required.`);
	return { op, path, value };
}

/** A field by its name in lower case, however it is written. */
export function fieldOf(object: Record<string, unknown>, name: string): unknown {
	return Object.entries(object).find(([key]) => key.toLowerCase() === name)?.[1];
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
