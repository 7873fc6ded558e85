import type { Line } from "./bars.ts";
import { inFlight } from "./measure/in-flight.ts";
import { drained, LANES, openSettled } from "./measure/rounds-of-waits.ts";
import { median, percentile } from "./measure/statistics.ts";
import type { Stand } from "./stand.ts";

const ROUNDS = 2;

/**
 * What P11 comes to with everything running on the same machine: waits are open and settled, decisions come as fast
 * as they are answered, 20 in flight, and workflows and mails follow as they can. Beyond what one process tells at
 * once the relay tells from the outbox, so this is its measure, too. It has no bar.
 */
export async function p11Live(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const product = await stand.product();
	const size = stand.effort.batch * 2;
	stand.say(`P11 live: ${ROUNDS} rounds of ${size} decisions`);
	const rounds: { answeredPerSecond: number; p50: number; p99: number; resumedAfter: number }[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const batch = await openSettled(stand, product, size);
		const times: number[] = [];
		const began = performance.now();
		const whole = await inFlight(batch.opened, LANES, async (item) => {
			const asked = performance.now();
			await product.decide(item);
			times.push(performance.now() - asked);
		});
		await inFlight(batch.opened, LANES, (item) => product.closed(item));
		rounds.push({
			answeredPerSecond: (size / whole) * 1_000,
			p50: percentile(times, 0.5),
			p99: percentile(times, 0.99),
			resumedAfter: performance.now() - began,
		});
		await drained(stand, product, batch);
	}
	const of = (figure: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[figure]));
	const note = `${ROUNDS} rounds of ${size}.`;
	return {
		rounds,
		lines: [
			{
				id: "P11a",
				what: `… with everything running: decisions answered, ${LANES} in flight`,
				ours: of("answeredPerSecond"),
				unit: "/s",
				note,
			},
			{ id: "P11a", what: "… answered after, p50", ours: of("p50"), unit: "ms" },
			{ id: "P11a", what: "… answered after, p99", ours: of("p99"), unit: "ms" },
			{
				id: "P11a",
				what: `… all ${size} workflows resumed after`,
				ours: of("resumedAfter") / 1_000,
				unit: "s",
			},
		],
	};
}
