import { type AttributePath, parseAttributePath } from "./attribute-path.ts";
import { badScim, type ScimError } from "./scim-error.ts";

export const COMPARISONS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A filter, taken apart. */
export type Filter =
	| { op: "and" | "or"; filters: Filter[] }
	| { op: "not"; filter: Filter }
	/** `externalId pr` */
	| { op: "present"; path: AttributePath }
	| { op: Comparison; path: AttributePath; value: string | number | boolean | null }
	/** `emails[type eq "work"]`: of one element, with paths inside it. */
	| { op: "element"; path: AttributePath; filter: Filter };

const MOST_CHARACTERS = 8_192;
const MOST_TERMS = 200;
const DEEPEST = 20;

/**
 * Reads a filter: the grammar of RFC 7644, section 3.4.2.2 (figure 1). Words are read in any case. Written here
 * and not taken from a library: the small ones bound neither length nor depth, or change escapes in values.
 *
 * Refuses with `invalidFilter`, saying where.
 */
export function parseFilter(text: string): Filter {
	const reader = new FilterReader(text, 0);
	const filter = reader.filter();
	reader.end();
	return filter;
}

/**
 * Reads the filter that begins behind the bracket at `start`, up to its closing bracket. Answers the filter, and
 * where the text goes on. Refuses with `invalidFilter`.
 */
export function parseElementFilter(text: string, start: number): { filter: Filter; end: number } {
	const reader = new FilterReader(text, start);
	const filter = reader.filter();
	return { filter, end: reader.closeBracket() };
}

class FilterReader {
	readonly #text: string;
	#at: number;
	#depth = 0;
	#terms = 0;

	constructor(text: string, start: number) {
		if (text.length > MOST_CHARACTERS)
			throw badScim("invalidFilter", `The filter has ${text.length} characters: at most ${MOST_CHARACTERS}.`);
		this.#text = text;
		this.#at = start;
	}

	filter(): Filter {
		return this.#joined("or", () => this.#joined("and", () => this.#term()));
	}

	end(): void {
		this.#space();
		if (this.#at < this.#text.length) throw this.#wrong("and, or, or the end of the filter");
	}

	closeBracket(): number {
		this.#expect("]");
		return this.#at;
	}

	#joined(word: "and" | "or", next: () => Filter): Filter {
		const filters = [next()];
		while (this.#word(word)) filters.push(next());
		const [only] = filters;
		return only !== undefined && filters.length === 1 ? only : { op: word, filters };
	}

	#term(): Filter {
		this.#terms += 1;
		if (this.#terms > MOST_TERMS) throw badScim("invalidFilter", `The filter has over ${MOST_TERMS} terms.`);
		if (this.#sign("(")) return this.#inside(")");
		const start = this.#at;
		if (this.#word("not")) {
			if (this.#sign("(")) return { op: "not", filter: this.#inside(")") };
			this.#at = start;
		}
		const path = this.#path();
		if (this.#sign("[")) return { op: "element", path, filter: this.#inside("]") };
		if (this.#word("pr")) return { op: "present", path };
		for (const op of COMPARISONS) if (this.#word(op)) return { op, path, value: this.#value() };
		throw this.#wrong("an operator: eq, ne, co, sw, ew, pr");
	}

	#inside(close: ")" | "]"): Filter {
		this.#depth += 1;
		if (this.#depth > DEEPEST) throw badScim("invalidFilter", `The filter is nested over ${DEEPEST} deep.`);
		const filter = this.filter();
		this.#expect(close);
		this.#depth -= 1;
		return filter;
	}

	#path(): AttributePath {
		const found = this.#match(/[a-z$][\w$.:-]*/iy);
		const path = found === null ? null : parseAttributePath(found);
		if (path === null || path.name === "") throw this.#wrong("the name of an attribute, such as userName");
		return path;
	}

	#value(): string | number | boolean | null {
		// A JSON string (its escapes are JSON.parse's to judge), a number, or a word.
		const found = this.#match(/"(?:[^"\\]|\\.)*"|[^\s()[\]"]+/sy);
		if (found !== null) {
			try {
				const value: unknown = JSON.parse(found.startsWith('"') ? found : found.toLowerCase());
				if (value === null || ["string", "number", "boolean"].includes(typeof value))
					return value as string | number | boolean | null;
			} catch {
				this.#at -= found.length;
			}
		}
		throw this.#wrong('a value: a text in double quotes such as "ana@example.com", a number, true or false');
	}

	/** The word, and nothing that only begins with it. */
	#word(word: string): boolean {
		this.#space();
		const end = this.#at + word.length;
		if (this.#text.slice(this.#at, end).toLowerCase() !== word) return false;
		if (/[\w$.:-]/.test(this.#text.charAt(end))) return false;
		this.#at = end;
		return true;
	}

	#sign(sign: string): boolean {
		this.#space();
		if (this.#text.charAt(this.#at) !== sign) return false;
		this.#at += 1;
		return true;
	}

	#expect(sign: string): void {
		if (!this.#sign(sign)) throw this.#wrong(sign);
	}

	#match(pattern: RegExp): string | null {
		this.#space();
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? null;
		this.#at += found?.length ?? 0;
		return found;
	}

	#space(): void {
		while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
	}

	#wrong(wanted: string): ScimError {
		return badScim("invalidFilter", `The filter is wrong at character ${this.#at + 1}: write ${wanted}.`);
	}
}
