import type { Instant } from "./directory.ts";

/** `30s 15m 4h 2d 1w` in wall-clock time (d = 24 h). */
export type Duration = string;

/** What `4wh` and `2wd` are counted in. Not supported yet: no value of this type exists. */
export type Calendar = never;

const MS = {
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
} as const;

/** Ten years: longer waits are mistakes, and all instants stay exact. */
const LONGEST_MS = 3_653 * MS.d;

export type DurationReading = { ok: true; ms: number } | { ok: false; message: string };

/**
 * Reads a wall-clock duration. A refusal's `message` continues a sentence that begins with the name of the field.
 * Working time (`4wh`, `2wd`) is recognised and refused as not supported yet.
 */
export function parseDuration(text: unknown): DurationReading {
	if (typeof text !== "string") {
		return refused(`must be a duration such as "30s", "15m", "4h", "2d" or "1w", not ${shown(text)}`);
	}
	const parts = /^(-?\d{1,12})(s|m|h|d|w|wh|wd)$/.exec(text);
	const [, digits, unit] = parts ?? [];
	if (digits === undefined || unit === undefined) {
		return refused(`must be a whole number and a unit, such as 30s, 15m, 4h, 2d or 1w, not ${shown(text)}`);
	}
	const count = Number(digits);
	if (count <= 0) return refused(`must be longer than zero, not ${text}`);
	if (unit === "wh" || unit === "wd") {
		return refused(`working time (${text}) is not supported yet: write wall-clock time such as 8h or 2d`);
	}
	const ms = count * MS[unit as keyof typeof MS];
	if (ms > LONGEST_MS) return refused(`must be at most ten years, not ${text}`);
	return { ok: true, ms };
}

/**
 * The instant that lies `duration` after `from`. Throws a `RangeError` on a duration that `parseDuration` refuses;
 * a valid policy holds none.
 */
export function addDuration(from: Instant, duration: Duration, _calendar?: Calendar): Instant {
	const reading = parseDuration(duration);
	if (!reading.ok) throw new RangeError(`Duration ${reading.message}`);
	return from + reading.ms;
}

function refused(message: string): DurationReading {
	return { ok: false, message };
}

function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
