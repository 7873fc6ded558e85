import { setTimeout as sleep } from "node:timers/promises";

/** @param ms milliseconds */
export async function pause(ms: number): Promise<void> {
	await sleep(ms);
}

/** Asks every 10 ms until the answer is yes. Throws after `withinMs`, saying what was waited for. */
export async function until(what: string, withinMs: number, ask: () => Promise<boolean>): Promise<void> {
	const end = performance.now() + withinMs;
	while (!(await ask())) {
		if (performance.now() > end) throw new Error(`not seen after ${withinMs} ms: ${what}`);
		await sleep(10);
	}
}
