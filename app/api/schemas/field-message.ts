import type { core } from "zod";
import { nearest, shown } from "../../../policy/problems.ts";

/**
 * The message of a field that is missing or wrong. `what` continues «write»: `the name of a policy, such as refund`.
 */
export function write(what: string): (issue: core.$ZodRawIssue) => string {
	return (issue) => sizeMessage(issue) ?? instead(what, issue.input);
}

function instead(what: string, input: unknown): string {
	return input === undefined ? `is required: write ${what}` : `write ${what}, not ${shown(input)}`;
}

const KINDS: Record<string, string> = {
	string: "a text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	record: "an object",
};

/** What to write instead, for whatever a schema does not say itself. */
export function messageOf(issue: core.$ZodRawIssue): string | undefined {
	const { input } = issue;
	switch (issue.code) {
		case "invalid_type":
			return instead(KINDS[String(issue.expected)] ?? String(issue.expected), input);
		case "invalid_value":
			return instead(oneOf((issue.values as unknown[]).map(String)), input);
		case "too_small":
			return sizeMessage(issue) ?? `write at least ${issue.minimum}, not ${shown(input)}`;
		case "too_big":
			return sizeMessage(issue) ?? `write at most ${issue.maximum}, not ${shown(input)}`;
		default:
			return undefined;
	}
}

/** Where a text or a list has the wrong length. */
function sizeMessage(issue: core.$ZodRawIssue): string | null {
	if (issue.code !== "too_small" && issue.code !== "too_big") return null;
	const { input } = issue;
	const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
	if (input === "") return "is empty: write some text";
	if (typeof input === "string") return `write ${bound} characters, not ${input.length}`;
	if (Array.isArray(input)) return `write ${bound} items, not ${input.length}`;
	return null;
}

export function oneOf(words: readonly string[]): string {
	return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** A field that nobody knows, with the nearest known one. */
export function unknownField(field: string, known: readonly string[]): string {
	const near = nearest(field, known);
	if (near !== null) return `is not a field: did you mean ${near}?`;
	return known.length === 0
		? "is not a field: leave it out"
		: `is not a field: known here are ${known.join(", ")}`;
}
