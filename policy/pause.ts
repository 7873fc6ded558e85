import { assignmentOf, followDirectory } from "./assignments.ts";
import { type Instant, type PersonId, personOf } from "./directory.ts";
import { countEvent, type Draft, openStage, traceStage } from "./draft.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import { endedRefusal, overRefusal, refuse } from "./refuse.ts";
import { leftAt, pauseDeadline, resumeClock } from "./stage-clock.ts";
import { endInStage, openStageAt, settle } from "./stages.ts";
import { validateContext } from "./validate-context.ts";

type ResubmitEvent = Extract<PolicyEvent, { kind: "resubmit" }>;

/** Up to this many rounds: in the last one the request can no longer be sent back. */
export const MOST_ROUNDS = 10;

/** An approver gives the request back to its requester for changes. */
export function sendBack(draft: Draft, by: PersonId, at: Instant): Answer {
	const refusal = refusalToPause(draft, by);
	if (refusal !== null) return refusal;
	if (draft.record.round >= MOST_ROUNDS) {
		return refuse("invalid", `This is round ${MOST_ROUNDS}, the last one: approve, reject or cancel it.`);
	}
	countEvent(draft, at);
	traceStage(draft, { at, kind: "sent_back", by, to: [draft.record.requester] });
	pause(draft, "changes_requested", at);
	return { accepted: true };
}

/** An approver asks the requester something; what was left of each timer is kept. */
export function ask(draft: Draft, by: PersonId, at: Instant): Answer {
	const refusal = refusalToPause(draft, by);
	if (refusal !== null) return refusal;
	countEvent(draft, at);
	traceStage(draft, { at, kind: "asked", by, to: [draft.record.requester] });
	pause(draft, "question", at);
	return { accepted: true };
}

/** The requester submits again: a new round at the first stage, with fresh clocks. */
export function resubmit(draft: Draft, event: ResubmitEvent, at: Instant): Answer {
	const { record } = draft;
	const { by } = event;
	const context = "context" in event ? event.context : draft.world.context;
	const [problem] = validateContext(draft.world.policy, context);
	if (problem !== undefined) {
		return refuse("invalid", `The context does not fit the policy: ${problem.path} ${problem.message}.`);
	}
	const refusal = refusalToResume(draft, by, "changes_requested");
	if (refusal !== null) return refusal;
	countEvent(draft, at);
	draft.world = { ...draft.world, context };
	record.state = "open";
	record.pause = null;
	record.stage = null;
	record.round += 1;
	record.shownSince = record.version;
	draft.trace.push({ at, kind: "resubmitted", by, round: record.round });
	openStageAt(draft, 0, at, "automatic");
	return { accepted: true };
}

/** The requester answers: the same stage and round go on, with decisions kept and what was left of each timer. */
export function answer(draft: Draft, by: PersonId, at: Instant): Answer {
	const refusal = refusalToResume(draft, by, "question");
	if (refusal !== null) return refusal;
	const { record, world } = draft;
	const open = openStage(draft);
	const left = record.pause?.left;
	if (open === null || !left) throw new Error("A question has a stage and what was left of its timers");
	countEvent(draft, at);
	traceStage(draft, { at, kind: "answered", by });
	record.state = "open";
	record.pause = null;
	resumeClock(open.rules, open.stage, left, at, world);
	// People may have come and gone while the stage stood still.
	followDirectory(draft, at);
	settle(draft, at);
	return { accepted: true };
}

/** Nobody came back to it in time. */
export function meetPauseDeadline(draft: Draft, at: Instant): void {
	endInStage(draft, "expired", "pause_deadline", at);
}

function pause(draft: Draft, state: "changes_requested" | "question", at: Instant): void {
	const { record, world } = draft;
	const open = openStage(draft);
	if (open === null) return;
	const deadlineAt = pauseDeadline(open.rules, at, world);
	const left = state === "question" ? leftAt(open.rules, open.stage, at, world) : null;
	record.state = state;
	record.pause = { since: at, version: record.version, deadlineAt, left };
	open.stage.deadlineAt = deadlineAt;
}

function refusalToPause({ record, world }: Draft, by: PersonId): Answer | null {
	const own = by === record.requester || by === world.submitter;
	if (own && !world.policy.separation.requesterMayDecide) {
		return refuse("own_request", "The requester may not act as an approver of their own request.");
	}
	const over = overRefusal(record);
	if (over !== null) return over;
	if (record.stage === null || assignmentOf(record.stage, by) === undefined) {
		return refuse("not_eligible", "You are not among those asked to decide now.");
	}
	return null;
}

function refusalToResume(
	{ record, world }: Draft,
	by: PersonId,
	state: "changes_requested" | "question",
): Answer | null {
	const ended = endedRefusal(record);
	if (ended !== null) return ended;
	// A requester may be a program that no directory lists; a person who has left may not act any more.
	if (
		(by !== record.requester && by !== world.submitter) ||
		personOf(world.directory, by)?.active === false
	) {
		return refuse("not_eligible", "Only the requester may do this.");
	}
	if (record.state === state) return null;
	const waits = state === "question" ? "an answer" : "changes";
	return refuse("invalid", `The request does not wait for ${waits}: it is ${record.state}.`);
}
