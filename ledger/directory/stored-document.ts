import { createHash } from "node:crypto";
import type { Problem } from "../../policy/problems.ts";
import { readText, readValue } from "../../policy/read-document.ts";
import { canonicalJson } from "../../proof/canonical.ts";
import { invalid, Refusal } from "../refusal.ts";
import { requireDirectoryName } from "./names.ts";

/**
 * A calendar's or rota's document as data, with its name: what it says itself, or the name it is put under.
 *
 * @param document YAML or JSON text, or data
 * Refuses with `invalid` what cannot be read, has no name that can be kept, or another than it is put under.
 */
export function readNamed(
	document: unknown,
	name: string | undefined,
): { name: string; data: Record<string, unknown> } {
	const reading = typeof document === "string" ? readText(document) : readValue(document);
	if (!reading.ok) throw notValid("The document", reading.errors);
	const { value } = reading;
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw invalid("", "the document must be an object such as { name, timeZone, … }");
	const data: Record<string, unknown> = { ...value };
	if (name !== undefined) {
		requireDirectoryName(name);
		if (data.name !== undefined && data.name !== name)
			throw invalid("name", `is ${JSON.stringify(data.name).slice(0, 80)}, but it was put as ${name}`);
		data.name = name;
	}
	if (typeof data.name === "string") requireDirectoryName(data.name);
	return { name: String(data.name), data };
}

/** A refusal that names every field at fault. */
export function notValid(what: string, errors: readonly Problem[]): Refusal {
	const [first] = errors;
	return new Refusal("invalid", `${what} is not valid: ${first?.path} ${first?.message}`, {
		errors: [...errors],
	});
}

/** Hex SHA-256 of the document's RFC 8785 form. */
export function digestOf(data: unknown): string {
	return createHash("sha256").update(canonicalJson(data)).digest("hex");
}
