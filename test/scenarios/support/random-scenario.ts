import type { Simulation } from "../../../policy/simulate.ts";
import { scenarioOf } from "../../policy/timeline-scenario.ts";
import type { Timeline } from "../../policy/timelines.ts";
import type { DirectoryChangeDocument, EventDocument, ScenarioDocument } from "./scenario-files.ts";

/**
 * A random timeline of the rules' property tests as a scenario that a ledger can have: with a title, a comment where
 * one is required, nobody's delegation to themselves, and 28 years later, when the weekdays are the same and nothing
 * is over yet.
 */
export function scenarioForLedger(timeline: Timeline): ScenarioDocument {
	const text = JSON.stringify(scenarioOf(timeline)).replaceAll('"2026-', '"2054-');
	const { directory, request, events = [], ...rest }: ScenarioDocument = JSON.parse(text);
	return {
		...rest,
		directory: { ...directory, ...toOthers(directory) },
		request: { ...request, title: "Random" },
		events: events.map(
			(event): EventDocument => ({
				...event,
				...(event.ask && { ask: { ...event.ask, comment: "why?" } }),
				...(event.answer && { answer: { ...event.answer, comment: "because" } }),
				...(event.sendBack && { sendBack: { ...event.sendBack, comment: "again" } }),
				...(event.directory && { directory: { ...event.directory, ...toOthers(event.directory) } }),
			}),
		),
	};
}

function toOthers({ delegations }: DirectoryChangeDocument): Pick<DirectoryChangeDocument, "delegations"> {
	return delegations === undefined ? {} : { delegations: delegations.filter(({ from, to }) => from !== to) };
}

/**
 * A simulation as somebody tells it who hides requests: whoever never had to do with one hears `not_found` where the
 * rules refuse them, and leaves no trace.
 */
export function withStrangers(
	simulation: Simulation,
	scenario: ScenarioDocument,
	real: Simulation,
): Simulation {
	const trace = [...simulation.trace];
	const events = simulation.events.map((row, i) => {
		const told = real.events[i];
		if (row.accepted || told === undefined || told.accepted || told.code !== "not_found") return row;
		const { at: _, ...act } = scenario.events?.[i] ?? { at: "" };
		const by = Object.values(act).flatMap((body) => ("by" in body ? body.by : []))[0];
		const index = trace.findIndex(
			(item) => item.kind === "refused" && item.at === row.at && item.by === by && item.code === row.code,
		);
		if (index >= 0) trace.splice(index, 1);
		return told;
	});
	return { ...simulation, events, trace };
}
