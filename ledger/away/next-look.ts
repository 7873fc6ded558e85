import type { Instant } from "../../policy/directory.ts";

const MINUTE = 60_000;
const EVERY = 30 * MINUTE;
const LONGEST = 24 * 60 * MINUTE;
/** A part of the wait, so that calendars of one host are not all fetched at one time. */
const JITTER = 0.2;

/**
 * When a calendar is looked at next: in half an hour, and after a failure in as long again as it has been failing, at
 * the most a day (so waits double). 10 % more or less, at random.
 *
 * @param failingSince when it was last read, or given; left out after a success
 */
export function nextLook(
	now: Instant,
	failingSince: Instant = now,
	random: () => number = Math.random,
): Instant {
	const wait = Math.min(LONGEST, Math.max(EVERY, now - failingSince));
	return Math.round(now + wait * (1 + (random() - 0.5) * JITTER));
}
