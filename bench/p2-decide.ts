import { bareSameWrites, bareSixStatements } from "./bare/transaction.ts";
import type { Line } from "./bars.ts";
import { inFlight } from "./measure/in-flight.ts";
import { LANES } from "./measure/rounds-of-waits.ts";
import { median, percentile } from "./measure/statistics.ts";
import { type LedgerOnly, type LedgerRequest, requireSameWrites } from "./parts/ledger-only.ts";
import type { Stand } from "./stand.ts";

/** One way to decide a request. */
type Way = "decide" | "sameWrites" | "sixStatements";

interface Sample {
	p50: number;
	p99: number;
	perSecond: number;
}

interface Round {
	alone: Record<Way, Sample>;
	together: Record<Way, Sample>;
}

/**
 * P2: `decide()` against the bare transaction of the same writes, and P11: decisions a second against the bare
 * six statements. In both nobody tells workflows and no mail goes out: a transaction against a transaction, on the
 * same tables, whose requests were all opened by `submit()`.
 */
export async function p2(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const ledger = await stand.ledger();
	const ways = waysOn(ledger);
	await requireSameWrites(ledger, ways.sameWrites);
	const { decisions, ledgerRounds } = stand.effort;
	stand.say("P2, P11: warming up");
	for (const way of ORDER) await sample(ledger, ways[way], 500, LANES);
	stand.say(
		`P2, P11: ${ledgerRounds} rounds of ${decisions.alone} alone and ${decisions.together} together, each of three ways`,
	);
	const rounds: Round[] = [];
	for (let round = 0; round < ledgerRounds; round += 1) {
		rounds.push({
			alone: await sampleAll(ledger, ways, round, decisions.alone, 1),
			together: await sampleAll(ledger, ways, round, decisions.together, LANES),
		});
	}
	return { lines: linesOf(rounds, decisions), rounds };
}

const ORDER: readonly Way[] = ["decide", "sameWrites", "sixStatements"];

function waysOn(ledger: LedgerOnly): Record<Way, (request: LedgerRequest) => Promise<void>> {
	return {
		decide: (request) => ledger.decide(request),
		sameWrites: (request) => bareSameWrites(ledger.bare, ledger.bareInput(request)),
		sixStatements: (request) => bareSixStatements(ledger.bare, ledger.bareInput(request)),
	};
}

/** Forwards in even rounds, backwards in odd ones. */
async function sampleAll(
	ledger: LedgerOnly,
	ways: ReturnType<typeof waysOn>,
	round: number,
	count: number,
	lanes: number,
): Promise<Record<Way, Sample>> {
	const found: Partial<Record<Way, Sample>> = {};
	for (const way of round % 2 === 0 ? ORDER : ORDER.toReversed()) {
		found[way] = await sample(ledger, ways[way], count, lanes);
	}
	return found as Record<Way, Sample>;
}

async function sample(
	ledger: LedgerOnly,
	way: (request: LedgerRequest) => Promise<void>,
	count: number,
	lanes: number,
): Promise<Sample> {
	const requests = await ledger.open(count);
	const times: number[] = [];
	const whole = await inFlight(requests, lanes, async (request) => {
		const began = performance.now();
		await way(request);
		times.push(performance.now() - began);
	});
	return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), perSecond: (count / whole) * 1_000 };
}

function linesOf(rounds: readonly Round[], counts: { alone: number; together: number }): Line[] {
	const of = (load: "alone" | "together", way: Way, figure: keyof Sample) =>
		median(rounds.map((round) => round[load][way][figure]));
	const ratio = (load: "alone" | "together", against: Way, figure: keyof Sample) =>
		median(rounds.map((round) => round[load].decide[figure] / round[load][against][figure]));
	const latency = (id: string, load: "alone" | "together", figure: "p50" | "p99", value: number): Line => ({
		id,
		what: `decide(), ${figure}, ${load === "alone" ? "1" : LANES} in flight, against the same writes`,
		ours: of(load, "decide", figure),
		bare: of(load, "sameWrites", figure),
		unit: "ms",
		ratio: ratio(load, "sameWrites", figure),
		bar: { of: "ratio", is: "at most", value },
		note: `${rounds.length} rounds of ${load === "alone" ? counts.alone : counts.together}.`,
	});
	return [
		latency("P2", "alone", "p50", 2),
		latency("P2", "alone", "p99", 3),
		latency("P2", "together", "p50", 2),
		latency("P2", "together", "p99", 3),
		{
			id: "P11",
			what: `decisions answered through decide(), ${LANES} in flight, against six statements`,
			ours: of("together", "decide", "perSecond"),
			bare: of("together", "sixStatements", "perSecond"),
			unit: "/s",
			ratio: ratio("together", "sixStatements", "perSecond"),
			bar: { of: "ratio", is: "at least", value: 0.4 },
			note: `${rounds.length} rounds of ${counts.together}; nobody tells workflows meanwhile. Through HTTP: not measured here.`,
		},
	];
}
