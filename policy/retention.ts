import type { Instant } from "./directory.ts";

/** `90d`, `26w` or `2y`; d = 24 h, a year to the same day of the year. */
export type Retention = string;

const MOST_YEARS = 100;

/** Whether a text is a retention from a day to a hundred years. */
export function isRetention(text: unknown): text is Retention {
	const [, count, unit] = (typeof text === "string" && /^(\d{1,6})([dwy])$/.exec(text)) || [];
	const days = { d: 1, w: 7, y: 365 }[unit ?? ""];
	if (days === undefined) return false;
	return Number(count) > 0 && Number(count) * days <= MOST_YEARS * 365;
}

/** When a request that closed at `closedAt` need no longer be kept. Throws a `RangeError` on what is no retention. */
export function keptUntil(closedAt: Instant, retain: Retention): Instant {
	if (!isRetention(retain)) throw new RangeError(`Retention ${retain}`);
	const count = Number(retain.slice(0, -1));
	if (retain.endsWith("d")) return closedAt + count * 86_400_000;
	if (retain.endsWith("w")) return closedAt + count * 604_800_000;
	const end = new Date(closedAt);
	end.setUTCFullYear(end.getUTCFullYear() + count);
	return end.getTime();
}
