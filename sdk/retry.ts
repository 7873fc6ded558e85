import { ConnectionError, CountersignError } from "./errors.ts";

export interface RetryPolicy {
	/** Tries in all of one call, the first included. */
	attempts: number;
	/** Of the first pause, ms; it doubles with each. */
	firstPauseMs: number;
	/** No pause of our own is longer, ms. */
	longestPauseMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, firstPauseMs: 250, longestPauseMs: 15_000 };

/** Whether another try of a call that does no harm twice may succeed. */
export function isPassing(error: unknown): boolean {
	if (error instanceof ConnectionError) return true;
	if (!(error instanceof CountersignError)) return false;
	return error.status === 408 || error.status === 429 || error.status >= 500;
}

/**
 * How long to wait before the next try, ms: exponential, the upper half of it random (so that many callers do not
 * come back together), and never shorter than the server asked.
 *
 * @param failures how many tries in a row have failed, from 1
 * @param random from 0 to 1
 */
export function pauseMs(policy: RetryPolicy, failures: number, error: unknown, random: number): number {
	const most = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** Math.min(failures - 1, 30));
	const asked = error instanceof CountersignError ? (error.retryAfterMs ?? 0) : 0;
	return Math.max(asked, Math.round(most / 2 + (random * most) / 2));
}

/** `Retry-After` (RFC 9110, 10.2.3: seconds or a date) in ms, at most an hour; null where it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
	if (header === null) return null;
	const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 3_600_000);
}

/** Waits. Rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(signal.reason);
		const onAbort = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener("abort", onAbort);
			resolve();
		}, ms);
		signal?.addEventListener("abort", onAbort, { once: true });
	});
}
