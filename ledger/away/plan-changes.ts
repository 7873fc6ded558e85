import type { Instant } from "../../policy/directory.ts";
import type { AwayPeriod } from "./period.ts";

/** A delegation that a calendar made and that is not over. */
export interface FeedDelegation {
	id: string;
	/** Id of who decides. */
	to: string;
	start: Instant;
	end: Instant;
	uid: string | null;
}

/** What to do so that delegations say what a calendar says. */
export interface DelegationChanges {
	add: AwayPeriod[];
	/** With the times that they are to have. */
	change: (FeedDelegation & { from: { start: Instant; end: Instant } })[];
	/** Have begun and end now: they are kept, since they were so. */
	end: FeedDelegation[];
	/** Have not begun: nothing of them is kept. */
	remove: FeedDelegation[];
}

/**
 * The difference between what stands and what a calendar says, and no more: every row that is written lets open
 * requests follow.
 *
 * What is past stays as it was: who began to decide before `now` goes on from then, and what is added while it is
 * already going on begins `now`.
 */
export function planChanges(
	standing: readonly FeedDelegation[],
	periods: readonly AwayPeriod[],
	delegate: string,
	now: Instant,
): DelegationChanges {
	const rows = [...standing].sort((a, b) => a.start - b.start);
	const wanted = periods
		.filter((period) => period.end > now)
		.map((period) => ({ ...period, start: Math.max(period.start, now) }));
	const begun = (start: Instant) => start <= now;
	const sameStart = (row: FeedDelegation, period: AwayPeriod) =>
		row.start === period.start || (begun(row.start) && begun(period.start));
	const taken: [FeedDelegation, AwayPeriod][] = [];
	const take = (fits: (row: FeedDelegation, period: AwayPeriod) => boolean) => {
		for (const row of [...rows]) {
			const at = wanted.findIndex((period) => row.to === delegate && fits(row, period));
			const period = wanted[at];
			if (period === undefined) continue;
			wanted.splice(at, 1);
			rows.splice(rows.indexOf(row), 1);
			taken.push([row, period]);
		}
	};
	take((row, period) => sameStart(row, period) && row.end === period.end);
	take(sameStart);
	take((row, period) => row.uid === period.uid && !begun(row.start));
	return {
		add: wanted,
		change: taken.flatMap(([row, { start, end, uid }]) => {
			const from = { start: row.start, end: row.end };
			const to = { start: begun(row.start) ? row.start : start, end };
			return to.start === from.start && to.end === from.end ? [] : [{ ...row, ...to, uid, from }];
		}),
		end: rows.filter((row) => row.start < now),
		remove: rows.filter((row) => row.start >= now),
	};
}
