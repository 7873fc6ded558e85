import { followDirectory } from "./assignments.ts";
import { cancel } from "./cancel.ts";
import { decide } from "./decide.ts";
import { noteDelivery } from "./delivery.ts";
import type { Instant, PersonId } from "./directory.ts";
import { countEvent, type Draft, draftOf, openStage, traceStage } from "./draft.ts";
import { escalate } from "./escalation.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import { answer, ask, meetPauseDeadline, resubmit, sendBack } from "./pause.ts";
import { reassign } from "./reassign.ts";
import type { RequestRecord } from "./record.ts";
import { refuse } from "./refuse.ts";
import { countReminder } from "./stage-clock.ts";
import { meetDeadline, openStageAt, settle } from "./stages.ts";
import { tallyOf } from "./standing.ts";
import { nextTimer, type Timer } from "./timers.ts";
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
	const said = happen(draft, event, at);
	if (!said.accepted) traceRefusal(draft, event, said, at);
	// An answer may start a timer of which nothing is left.
	if (event.kind === "answer") runTimers(draft, at);
	return finished(draft, said, record, at);
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
	return finished(draft, { accepted: true }, null, at);
}

/**
 * Runs every timer due by `now`, in order, each as an event of its own at its own due instant. What became known
 * only later (a delegation that began before it was entered) is no timer: the assignments follow it at `now`.
 */
function runTimers(draft: Draft, now: Instant): void {
	const { record } = draft;
	const known = record.wakeAt === null ? record.lastEventAt : Math.max(record.lastEventAt, record.wakeAt - 1);
	let timer = nextTimer(draft, known);
	while (timer !== null && timer.at <= now) {
		runTimer(draft, timer);
		timer = nextTimer(draft, record.lastEventAt);
	}
}

function runTimer(draft: Draft, { kind, at }: Timer): void {
	if (kind === "people") {
		// Counted also where it changes nobody: the next instant at which anything may change is another one now.
		if (followDirectory(draft, at)) settle(draft, at);
		else countEvent(draft, at);
		return;
	}
	countEvent(draft, at);
	switch (kind) {
		case "reminder":
			remind(draft, at);
			break;
		case "escalation":
			escalate(draft, at);
			settle(draft, at);
			break;
		case "deadline":
			meetDeadline(draft, at);
			break;
		case "pause_deadline":
			meetPauseDeadline(draft, at);
			break;
	}
}

/** A reminder goes to everybody asked who can still decide. */
function remind(draft: Draft, at: Instant): void {
	const open = openStage(draft);
	if (open === null) return;
	const { stage, rules } = open;
	countReminder(rules, stage, draft.world);
	const to = tallyOf(draft.record, stage, draft.world.policy).waiting.map(({ person }) => person);
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
		case "sendBack":
			return sendBack(draft, event.by, at);
		case "resubmit":
			return resubmit(draft, event, at);
		case "ask":
			return ask(draft, event.by, at);
		case "answer":
			return answer(draft, event.by, at);
		case "reassign":
			return reassign(draft, event, at);
		case "delivery":
			return noteDelivery(draft, event.person, event.reached, at);
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

/** Without an event nothing moves, unless the next instant at which anything may change is another one by now. */
function finished(draft: Draft, answer: Answer, before: RequestRecord | null, at: Instant): StepResult {
	const { record, trace } = draft;
	const wakeAt = nextTimer(draft, at)?.at ?? null;
	if (before !== null && record.version === before.version) {
		if (wakeAt === before.wakeAt) return { record: before, trace, answer, changed: false };
		countEvent(draft, at);
	}
	record.wakeAt = wakeAt;
	return { record, trace, answer, changed: true };
}
