import { type Directory, type Instant, type PersonId, personOf } from "./directory.ts";
import type { Policy } from "./document.ts";
import type { PolicyEvent } from "./event.ts";
import { type OutcomeName, outcomeOf } from "./outcome.ts";
import type { Problem } from "./problems.ts";
import type { OutcomeCause, RequestRecord } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";
import { step, type World } from "./step.ts";
import type { TraceItem } from "./trace.ts";
import { validateContext } from "./validate-context.ts";

/** What a person did to a request. */
export type ActEvent = Extract<PolicyEvent, { by: PersonId }>;

/** One act of the past, at its own instant. */
export interface PastAct {
	at: Instant;
	event: ActEvent;
	/** Of a resubmission: the texts that it showed. */
	shown?: { title: string; summary: string | null };
}

/** A request of the past: how it was submitted, and what people did to it. */
export interface PastRequest {
	requester: PersonId;
	/** Where that is another than the requester. */
	submitter?: PersonId;
	submittedAt: Instant;
	/** As first submitted. */
	context: unknown;
	shown: { title: string; summary: string | null };
	/** In the order in which they were done. */
	acts: readonly PastAct[];
}

/** An act that the policy refuses; it counts as nothing. */
export interface RefusedAct {
	at: Instant;
	kind: ActEvent["kind"];
	by: PersonId;
	code: RefusalCode;
}

/** What becomes of a past request under another policy. */
export type Replay =
	/** The context as it was submitted does not fit the policy: the request would have been refused. */
	| { fits: false; errors: Problem[] }
	| {
			fits: true;
			outcome: OutcomeName;
			/** `automatic`: every stage was skipped. */
			cause: OutcomeCause | null;
			closedAt: Instant;
			/** Everybody who would have been asked to decide, each once, in the order of being asked. */
			asked: PersonId[];
			/** Steps of ladders that would have fired. */
			escalations: number;
			/** Stages that nobody could have satisfied for a while, each once. */
			unsatisfiable: string[];
			/** Stages whose condition could not be evaluated, each once. */
			conditionFailed: string[];
			refused: RefusedAct[];
			/** Acts after the outcome: they would not have been done. */
			dropped: number;
			/** Whether it was still open after the last act and ended by time alone. */
			ranOn: boolean;
	  };

/**
 * Runs a past request under another policy with the production `step`: it is submitted when it was, and people do
 * what they did when they did it. What the policy refuses (above all a decision of somebody whom it does not ask)
 * counts as nothing. Acts after the new outcome are dropped; what is open after the last act is run on by time, stage
 * by stage, to where its deadlines end it.
 *
 * Decisions count for whichever stage is open then: the stages of the two policies need not be the same. Messages are
 * taken to arrive. The directory is one for the whole of the past, and has to know everybody in the request; whoever
 * acted counts as active.
 */
export function replay(past: PastRequest, policy: Policy, directory: Directory): Replay {
	const errors = validateContext(policy, past.context);
	if (errors.length > 0) return { fits: false, errors };

	let world: World = {
		policy,
		context: past.context,
		directory: withActorsActive(directory, past),
		request: past.shown,
		...(past.submitter !== undefined && { submitter: past.submitter }),
	};
	const submitted = step(null, { kind: "submit", requester: past.requester }, past.submittedAt, world);
	let record: RequestRecord = submitted.record;
	const trace: TraceItem[] = [...submitted.trace];
	const refused: RefusedAct[] = [];
	let dropped = 0;
	for (const { at, event, shown } of past.acts) {
		if (record.closedAt !== null) {
			dropped += 1;
			continue;
		}
		// Conditions look at what the resubmission shows.
		const then = event.kind === "resubmit" && shown !== undefined ? { ...world, request: shown } : world;
		const result = step(record, event, at, then);
		record = result.record;
		trace.push(...result.trace);
		if (result.answer.accepted) {
			world = event.kind === "resubmit" && "context" in event ? { ...then, context: event.context } : then;
		} else if (isAfterOutcome(record, at)) dropped += 1;
		else refused.push({ at, kind: event.kind, by: event.by, code: result.answer.code });
	}
	const ranOn = record.closedAt === null;
	while (record.stage !== null && record.closedAt === null) {
		// Each deadline ends a stage, and stages are few.
		const result = step(record, { kind: "time" }, record.stage.deadlineAt, world);
		record = result.record;
		trace.push(...result.trace);
	}
	const outcome = outcomeOf(record.state);
	if (outcome === null || record.closedAt === null) throw new Error("A replay ends with an outcome");
	return {
		fits: true,
		outcome,
		cause: record.cause,
		closedAt: record.closedAt,
		asked: askedIn(trace),
		escalations: trace.filter(({ kind }) => kind === "escalated").length,
		unsatisfiable: stagesOf(trace, "unsatisfiable"),
		conditionFailed: stagesOf(trace, "condition_failed"),
		refused,
		dropped,
		ranOn,
	};
}

/** A timer that was due before the act ended it: then the act came after the outcome. */
function isAfterOutcome(record: RequestRecord, at: Instant): boolean {
	return record.closedAt !== null && record.closedAt <= at;
}

/** Whoever acted was there to act, also if they have left since. */
function withActorsActive(directory: Directory, past: PastRequest): Directory {
	const actors = [
		past.requester,
		past.submitter ?? past.requester,
		...past.acts.map(({ event }) => event.by),
	];
	const left = actors.flatMap((id) => {
		const person = personOf(directory, id);
		return person?.active === false ? [[id, { ...person, active: true }] as const] : [];
	});
	if (left.length === 0) return directory;
	return { ...directory, people: { ...directory.people, ...Object.fromEntries(left) } };
}

/** Everybody whom a trace says to have been asked to decide, each once, in the order of being asked. */
export function askedIn(trace: readonly Pick<TraceItem, "kind" | "assigned" | "to">[]): PersonId[] {
	const asked = new Set<PersonId>();
	for (const { kind, assigned, to } of trace) {
		if (kind === "stage_opened") for (const person of assigned ?? []) asked.add(person);
		if (kind === "assigned" || kind === "escalated" || kind === "reassigned") {
			for (const person of to ?? []) asked.add(person);
		}
	}
	return [...asked];
}

function stagesOf(trace: readonly TraceItem[], kind: TraceItem["kind"]): string[] {
	return [...new Set(trace.flatMap((item) => (item.kind === kind ? (item.stage ?? []) : [])))];
}
