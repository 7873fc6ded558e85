import type { LinkWords } from "./link-words.ts";
import { words } from "./words.ts";

/** What a language calls spans of time. */
type TimeWords = Pick<LinkWords, "common">;

/** Milliseconds. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-01-05 09:00:00.000 UTC`: the exact instant, the same for every reader. */
export function exactInstant(at: string): string {
	return new Date(at).toISOString().replace("T", " ").replace("Z", " UTC");
}

/**
 * An instant for reading: `17:30` today, `Mon 5 Jan, 17:30` otherwise, with the year where it differs, and with
 * seconds where it is less than ten minutes ahead.
 *
 * @param timeZone IANA name; the reader's own when left out (in a browser)
 */
export function readableInstant(
	at: string,
	now: number,
	timeZone?: string,
	{ common: { locale } }: TimeWords = words,
): string {
	const zone = timeZone === undefined ? {} : { timeZone };
	const date = new Date(at);
	const ahead = date.getTime() - now;
	// Clocks on pages move in steps: what has just happened is not ahead.
	const near = ahead > 15 * SECOND && ahead < 10 * MINUTE;
	const clock = new Intl.DateTimeFormat(locale, {
		hour: "2-digit",
		minute: "2-digit",
		...(near ? { second: "2-digit" } : {}),
		...zone,
	}).format(date);
	const dayOf = (when: Date | number) =>
		new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...zone }).format(when);
	const day = dayOf(date);
	if (day === dayOf(now)) return clock;
	const sameYear = day.slice(0, 4) === dayOf(now).slice(0, 4);
	const text = new Intl.DateTimeFormat(locale, {
		weekday: "short",
		day: "numeric",
		month: "short",
		...(sameYear ? {} : { year: "numeric" }),
		...zone,
	}).format(date);
	return `${text}, ${clock}`;
}

/** A length of time in its largest unit and, where that is small, the next: `3 d`, `2 h 10 min`, `40 s`. */
export function shortSpan(ms: number, { common }: TimeWords = words): string {
	const { s, m, h, d } = common.shortUnits;
	const left = Math.max(0, ms);
	if (left < MINUTE) return `${Math.max(1, Math.round(left / SECOND))} ${s}`;
	if (left < HOUR) return `${Math.floor(left / MINUTE)} ${m}`;
	const hours = Math.floor(left / HOUR);
	const minutes = Math.floor((left % HOUR) / MINUTE);
	if (left < 6 * HOUR && minutes > 0) return `${hours} ${h} ${minutes} ${m}`;
	if (left < 2 * DAY) return `${hours} ${h}`;
	const days = Math.floor(left / DAY);
	const hoursOver = hours % 24;
	return left < 7 * DAY && hoursOver > 0 ? `${days} ${d} ${hoursOver} ${h}` : `${days} ${d}`;
}

/** `3 h ago`. */
export function agoText(at: string, now: number, spoken: TimeWords = words): string {
	const passed = now - Date.parse(at);
	const { justNow, ago } = spoken.common;
	return passed < 10 * SECOND ? justNow : ago(shortSpan(passed, spoken));
}

export type Urgency = "passed" | "soon" | "today" | "later";

/** How near a deadline is: `soon` within the hour, `today` within a day. */
export function urgencyOf(due: string, now: number): Urgency {
	const left = Date.parse(due) - now;
	if (left <= 0) return "passed";
	if (left <= HOUR) return "soon";
	return left <= DAY ? "today" : "later";
}

/** `Due in 3 h`, `Deadline passed`. */
export function dueText(due: string, now: number, spoken: TimeWords = words): string {
	const left = Date.parse(due) - now;
	const t = spoken.common.due;
	return left <= 0 ? t.passed : t.in(shortSpan(left, spoken));
}

/** A policy's duration in words: `3 days`, `8 working hours`. What is none stays as it is written. */
export function durationText(duration: string): string {
	const parts = /^(\d{1,12})(s|m|h|d|w|wh|wd)$/.exec(duration);
	if (parts === null) return duration;
	return words.common.units[parts[2] as keyof typeof words.common.units](Number(parts[1]));
}
