import type { Line } from "./bars.ts";
import { alternate } from "./measure/alternate.ts";
import { bareRound, type Phases, productRound } from "./measure/rounds-of-waits.ts";
import { median } from "./measure/statistics.ts";
import type { Stand } from "./stand.ts";

/** P1: requests a second from submission to resumed workflow, 20 in flight, against start, signal and result. */
export async function p1(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const [product, bare] = [await stand.product(), await stand.bareWaits()];
	const { batch, rounds: count } = stand.effort;
	stand.say("P1: warming up");
	await productRound(stand, product, Math.min(batch, 100));
	await bareRound(stand, bare, Math.min(batch, 100));
	stand.say(`P1: ${count} rounds of ${batch} requests each side`);
	const rounds = await alternate(
		count,
		() => productRound(stand, product, batch),
		() => bareRound(stand, bare, batch),
	);
	const compared = (id: string, what: string, time: (phases: Phases) => number): Line => {
		const perSecond = (phases: Phases) => (batch / time(phases)) * 1_000;
		return {
			id,
			what,
			ours: median(rounds.map((round) => perSecond(round.a))),
			bare: median(rounds.map((round) => perSecond(round.b))),
			unit: "/s",
			ratio: median(rounds.map((round) => perSecond(round.a) / perSecond(round.b))),
		};
	};
	return {
		rounds: rounds.map(({ a, b }) => ({ ours: a, bare: b })),
		lines: [
			{
				...compared("P1", "requests, submission → resumed workflow, 20 in flight", (p) => p.open + p.decide),
				bar: { of: "ratio", is: "at least", value: 0.9 },
				note: `ours: submit, policy, ledger, audit, mail to the approver, wait; decide, resumed. ${count} rounds of ${batch}.`,
			},
			compared("P1a", "… opening alone (until the timers run, ours with the mail)", (p) => p.open),
			compared("P1b", "… deciding alone (settled; until resumed)", (p) => p.decide),
			{
				...compared(
					"P1c",
					"… whole, until the outcome's mail is out as well",
					(p) => p.open + p.decideAndMail,
				),
				note: "ours then sends two mails a request, the bare side none.",
			},
			...cpuLines(rounds),
		],
	};
}

/** What one request costs all cores together: steadier than a rate where others are at work. None without /proc. */
function cpuLines(rounds: readonly { a: Phases; b: Phases }[]): Line[] {
	const total = ({ cpu }: Phases) =>
		[...Object.values(cpu.open), ...Object.values(cpu.decide)].reduce((sum, ms) => sum + ms, 0);
	const ours = median(rounds.map((round) => total(round.a)));
	const bare = median(rounds.map((round) => total(round.b)));
	if (!(bare > 0)) return [];
	return [
		{
			id: "P1d",
			what: "… CPU time a request, all parts together",
			ours,
			bare,
			unit: "ms",
			ratio: ours / bare,
			note: `ours: ${parts(rounds.map((round) => round.a))}; bare: ${parts(rounds.map((round) => round.b))}.`,
		},
	];
}

function parts(sides: readonly Phases[]): string {
	const names = new Set(sides.flatMap(({ cpu }) => [...Object.keys(cpu.open), ...Object.keys(cpu.decide)]));
	return [...names]
		.map((name) => ({
			name,
			ms: median(sides.map(({ cpu }) => (cpu.open[name] ?? 0) + (cpu.decide[name] ?? 0))),
		}))
		.filter(({ ms }) => ms >= 0.1)
		.sort((a, b) => b.ms - a.ms)
		.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`)
		.join(", ");
}
