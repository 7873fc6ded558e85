import { isPassing, pause, pauseMs } from "./retry.ts";
import { segment, type Transport } from "./transport.ts";
import type { ApprovalRequest, ClosedRequest } from "./types.ts";

export interface WaitOptions {
	/** Ends the waiting; the promise then rejects with the signal's reason. */
	signal?: AbortSignal;
	/** Told the request as it is first seen, and each time it has moved. */
	onChange?: (request: ApprovalRequest) => void;
	/** Told each try that failed and is made again. */
	onInterruption?: (error: unknown, pauseMs: number) => void;
}

const HOLD_MS = 30_000;

/**
 * Waits until a request has its outcome, for as long as it takes: through restarts of the server and through
 * broken connections. Rejects on what no waiting mends (`not_found`, `not_signed_in` …).
 */
export async function waitForOutcome(
	transport: Transport,
	id: string,
	options: WaitOptions,
): Promise<ClosedRequest> {
	const { signal, onChange, onInterruption } = options;
	let seen: number | null = null;
	let failures = 0;
	for (;;) {
		signal?.throwIfAborted();
		const askedAt = performance.now();
		try {
			const request: ApprovalRequest = await transport.sendOnce<ApprovalRequest>({
				method: "GET",
				path: `/requests/${segment("id", id)}`,
				...(seen === null ? {} : { query: { wait: `${HOLD_MS / 1000}s`, version: seen }, waitMs: HOLD_MS }),
				repeatable: true,
				signal,
			});
			failures = 0;
			const moved = seen === null || request.version > seen;
			if (moved) {
				seen = request.version;
				onChange?.(request);
			}
			if (isClosed(request)) return request;
			// Something between us and the server may not hold the answer: then do not ask in a tight loop.
			if (!moved && performance.now() - askedAt < 1000) await pause(transport.retry.firstPauseMs * 4, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (!isPassing(error)) throw error;
			failures += 1;
			const ms = pauseMs(transport.retry, failures, error, Math.random());
			onInterruption?.(error, ms);
			await pause(ms, signal);
		}
	}
}

function isClosed(request: ApprovalRequest): request is ClosedRequest {
	return request.outcome !== null;
}
