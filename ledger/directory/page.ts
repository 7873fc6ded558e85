import { invalid } from "../refusal.ts";

/** Which part of a list is wanted. */
export interface PageInput {
	/** 1 to 200, default 50. */
	limit?: number;
	/** `nextCursor` of the page before. */
	cursor?: string;
}

export interface PageOf<T> {
	items: T[];
	/** For the next page; null on the last. */
	nextCursor: string | null;
}

/** Refuses with `invalid` what is no whole number from 1 to 200. */
export function checkedLimit(limit: number | undefined): number {
	if (limit === undefined) return 50;
	if (!Number.isInteger(limit) || limit < 1 || limit > 200)
		throw invalid("limit", "write a whole number from 1 to 200");
	return limit;
}

/** A page out of one row more than it holds. */
export function pageOf<R, T>(
	rows: readonly R[],
	limit: number,
	toView: (row: R) => T,
	keyOf: (row: R) => readonly string[],
): PageOf<T> {
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		items: rows.slice(0, limit).map(toView),
		nextCursor: last === undefined ? null : Buffer.from(JSON.stringify(keyOf(last))).toString("base64url"),
	};
}

/** The key that a cursor stands for, null without one. Refuses with `invalid` what no list of this kind gave. */
export function keyOfCursor(
	cursor: string | undefined,
	...parts: readonly RegExp[]
): readonly string[] | null {
	if (cursor === undefined) return null;
	try {
		const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
		if (Array.isArray(key) && key.length === parts.length && parts.every((part, i) => fits(part, key[i])))
			return key as string[];
	} catch {
		// falls through: whatever it is, it is not one of ours
	}
	throw invalid("cursor", "is not a cursor of this list: leave it out to begin at the start");
}

function fits(part: RegExp, value: unknown): boolean {
	return typeof value === "string" && part.test(value);
}

/** A pattern for `ilike` that finds what holds `text`. */
export function containing(text: string): string {
	return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
