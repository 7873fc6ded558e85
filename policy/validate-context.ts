import { type ContextCheck, type ContextFinding, compileContext, pointerPath } from "./context-schema.ts";
import type { Policy } from "./document.ts";
import { fieldPath, isObject, nearest, type Problem, shown } from "./problems.ts";
import { readValue } from "./read-document.ts";

/** Of a list in a context whose schema says `uniqueItems` anywhere: its items are compared pair by pair. */
const MAX_ITEMS = 2_000;
const MOST = 20;

/** Compiled once for each policy object; the same question has the same answer. */
const checks = new WeakMap<Policy["context"], ContextCheck>();

/**
 * Whether a request's context fits the policy's schema: what is wrong, with paths such as `context.items[0].amount`
 * (empty when it fits). Contexts deeper than 32 levels, larger than 256 KiB or of more than 20 000 values fit none.
 */
export function validateContext(policy: Policy, context: unknown): Problem[] {
	const bounded = readValue(context);
	if (!bounded.ok) {
		return bounded.errors.map(({ message }) => ({
			path: "context",
			message: message.replace("the document ", ""),
		}));
	}
	const long = comparesItems(policy.context) ? longList(context, "context") : null;
	if (long !== null) return [{ path: long, message: `is too long: at most ${MAX_ITEMS} items` }];

	let check = checks.get(policy.context);
	if (check === undefined) {
		check = compileContext(policy.context);
		checks.set(policy.context, check);
	}
	const problems = check(context)
		.slice(0, 2 * MOST)
		.map((finding) => problemOf(finding, policy));
	return distinct(problems).slice(0, MOST);
}

function comparesItems(schema: unknown): boolean {
	return JSON.stringify(schema).includes('"uniqueItems"');
}

function longList(value: unknown, path: string): string | null {
	if (Array.isArray(value)) {
		if (value.length > MAX_ITEMS) return path;
		for (const [i, item] of value.entries()) {
			const long = longList(item, `${path}[${i}]`);
			if (long !== null) return long;
		}
	} else if (isObject(value)) {
		for (const [field, inner] of Object.entries(value)) {
			const long = longList(inner, fieldPath(path, field));
			if (long !== null) return long;
		}
	}
	return null;
}

function problemOf({ keyword, params, instancePath, message }: ContextFinding, policy: Policy): Problem {
	const path = pointerPath("context", instancePath);
	switch (keyword) {
		case "required":
			return { path: fieldPath(path, String(params.missingProperty)), message: "is required" };
		case "additionalProperties":
		case "unevaluatedProperties": {
			const field = String(params.additionalProperty ?? params.unevaluatedProperty);
			const { properties } = policy.context;
			const near =
				instancePath === "" && isObject(properties) ? nearest(field, Object.keys(properties)) : null;
			return {
				path: fieldPath(path, field),
				message: `is not a known field${near === null ? "" : `: did you mean ${near}?`}`,
			};
		}
		case "enum":
			return { path, message: `must be one of ${listed(params.allowedValues)}` };
		case "const":
			return { path, message: `must be ${shown(params.allowedValue)}` };
		case "pattern":
			return { path, message: `must match the pattern ${params.pattern}` };
		default:
			return { path, message: message ?? "does not fit the schema" };
	}
}

function listed(values: unknown): string {
	return Array.isArray(values) ? values.slice(0, 20).map(shown).join(", ") : shown(values);
}

function distinct(problems: readonly Problem[]): Problem[] {
	const seen = new Set<string>();
	return problems.filter(({ path, message }) => {
		const key = `${path}\n${message}`;
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
