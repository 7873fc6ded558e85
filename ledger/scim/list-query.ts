import { type Filter, parseFilter } from "./filter.ts";
import { badScim } from "./scim-error.ts";

/** What of a list is wanted (RFC 7644, section 3.4.2). */
export interface ListQuery {
	filter: Filter | null;
	/** From 1. */
	startIndex: number;
	/** At most 200; 0: only how many there are. */
	count: number;
}

export interface ListPage<T> {
	totalResults: number;
	startIndex: number;
	items: T[];
}

const DEFAULT_COUNT = 100;
export const MOST_COUNT = 200;

/**
 * Reads the query. As RFC 7644 has it, a `startIndex` below 1 is 1, a negative `count` is 0 and one that is too
 * large gets fewer. Sorting is not supported and passed over. Refuses with `invalidValue` and `invalidFilter`.
 */
export function readListQuery(params: URLSearchParams): ListQuery {
	const filter = params.get("filter");
	return {
		filter: filter === null || filter.trim() === "" ? null : parseFilter(filter),
		startIndex: Math.max(1, numberOf(params, "startIndex") ?? 1),
		count: Math.min(MOST_COUNT, Math.max(0, numberOf(params, "count") ?? DEFAULT_COUNT)),
	};
}

function numberOf(params: URLSearchParams, name: string): number | null {
	const text = params.get(name);
	if (text === null || text === "") return null;
	if (!/^-?\d{1,9}$/.test(text)) throw badScim("invalidValue", `${name}: write a whole number.`);
	return Number(text);
}
