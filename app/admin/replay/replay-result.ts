import type { People } from "../../../ledger/replay/replay-policy.ts";
import type { ReplaySummary } from "../../../ledger/replay/replay-summary.ts";
import type { ReplayedRequest } from "../../../ledger/replay/replayed-request.ts";

/** A replay so far, or as a whole. */
export interface ReplayResult {
	done: number;
	total: number;
	people: People;
	/** The newest of those that would have gone otherwise, at most `MOST_SHOWN`. */
	differing: ReplayedRequest[];
	/** All of those. */
	differingCount: number;
	/** Null until the end. */
	summary: ReplaySummary | null;
}

/** More than that in a table is for the API. */
export const MOST_SHOWN = 200;

export const NOTHING_YET: ReplayResult = {
	done: 0,
	total: 0,
	people: {},
	differing: [],
	differingCount: 0,
	summary: null,
};

/** The result with one more row of the stream (`ReplayRow`); kinds of rows that are not known change nothing. */
export function withRow(result: ReplayResult, row: { kind: string }): ReplayResult {
	switch (row.kind) {
		case "progress":
			return { ...result, ...(row as unknown as { done: number; total: number }) };
		case "people":
			return { ...result, people: { ...result.people, ...(row as unknown as { people: People }).people } };
		case "summary":
			return { ...result, summary: row as unknown as ReplaySummary };
		case "request": {
			const request = row as unknown as ReplayedRequest;
			if (!differs(request)) return result;
			return {
				...result,
				differingCount: result.differingCount + 1,
				differing: result.differing.length < MOST_SHOWN ? [...result.differing, request] : result.differing,
			};
		}
		default:
			return result;
	}
}

/** Whether it would have ended otherwise, or asked other people. */
export function differs(request: ReplayedRequest): boolean {
	if (request.changed || request.new === null) return true;
	const { more, fewer } = askedDifference(request);
	return more.length + fewer.length > 0;
}

/** Ids of who would have been asked and was not, and of who was and would not have been. */
export function askedDifference({ old, new: after }: ReplayedRequest): { more: string[]; fewer: string[] } {
	if (after === null) return { more: [], fewer: old.asked };
	return {
		more: after.asked.filter((id) => !old.asked.includes(id)),
		fewer: old.asked.filter((id) => !after.asked.includes(id)),
	};
}
