import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { startProduct } from "../support/product.ts";
import { clientsOf } from "./clients.ts";
import { checkInvariants } from "./invariants.ts";
import { repeatAll } from "./repeat.ts";
import { type PlayedRound, tableOf } from "./report.ts";
import { type PressedDecision, playRound, pushPolicies } from "./round.ts";
import { type Round, scheduleOf } from "./schedule.ts";
import { openSources, type Sources } from "./sources.ts";

/**
 * `npm run faults [-- --seed N] [--rounds N]`: the whole product on real processes, with parts killed (`kill -9`)
 * and frozen (SIGSTOP for 3 to 30 s) while requests with one and two approvers are being decided, over the API
 * and by emailed links, each decision pressed one to five times. After quiet, I1 to I4 are checked from the
 * outside, and I9 by pressing everything once more. Prints the seed and a table; ends with 1 if a promise was
 * broken, 2 for wrong usage.
 *
 * The seed determines the schedule: cells, instants, people, verdicts. What the machine makes of it differs from
 * run to run.
 *
 * Not here yet: mail servers that refuse, hang or drop the answer, Slack, the web inbox's own buttons, hundreds of
 * decisions at once on one request, clock steps, a full disk, an exhausted connection pool, the key service, and
 * I5 to I8 and I10.
 */
const { seed, rounds } = options();
console.log(`Seed ${seed}, ${rounds} rounds (npm run faults -- --seed ${seed} --rounds ${rounds}).`);
const schedule = scheduleOf(seed, rounds);
console.log("Starting the product.");
const product = await startProduct();
process.once("SIGINT", () => void product.remove().finally(() => process.exit(130)));
let sources: Sources | undefined;
let broken = 1;
try {
	sources = await openSources(product.dataDir);
	broken = await run(sources);
} catch (error) {
	console.error(error);
	console.error(`\nWhat the product said:\n${product.output()}`);
} finally {
	await sources?.close();
	await product.remove();
}
process.exit(broken === 0 ? 0 : 1);

async function run(from: Sources): Promise<number> {
	const clients = clientsOf(product);
	const policies = await pushPolicies(clients);
	const played: { round: Round; pressed: PressedDecision[] }[] = [];
	for (const [index, round] of schedule.entries()) {
		const name = `Round ${index + 1}`;
		const long = round.kind === "SIGSTOP" ? ` for ${(round.frozenMs / 1000).toFixed(1)} s` : "";
		console.log(`${name} of ${rounds}: ${round.kind} ${round.part}${long}, ${round.moment}.`);
		played.push({ round, pressed: await playRound(product, clients, policies, round, name) });
	}
	console.log("Waiting for quiet, and checking.");
	const { evidence } = clients;
	const first = await checkInvariants(from, { evidence, patienceMs: 300_000 });
	const contradictions = await repeatAll(
		clients,
		played.flatMap(({ pressed }) => pressed),
	);
	const second = await checkInvariants(from, { evidence, patienceMs: 120_000 });
	const violations = [...first, ...second].map(({ invariant, requestId, what }) => {
		return { requestId, what: `${invariant}: ${what}` };
	});
	const unique = new Map([...violations, ...contradictions].map((one) => [one.requestId + one.what, one]));
	const rows = await from.owner.sql<
		{ id: string; request_id: string }[]
	>`select id, request_id from decisions`;
	const report = played.map(({ round, pressed }): PlayedRound => {
		const ids = [...new Set(pressed.map(({ requestId }) => requestId))];
		return {
			round,
			pressed,
			inLedger: new Set(rows.flatMap((row) => (ids.includes(row.request_id) ? row.id : []))),
			violations: [...unique.values()].filter(({ requestId }) => ids.includes(requestId)),
		};
	});
	console.log(`\n${tableOf(report)}\n`);
	for (const { requestId, what } of unique.values()) console.log(`request ${requestId}: ${what}`);
	console.log(
		unique.size === 0
			? `No violation; ${rows.length} decisions in the ledger.`
			: `${unique.size} violations. The same schedule again: --seed ${seed} --rounds ${rounds}.`,
	);
	return unique.size;
}

function options(): { seed: number; rounds: number } {
	try {
		const { values } = parseArgs({
			options: { seed: { type: "string" }, rounds: { type: "string", default: "7" } },
		});
		return {
			seed: wholeNumber("seed", values.seed ?? String(randomInt(2 ** 31)), 0),
			rounds: wholeNumber("rounds", values.rounds, 1),
		};
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		console.error("Usage: npm run faults [-- [--seed N] [--rounds N]]");
		process.exit(2);
	}
}

function wholeNumber(name: string, text: string, least: number): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
		throw new Error(`--${name}: write a whole number from ${least}`);
	}
	return value;
}
