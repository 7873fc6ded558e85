import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Simulation, simulate } from "../../policy/simulate.ts";
import { comparable } from "./support/read-trace.ts";
import { openRealSystem, type RealSystem } from "./support/real-system.ts";
import { runForReal } from "./support/run-for-real.ts";
import { readScenarioFile, type ScenarioDocument, scenarioNames } from "./support/scenario-files.ts";

let system: RealSystem;

beforeAll(async () => {
	system = await openRealSystem(inject("stack"));
});

afterAll(() => system.close());

function simulated(scenario: ScenarioDocument): Simulation {
	const result = simulate(scenario);
	if (!result.ok) throw new Error(JSON.stringify(result.errors));
	return result.simulation;
}

/**
 * Each file is run twice: by the simulation, as `countersign policy simulate` would, and by ledger, worker, follower
 * and workflows on PostgreSQL and a Temporal server that skips time (support/run-for-real.ts says how). Traces,
 * answers, outcome and the next instant have to be the same to the millisecond.
 */
describe.concurrent("a simulation and the real system tell the same", () => {
	it.each(scenarioNames())("%s", async (name) => {
		const scenario = readScenarioFile(name);
		const { trace, ...answer } = simulated(scenario);
		const { trace: realTrace, ...realAnswer } = await runForReal(system, scenario);
		expect(comparable(realTrace)).toEqual(comparable(trace));
		expect(realAnswer).toEqual(answer);
	});
});

/** What may happen to a request, and what may be told of it. */
const EVENTS = [
	...["decide", "cancel", "sendBack", "resubmit", "ask", "answer", "reassign", "directory", "time"],
	...["deactivate", "activate", "groups", "managers", "delegations", "calendars", "rotas"],
];
const TOLD = [
	...["submitted", "stage_skipped", "stage_opened", "condition_failed", "assigned", "unassigned", "reminded"],
	...["escalated", "unsatisfiable", "decided", "refused", "sent_back", "resubmitted", "asked", "answered"],
	...["reassigned", "stage_closed", "closed", "approved", "rejected", "expired", "cancelled"],
	...["own_request", "already_decided", "late", "closed", "paused", "not_eligible", "duplicate_person"],
	...["stale_version", "comment_required", "invalid"],
];

describe("the scenarios together", () => {
	const scenarios = scenarioNames().map(readScenarioFile);

	it("have every kind of event", () => {
		const met = new Set(
			scenarios
				.flatMap(({ events = [] }) => events)
				.flatMap(({ at: _, ...event }) => {
					const kinds = Object.keys(event);
					return kinds.length === 0 ? ["time"] : [...kinds, ...Object.keys(event.directory ?? {})];
				}),
		);
		expect(EVENTS.filter((kind) => !met.has(kind))).toEqual([]);
	});

	it("tell everything that can be told", () => {
		const met = new Set(
			scenarios
				.flatMap((scenario) => simulated(scenario).trace)
				.flatMap(({ kind, code, outcome }) => [kind, code, outcome]),
		);
		expect(TOLD.filter((word) => !met.has(word as never))).toEqual([]);
	});
});
