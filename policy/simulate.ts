import type { Instant } from "./directory.ts";
import type { PolicyEvent } from "./event.ts";
import { type OutcomeName, outcomeOf } from "./outcome.ts";
import type { Problem } from "./problems.ts";
import { changedDirectory } from "./read-directory.ts";
import type { RequestRecord } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { step, type World } from "./step.ts";
import type { TraceItem } from "./trace.ts";

/** The answer of a simulation (contract.md, «Simulation»): instants are ISO 8601 in UTC with milliseconds. */
export interface Simulation {
	/** Null while the request is open. */
	outcome: OutcomeName | null;
	closedAt: string | null;
	stage: string | null;
	wakeAt: string | null;
	/** One row for each event given, in order. */
	events: ({ at: string; accepted: true } | { at: string; accepted: false; code: RefusalCode })[];
	trace: (Omit<TraceItem, "at"> & { at: string })[];
}

export type SimulationResult = { ok: true; simulation: Simulation } | { ok: false; errors: Problem[] };

/** Runs a policy over a made-up timeline with the production `step`. The document is data as JSON has it. */
export function simulate(document: unknown): SimulationResult {
	const reading = readScenario(document);
	return reading.ok ? { ok: true, simulation: run(reading.scenario) } : reading;
}

function run({ policy, requester, submittedAt, ...scenario }: Scenario): Simulation {
	let world: World = {
		policy,
		context: scenario.context,
		directory: scenario.directory,
		request: scenario.shown,
	};
	const submitted = step(null, { kind: "submit", requester }, submittedAt, world);
	let record: RequestRecord = submitted.record;
	const trace: TraceItem[] = [...submitted.trace];
	const happen = (event: PolicyEvent, at: Instant) => {
		const result = step(record, event, at, world);
		record = result.record;
		trace.push(...result.trace);
		return result.answer;
	};
	const events: Simulation["events"] = [];
	for (const { at, event, change } of scenario.events) {
		if (change !== undefined) {
			// What is due by then runs first, with the people as they were until then.
			happen({ kind: "time" }, at);
			world = { ...world, directory: changedDirectory(world.directory, change) };
		}
		const answer = happen(event, at);
		if (answer.accepted && event.kind === "resubmit" && "context" in event) {
			world = { ...world, context: event.context };
		}
		events.push(
			answer.accepted ? { at: iso(at), accepted: true } : { at: iso(at), accepted: false, code: answer.code },
		);
	}
	return {
		outcome: outcomeOf(record.state),
		closedAt: isoOrNull(record.closedAt),
		stage: record.stage?.name ?? null,
		wakeAt: isoOrNull(record.wakeAt),
		events,
		trace: trace.map((item) => ({ ...item, at: iso(item.at) })),
	};
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}

function isoOrNull(at: Instant | null): string | null {
	return at === null ? null : iso(at);
}
