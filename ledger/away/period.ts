import type { Instant } from "../../policy/directory.ts";

/** A time in which somebody is away, from `start` (inclusive) to `end` (exclusive). */
export interface AwayPeriod {
	start: Instant;
	end: Instant;
	/** UID of the event it comes from; of the earliest where several were joined. */
	uid: string;
}

/** The periods in order, those that overlap or touch joined to one. */
export function joinPeriods(periods: readonly AwayPeriod[]): AwayPeriod[] {
	const joined: AwayPeriod[] = [];
	const inOrder = [...periods].sort((a, b) => a.start - b.start || b.end - a.end || (a.uid < b.uid ? -1 : 1));
	for (const period of inOrder) {
		const last = joined.at(-1);
		if (last !== undefined && period.start <= last.end) last.end = Math.max(last.end, period.end);
		else joined.push({ ...period });
	}
	return joined;
}
