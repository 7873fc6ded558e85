import type { Calendar, Instant } from "./directory.ts";
import { addWorkingDays, addWorkingTime, workingDaysBetween, workingTimeBetween } from "./working-time.ts";

/** `30s 15m 4h 2d 1w` in wall-clock time (d = 24 h), `4wh` in working time, `2wd` in working days of a calendar. */
export type Duration = string;

/** A length of time in its own unit: wall-clock ms, ms of working time, or working days with ms of working time. */
export type Span =
	| { unit: "ms"; ms: number }
	| { unit: "wh"; ms: number }
	| { unit: "wd"; days: number; ms: number };

const MS = {
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
} as const;

/** Ten years: longer waits are mistakes, and all instants stay exact. */
const LONGEST_DAYS = 3_653;
const LONGEST_MS = LONGEST_DAYS * MS.d;

export type DurationReading = { ok: true; span: Span } | { ok: false; message: string };

/** Durations that have been read: a policy holds few, and every step asks for them again. */
const spans = new Map<string, Span>();
const MOST_SPANS = 10_000;

/** Reads a duration. A refusal's `message` continues a sentence that begins with the name of the field. */
export function parseDuration(text: unknown): DurationReading {
	if (typeof text !== "string") {
		return refused(`must be a duration such as "30s", "15m", "4h", "2d" or "1w", not ${shown(text)}`);
	}
	const parts = /^(-?\d{1,12})(s|m|h|d|w|wh|wd)$/.exec(text);
	const [, digits, unit] = parts ?? [];
	if (digits === undefined || unit === undefined) {
		return refused(
			`must be a whole number and a unit, such as 30s, 15m, 4h, 2d, 1w, or 4wh, 2wd of a calendar, not ${shown(text)}`,
		);
	}
	const count = Number(digits);
	if (count <= 0) return refused(`must be longer than zero, not ${text}`);
	const span = spanOf(count, unit);
	const longest = span.unit === "wd" ? span.days > LONGEST_DAYS : span.ms > LONGEST_MS;
	return longest ? refused(`must be at most ten years, not ${text}`) : { ok: true, span };
}

/** The length of a duration. Throws a `RangeError` on one that `parseDuration` refuses; a valid policy holds none. */
export function spanOfDuration(duration: Duration): Span {
	const known = spans.get(duration);
	if (known !== undefined) return known;
	const reading = parseDuration(duration);
	if (!reading.ok) throw new RangeError(`Duration ${reading.message}`);
	if (spans.size >= MOST_SPANS) spans.clear();
	spans.set(duration, reading.span);
	return reading.span;
}

/** Whether a duration is counted in working hours or working days. */
export function isWorkingTime(duration: Duration): boolean {
	return spanOfDuration(duration).unit !== "ms";
}

/** The instant that lies `duration` after `from`. Throws a `CalendarMissing` where its calendar is not given. */
export function addDuration(from: Instant, duration: Duration, calendar: Calendar | null = null): Instant {
	return addSpan(from, spanOfDuration(duration), calendar);
}

export function addSpan(from: Instant, span: Span, calendar: Calendar | null): Instant {
	if (span.unit === "ms") return from + span.ms;
	if (calendar === null) throw new CalendarMissing();
	if (span.unit === "wh") return addWorkingTime(calendar, from, span.ms);
	const day = addWorkingDays(calendar, from, span.days);
	return span.ms === 0 ? day : addWorkingTime(calendar, day, span.ms);
}

/** `span` and `times` times `more` after it; both are of one unit. */
export function lengthen(span: Span, more: Span, times: number): Span {
	if (span.unit === "wd" && more.unit === "wd") {
		return { unit: "wd", days: span.days + times * more.days, ms: span.ms + times * more.ms };
	}
	return { ...span, ms: span.ms + times * more.ms };
}

/** What is left from one instant to a later one, in a unit of its own: wall-clock, working time or working days. */
export function spanBetween(from: Instant, to: Instant, unit: Span["unit"], calendar: Calendar | null): Span {
	if (unit === "ms") return { unit, ms: to - from };
	if (calendar === null) throw new CalendarMissing();
	if (unit === "wh") return { unit, ms: workingTimeBetween(calendar, from, to) };
	return { unit, ...workingDaysBetween(calendar, from, to) };
}

/**
 * The directory given to `step` lacks the calendar that the policy counts its working time in. The caller has to
 * give it: a policy that names an unknown calendar is not to be pushed, nor a calendar deleted while one names it.
 */
export class CalendarMissing extends Error {
	readonly code = "calendar_missing";
	constructor() {
		super("Working time needs the policy's calendar, and the directory given does not hold it");
		this.name = "CalendarMissing";
	}
}

function spanOf(count: number, unit: string): Span {
	if (unit === "wd") return { unit, days: count, ms: 0 };
	if (unit === "wh") return { unit, ms: count * MS.h };
	return { unit: "ms", ms: count * MS[unit as keyof typeof MS] };
}

function refused(message: string): DurationReading {
	return { ok: false, message };
}

function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
