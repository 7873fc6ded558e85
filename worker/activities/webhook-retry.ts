import type { IncomingHttpHeaders } from "node:http";

const FIRST_MS = 5_000;
const MOST_MS = 3_600_000;
/** So long after it was made, a message is tried. */
export const TRIED_FOR_MS = 3 * 24 * 3_600_000;

/**
 * How long to wait before the next attempt, ms: 5 s, doubled with every attempt up to an hour, ± 20 % so that an
 * outage does not end in a rush; and not less than the receiver asked for (up to an hour).
 *
 * @param attempts made so far, from 1
 * @param askedMs what the receiver asked for, or null
 */
export function retryDelayMs(attempts: number, askedMs: number | null, random = Math.random): number {
	const base = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
	return Math.max(base * (0.8 + random() * 0.4), Math.min(askedMs ?? 0, MOST_MS));
}

/** `Retry-After` of a 429 or 503, in seconds or as a date (RFC 9110, 10.2.3), as ms from now; null without one. */
export function retryAfterMs(status: number, headers: IncomingHttpHeaders, now: number): number | null {
	const value = headers["retry-after"]?.trim();
	if ((status !== 429 && status !== 503) || value === undefined) return null;
	if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
	const at = Date.parse(value);
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
