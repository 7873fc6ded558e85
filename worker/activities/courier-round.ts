import { Context } from "@temporalio/activity";
import { type Change, listen } from "../../db/changes.ts";
import type { Database } from "../../db/connect.ts";

const ROUND_MS = 10 * 60_000;
const POLL_MS = 2_000;
const GATHER_MS = 100;
const HEARTBEAT_MS = 5_000;

export interface RoundDeps {
	system: Database;
	/** Aborted when the worker begins to stop, which Temporal tells activities only after its grace time. */
	stopping: AbortSignal;
}

export interface RoundWork {
	/** Which changes may have given this courier something to do. */
	rings(change: Change): boolean;
	/**
	 * Takes one batch of what is due and brings it up to date. A pass that does not wait for what it began rings when
	 * there is room for more.
	 */
	pass(ring: () => void): Promise<{ claimed: number; sent: number }>;
	/** What such passes began is given up or finished: called at the end of a round, before its connections may go. */
	settle?(): Promise<void>;
	/** A pass that claimed so many may have left more. */
	batch: number;
}

/**
 * One round of a courier: takes what is due, sends it, writes down what became of it, and sleeps until the ledger
 * says that there is more. Ends by itself after ten minutes, or early when the worker stops; what was claimed and not
 * sent is taken up again when its lease ends.
 */
export function createRound(deps: RoundDeps, work: RoundWork): () => Promise<number> {
	return async () => {
		const context = Context.current();
		const stop = AbortSignal.any([context.cancellationSignal, deps.stopping]);
		const bell = createBell();
		const listening = await listen(
			deps.system,
			(change: Change) => work.rings(change) && bell.ring(),
			bell.ring,
		);
		const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
		const until = Date.now() + ROUND_MS;
		let sent = 0;
		try {
			while (!stop.aborted && Date.now() < until) {
				const pass = await work.pass(bell.ring);
				sent += pass.sent;
				if (pass.claimed < work.batch) {
					await bell.wait(POLL_MS, stop);
					await gather(stop);
				}
			}
		} finally {
			await work.settle?.();
			clearInterval(heartbeat);
			await listening.stop();
		}
		return sent;
	};
}

/**
 * After the bell a moment more: what rings it (a decision) also resumes a workflow in this process, which should
 * not wait for mails to be rendered; and more deliveries then travel in one batch.
 */
async function gather(stop: AbortSignal): Promise<void> {
	if (!stop.aborted) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
}

interface Bell {
	ring(): void;
	/** Until it rings (or rang since the last wait), `ms` pass, or `stop` is aborted. */
	wait(ms: number, stop: AbortSignal): Promise<void>;
}

function createBell(): Bell {
	let rung = false;
	let wake: (() => void) | undefined;
	return {
		ring() {
			rung = true;
			wake?.();
		},
		async wait(ms, stop) {
			if (!rung && !stop.aborted) {
				await new Promise<void>((resolve) => {
					const done = () => {
						clearTimeout(timer);
						stop.removeEventListener("abort", done);
						wake = undefined;
						resolve();
					};
					const timer = setTimeout(done, ms);
					stop.addEventListener("abort", done);
					wake = done;
				});
			}
			rung = false;
		},
	};
}
