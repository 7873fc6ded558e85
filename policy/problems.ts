/** One thing wrong in a document: the full path of the field at fault, and what to write instead. */
export interface Problem {
	/** Such as `stages[0].escalate[0].after`; empty where the whole document is at fault. */
	path: string;
	message: string;
}

/** More would not be read: a hostile document must not make a long answer. */
const MOST = 100;

/** Collects what is wrong, so that one look at a document names all of it. */
export class Problems {
	readonly list: Problem[] = [];

	get full(): boolean {
		return this.list.length >= MOST;
	}

	add(path: string, message: string): void {
		if (!this.full) this.list.push({ path, message });
	}

	missing(path: string, whatToWrite: string): void {
		this.add(path, `is required: ${whatToWrite}`);
	}

	notYet(path: string, what: string): void {
		this.add(path, `${what} is not supported yet: leave it out`);
	}
}

/** The path of a field inside the object at `path`. */
export function fieldPath(path: string, field: string): string {
	return path === "" ? field : `${path}.${field}`;
}

/** A value as it stands in a message, short. */
export function shown(value: unknown): string {
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object" && value !== null) return "an object";
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every field of `object` that is not among `known` is an error, with the nearest known one. */
export function refuseUnknownFields(
	object: Record<string, unknown>,
	path: string,
	known: readonly string[],
	problems: Problems,
): void {
	for (const field of Object.keys(object)) {
		if (problems.full) return;
		if (known.includes(field)) continue;
		const near = nearest(field, known);
		const hint = near === null ? `known here: ${known.join(", ")}` : `did you mean ${near}?`;
		problems.add(fieldPath(path, field.slice(0, 80)), `is not a known field: ${hint}`);
	}
}

/** The word with the fewest edits from `word`, if that is few enough to be a slip. */
export function nearest(word: string, known: readonly string[]): string | null {
	if (word.length > 40) return null;
	let best: string | null = null;
	let fewest = Math.max(2, Math.floor(word.length / 3)) + 1;
	for (const candidate of known) {
		const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (edits < fewest) {
			fewest = edits;
			best = candidate;
		}
	}
	return best;
}

/** Levenshtein distance, by rows. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
