import type { Line } from "./bars.ts";
import { inFlight } from "./measure/in-flight.ts";
import { pause } from "./measure/pause.ts";
import { LANES } from "./measure/rounds-of-waits.ts";
import { percentile } from "./measure/statistics.ts";
import type { Opened } from "./parts/installation.ts";
import type { Stand } from "./stand.ts";

/**
 * P3: from the answer of `decide()` until the workflow is seen resumed (closed), against the same from the call of
 * a bare signal: at either instant whoever decided is done and the news has yet to go out. One at a time, the two
 * sides in turn; whoever sees the end was waiting for it before.
 */
export async function p3(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const [product, bare] = [await stand.product(), await stand.bareWaits()];
	const { singles } = stand.effort;
	stand.say(`P3: ${singles} single decisions each side`);
	const [ours, theirs]: [Opened[], string[]] = [[], []];
	await inFlight(Array.from({ length: singles + 10 }), LANES, async () => {
		ours.push(await product.open());
		theirs.push(await bare.open());
	});
	await stand.timers.allLive(
		"delayed start",
		product.client,
		ours.map((item) => item.workflowId),
	);
	await stand.timers.allLive("timer", bare.client, theirs);
	await pause(5_000);

	const answered: number[] = [];
	const resumed: number[] = [];
	const signalled: number[] = [];
	const one = async (opened: Opened) => {
		const closed = product.closed(opened);
		await pause(15);
		const began = performance.now();
		await product.decide(opened);
		const answer = performance.now();
		await closed;
		answered.push(answer - began);
		resumed.push(performance.now() - answer);
	};
	const other = async (workflowId: string) => {
		const closed = bare.closed(workflowId);
		await pause(15);
		const began = performance.now();
		await bare.signal(workflowId);
		await closed;
		signalled.push(performance.now() - began);
	};
	for (const [index, opened] of ours.entries()) {
		const workflowId = theirs[index];
		if (workflowId === undefined) break;
		if (index % 2 === 0) {
			await one(opened);
			await other(workflowId);
		} else {
			await other(workflowId);
			await one(opened);
		}
		// The first ones warm up the path.
		if (index === 9) for (const list of [answered, resumed, signalled]) list.length = 0;
	}
	const [mine, its] = [percentile(resumed, 0.5), percentile(signalled, 0.5)];
	return {
		rounds: { answered, resumed, signalled },
		lines: [
			{
				id: "P3",
				what: "decision answered → workflow resumed, p50, alone",
				ours: mine,
				bare: its,
				unit: "ms",
				ratio: mine / its,
				bar: { of: "ratio", is: "at most", value: 1.3 },
				note: `bare: from the call of signal. ${singles} each.`,
			},
			{
				id: "P3a",
				what: "… decide() called → answered, p50, with everything running",
				ours: percentile(answered, 0.5),
				unit: "ms",
			},
		],
	};
}
