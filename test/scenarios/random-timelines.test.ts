import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { simulate } from "../../policy/simulate.ts";
import { type Timeline, timelines } from "../policy/timelines.ts";
import { scenarioForLedger, withStrangers } from "./support/random-scenario.ts";
import { comparable } from "./support/read-trace.ts";
import { openRealSystem, type RealSystem } from "./support/real-system.ts";
import { runForReal } from "./support/run-for-real.ts";

/** `SCENARIO_RUNS` timelines; `FC_SEED` repeats a run. */
const numRuns = Number(process.env.SCENARIO_RUNS ?? 20);
const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`random timelines in the real system: ${numRuns}, FC_SEED=${seed}`);

/** Nobody submits who has left. */
const submitted = timelines.filter(({ inactive }) => !inactive.includes("req"));
const drawn: [number, Timeline][] = fc
	.sample(submitted, { numRuns, seed })
	.map((timeline, i) => [i, timeline]);

let system: RealSystem;

beforeAll(async () => {
	system = await openRealSystem(inject("stack"));
});

afterAll(() => system.close());

/** The same timelines that the rules and the naive model are compared on, this time with the whole system. */
describe.concurrent("random timelines, simulated and in the real system, tell the same", () => {
	it.each(drawn)("%i", async (_, timeline) => {
		const scenario = scenarioForLedger(timeline);
		const result = simulate(scenario);
		if (!result.ok) throw new Error(JSON.stringify(result.errors));
		const real = await runForReal(system, scenario);
		const { trace, ...answer } = withStrangers(result.simulation, scenario, real);
		const { trace: realTrace, ...realAnswer } = real;
		const file = `FC_SEED=${seed} scenario: ${JSON.stringify(scenario)}`;
		expect(comparable(realTrace), file).toEqual(comparable(trace));
		expect(realAnswer, file).toEqual(answer);
	});
});
