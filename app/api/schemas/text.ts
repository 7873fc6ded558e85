import { z } from "zod";
import { write } from "./field-message.ts";

/** What no database text and no JSON column holds: NUL, and halves of a surrogate pair. */
export function isUnkeepable(value: string): boolean {
	return value.includes("\0") || /\p{Surrogate}/u.test(value);
}

export const UNKEEPABLE_MESSAGE =
	"has a character that cannot be kept (NUL or half a character): leave it out";
/** As the policy core bounds a context. */
const MAX_DEPTH = 32;

/** A text. @param what continues «write»: `the name of a policy, such as refund` */
export function text(what: string): z.ZodString {
	return z
		.string({ error: write(what) })
		.refine((value) => !isUnkeepable(value), { error: UNKEEPABLE_MESSAGE });
}

/** An object of JSON data, passed on as it is. Its fields are for the policy's own schema to judge. */
export function jsonObject(what: string) {
	return z
		.custom<Record<string, unknown>>(isObject, { error: write(what), abort: true })
		.superRefine((value, ctx) => {
			const fault = findFault(value, [], 0);
			if (fault !== null)
				ctx.addIssue({ code: "custom", path: fault.path, message: fault.message, input: value });
		})
		.meta({ type: "object" });
}

interface Fault {
	path: (string | number)[];
	message: string;
}

function findFault(value: unknown, path: (string | number)[], depth: number): Fault | null {
	if (depth > MAX_DEPTH) return { path: [], message: `is nested too deep: at most ${MAX_DEPTH} levels` };
	if (typeof value === "string") return isUnkeepable(value) ? { path, message: UNKEEPABLE_MESSAGE } : null;
	if (typeof value !== "object" || value === null) return null;
	const inside: [string | number, unknown][] = Array.isArray(value)
		? [...value.entries()]
		: Object.entries(value);
	for (const [key, inner] of inside) {
		if (typeof key === "string" && isUnkeepable(key))
			return { path, message: `holds a field whose name ${UNKEEPABLE_MESSAGE}` };
		const fault = findFault(inner, [...path, key], depth + 1);
		if (fault !== null) return fault;
	}
	return null;
}

function isObject(value: unknown): boolean {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
