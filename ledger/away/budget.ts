import { FeedError } from "./feed-error.ts";

/** What may still be spent on counting; shared by everything in one calendar. */
export interface Budget {
	left: number;
}

/** Pays for a step. Throws `FeedError` `too_many` when nothing is left. */
export function spend(budget: Budget, cost: number): void {
	budget.left -= cost;
	if (budget.left < 0)
		throw new FeedError("too_many", "The calendar's repeating events are more than can be counted out.");
}
