import { followDirectory } from "./assignments.ts";
import { cancel } from "./cancel.ts";
import { decide, refuse } from "./decide.ts";
import type { Instant, PersonId } from "./directory.ts";
import { countEvent, type Draft, draftOf, openStage, traceStage } from "./draft.ts";
import { escalate } from "./escalation.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import type { RequestRecord } from "./record.ts";
import { meetDeadline, openStageAt, settle } from "./stages.ts";
import { tallyOf } from "./standing.ts";
import { dueTimers, type Timer } from "./timers.ts";
import type { TraceItem } from "./trace.ts";
import type { World } from "./world.ts";

export type { World } from "./world.ts";

export interface StepResult {
	record: RequestRecord;
	trace: TraceItem[];
	answer: Answer;
	/** False when nothing in the record moved (then `record` is the one given). */
	changed: boolean;
}

export type Step = (
	record: RequestRecord | null,
	event: PolicyEvent,
	now: Instant,
	world: World,
) => StepResult;

/**
 * What a request becomes when something happens to it at `now` (an instant in ms; never counted as earlier than
 * the request's last event). Three things in this order: every timer that is due by `now` runs, each at its own
 * due instant; the assignments follow the directory given; the event itself happens or is refused. What the first
 * two did stands in the result also when the event is refused.
 *
 * Pure: the arguments are not altered. Throws on a first event other than `submit`, and on a record that does not
 * belong to the policy; nothing that a user sends makes it throw.
 */
export const step: Step = (record, event, now, world) => {
	if (record === null) {
		if (event.kind !== "submit") throw new Error(`A request begins with submit, not ${event.kind}`);
		return submit(event.requester, now, world);
	}
	const draft = draftOf(record, world);
	const at = Math.max(now, record.lastEventAt);
	runTimers(draft, at);
	if (followDirectory(draft, at)) settle(draft, at);
	const answer = happen(draft, event, at);
	if (!answer.accepted) traceRefusal(draft, event, answer, at);
	return finished(draft, answer, record);
};

function submit(requester: PersonId, at: Instant, world: World): StepResult {
	const record: RequestRecord = {
		requester,
		submittedAt: at,
		state: "open",
		version: 1,
		round: 1,
		stage: null,
		shownSince: 1,
		decisions: [],
		closedStages: [],
		cause: null,
		closedAt: null,
		wakeAt: null,
		lastEventAt: at,
	};
	const draft: Draft = { record, trace: [{ at, kind: "submitted", by: requester }], world };
	openStageAt(draft, 0, at, "automatic");
	return finished(draft, { accepted: true }, null);
}

/** Runs every timer due by `now`, in order, each as an event of its own at its own due instant. */
function runTimers(draft: Draft, now: Instant): void {
	for (let timer = nextTimer(draft); timer !== null && timer.at <= now; timer = nextTimer(draft)) {
		countEvent(draft, timer.at);
		switch (timer.kind) {
			case "reminder":
				remind(draft, timer.at);
				break;
			case "escalation":
				escalate(draft, timer.at);
				settle(draft, timer.at);
				break;
			case "deadline":
				meetDeadline(draft, timer.at);
				break;
		}
	}
}

function nextTimer(draft: Draft): Timer | null {
	const open = openStage(draft);
	return (open && dueTimers(open.rules, open.stage)[0]) ?? null;
}

/** A reminder goes to everybody asked who has not decided. */
function remind(draft: Draft, at: Instant): void {
	const { stage } = draft.record;
	if (stage === null) return;
	stage.reminded += 1;
	const to = tallyOf(draft.record, stage).waiting.map(({ person }) => person);
	traceStage(draft, { at, kind: "reminded", number: stage.reminded, to });
}

function happen(draft: Draft, event: PolicyEvent, at: Instant): Answer {
	switch (event.kind) {
		case "time":
		case "directory":
			return { accepted: true };
		case "decide":
			return decide(draft, event, at);
		case "cancel":
			return cancel(draft, event.by, at);
		case "submit":
			return refuse("invalid", "The request is submitted already.");
	}
}

function traceRefusal(
	draft: Draft,
	event: PolicyEvent,
	answer: Extract<Answer, { accepted: false }>,
	at: Instant,
): void {
	traceStage(draft, {
		at,
		kind: "refused",
		code: answer.code,
		...("by" in event && { by: event.by }),
		...("verdict" in event && { verdict: event.verdict }),
	});
}

function finished(draft: Draft, answer: Answer, before: RequestRecord | null): StepResult {
	const { record, trace } = draft;
	if (before !== null && record.version === before.version)
		return { record: before, trace, answer, changed: false };
	record.wakeAt = nextTimer(draft)?.at ?? null;
	return { record, trace, answer, changed: true };
}
