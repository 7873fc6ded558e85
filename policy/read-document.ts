import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Problem } from "./problems.ts";

/** A policy's text is at most this many bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 256 * 1024;
const MAX_DEPTH = 32;
/** Values in a document, those that aliases repeat counted each time. */
const MAX_VALUES = 20_000;
const MAX_ALIASES = 100;

export type Reading = { ok: true; value: unknown } | { ok: false; errors: Problem[] };

/**
 * Reads YAML 1.2 (core schema; JSON is a part of it) as plain JSON data. Refused: more than `MAX_DOCUMENT_BYTES`,
 * nesting deeper than 32, custom tags, equal keys, several documents, and aliases that blow up.
 */
export function readText(text: string): Reading {
	const tooLarge = refused(`is too large: at most ${MAX_DOCUMENT_BYTES / 1024} KiB`);
	if (text.length > MAX_DOCUMENT_BYTES || new TextEncoder().encode(text).length > MAX_DOCUMENT_BYTES)
		return tooLarge;
	// The parser calls itself for each level, so the depth is bounded before it runs.
	if (nestsTooDeep(text)) return refused(tooDeep);
	const lines = new LineCounter();
	const document = parseDocument(text, {
		uniqueKeys: false,
		prettyErrors: false,
		lineCounter: lines,
		merge: false,
	});
	const wrong = [...document.errors, ...document.warnings];
	if (wrong.length > 0) {
		const errors = wrong.slice(0, 10).map(({ message, pos }) => {
			const { line, col } = lines.linePos(pos[0]);
			return { path: "", message: `is not valid YAML at line ${line}, column ${col}: ${message}` };
		});
		return { ok: false, errors };
	}
	const repeated = repeatedKeys(document.contents, lines);
	if (repeated.length > 0) return { ok: false, errors: repeated };
	try {
		return readValue(document.toJS({ maxAliasCount: MAX_ALIASES }));
	} catch (error) {
		return refused(`cannot be read: ${error instanceof Error ? error.message : "unknown error"}`);
	}
}

/** Bounds data that did not come as text, and makes sure that it is plain JSON. */
export function readValue(value: unknown): Reading {
	let values = 0;
	let characters = 0;
	const check = (part: unknown, depth: number): string | null => {
		values += 1;
		if (values > MAX_VALUES) return tooMany;
		if (depth > MAX_DEPTH) return tooDeep;
		if (typeof part === "string") return count(part);
		if (part === null || typeof part === "boolean") return null;
		if (typeof part === "number") return Number.isFinite(part) ? null : "holds a number that is not finite";
		if (typeof part !== "object") return `holds a ${typeof part}, which is not JSON`;
		if (Array.isArray(part) && values + part.length > MAX_VALUES) return tooMany;
		if (!Array.isArray(part) && !isPlain(part)) return "holds an object that is not plain JSON";
		// Counted before they are looked at: a list of millions is not worth a walk.
		const keys = Object.keys(part);
		if (values + keys.length > MAX_VALUES) return tooMany;
		for (const key of keys) {
			if (key === "__proto__") return 'holds a field named "__proto__"';
			const inner: unknown = Reflect.get(part, key);
			const wrong = count(key) ?? check(inner, depth + 1);
			if (wrong !== null) return wrong;
		}
		return null;
	};
	const count = (text: string): string | null => {
		characters += text.length;
		return characters > MAX_DOCUMENT_BYTES ? `is too large: at most ${MAX_DOCUMENT_BYTES / 1024} KiB` : null;
	};
	const wrong = check(value, 0);
	return wrong === null ? { ok: true, value } : refused(wrong);
}

const tooMany = `is too large: at most ${MAX_VALUES} values`;
const tooDeep = `is nested too deep: at most ${MAX_DEPTH} levels`;

function refused(message: string): Reading {
	return { ok: false, errors: [{ path: "", message: `the document ${message}` }] };
}

function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/**
 * Whether the text may nest deeper than the parser should follow: brackets open at once, and block collections
 * begun on one line or by growing indentation. Brackets in texts count too, so the bound is generous.
 */
function nestsTooDeep(text: string): boolean {
	const most = 8 * MAX_DEPTH;
	let open = 0;
	for (const character of text) {
		if (character === "[" || character === "{") open += 1;
		else if (character === "]" || character === "}") open = Math.max(0, open - 1);
		if (open > most) return true;
	}
	return text.split("\n").some((line) => (/^[\s?:-]*/.exec(line)?.[0].length ?? 0) > most);
}

/** Equal keys in one map. Own, because the parser's own check compares every pair. */
function repeatedKeys(root: unknown, lines: LineCounter): Problem[] {
	const errors: Problem[] = [];
	const visit = (node: unknown, path: string): void => {
		if (isSeq(node)) {
			for (const [i, item] of node.items.entries()) visit(item, `${path}[${i}]`);
		}
		if (!isMap(node)) return;
		const seen = new Set<string>();
		for (const { key, value } of node.items) {
			if (isAlias(key) || !isScalar(key)) {
				errors.push({ path, message: "holds a key that is not a plain name" });
				continue;
			}
			const name = String(key.value);
			const inner = path === "" ? name : `${path}.${name}`;
			if (seen.has(name) && errors.length < 10) {
				const { line } = lines.linePos(key.range?.[0] ?? 0);
				errors.push({ path: inner, message: `stands twice (again at line ${line}): write it once` });
			}
			seen.add(name);
			visit(value, inner);
		}
	};
	visit(root, "");
	return errors;
}
