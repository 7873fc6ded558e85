import type { Line } from "./bars.ts";
import { alternate } from "./measure/alternate.ts";
import { type Phases, productRound } from "./measure/rounds-of-waits.ts";
import { median } from "./measure/statistics.ts";
import type { Stand } from "./stand.ts";

/** P7: P1's own side with encryption on, against a second installation that differs only in having it off. */
export async function p7(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const [encrypted, plain] = [await stand.product(), await stand.plain()];
	const { batch, encryptionRounds: count } = stand.effort;
	stand.say("P7: warming up");
	await productRound(stand, plain, Math.min(batch, 100));
	await productRound(stand, encrypted, Math.min(batch, 100));
	stand.say(`P7: ${count} rounds of ${batch} requests each side`);
	const rounds = await alternate(
		count,
		() => productRound(stand, encrypted, batch),
		() => productRound(stand, plain, batch),
	);
	const perSecond = (phases: Phases) => (batch / (phases.open + phases.decide)) * 1_000;
	return {
		rounds: rounds.map(({ a, b }) => ({ on: a, off: b })),
		lines: [
			{
				id: "P7",
				what: "requests as in P1, encryption on, against off",
				ours: median(rounds.map((round) => perSecond(round.a))),
				bare: median(rounds.map((round) => perSecond(round.b))),
				unit: "/s",
				ratio: median(rounds.map((round) => perSecond(round.a) / perSecond(round.b))),
				bar: { of: "ratio", is: "at least", value: 0.95 },
				note: `${count} rounds of ${batch}.`,
			},
		],
	};
}
