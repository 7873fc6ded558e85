import type { Instant } from "./directory.ts";

/** Milliseconds as a clock on the wall shows them: what `Date.UTC` makes of its date and time. */
export type LocalTime = number;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this is a time zone of the IANA database, such as Europe/London. */
export function isTimeZone(name: unknown): name is string {
	if (typeof name !== "string" || !/^[A-Za-z][A-Za-z0-9_+/-]{1,60}$/.test(name)) return false;
	try {
		formatterOf(name);
		return true;
	} catch {
		return false;
	}
}

/** What the wall clock of the zone shows at an instant. */
export function localTime(timeZone: string, instant: Instant): LocalTime {
	return instant + offsetAt(timeZone, instant);
}

/**
 * The instant at which the wall clock of the zone shows `local`. A time that a clock change skips moves forward by
 * the gap; of one that it repeats the first counts (RFC 5545, «compatible» in Temporal).
 */
export function instantOf(timeZone: string, local: LocalTime): Instant {
	const before = offsetAt(timeZone, local - DAY);
	const after = offsetAt(timeZone, local + DAY);
	if (before === after || offsetAt(timeZone, local - before) === before) return local - before;
	const later = local - after;
	return offsetAt(timeZone, later) === after ? later : local - before;
}

const DAY = 86_400_000;

/** How far the zone's wall clock is ahead of UTC, in ms. */
function offsetAt(timeZone: string, instant: Instant): number {
	const text = formatterOf(timeZone).format(instant);
	const [month, day, year, hour, minute, second] = text.split(/\D+/).map(Number);
	const shown = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
	return shown - Math.floor(instant / 1_000) * 1_000;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
	let formatter = formatters.get(timeZone);
	if (formatter === undefined) {
		formatter = new Intl.DateTimeFormat("en-US", {
			timeZone,
			hourCycle: "h23",
			year: "numeric",
			month: "numeric",
			day: "numeric",
			hour: "numeric",
			minute: "numeric",
			second: "numeric",
		});
		formatters.set(timeZone, formatter);
	}
	return formatter;
}
