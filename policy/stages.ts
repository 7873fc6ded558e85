import { applyAssignments, assignmentChange, followDirectory } from "./assignments.ts";
import type { Instant, PersonId } from "./directory.ts";
import { type Draft, openStage, traceStage } from "./draft.ts";
import { addDuration } from "./duration.ts";
import { escalate } from "./escalation.ts";
import type { OutcomeName } from "./outcome.ts";
import type { ClosedStage, OutcomeCause, StageResult } from "./record.ts";
import { standingOf, tallyOf } from "./standing.ts";

/** Opens the stage at `index`, or approves the request where there is none left. */
export function openStageAt(draft: Draft, index: number, at: Instant, cause: OutcomeCause): void {
	const { record, world } = draft;
	const rules = world.policy.stages[index];
	if (rules === undefined) {
		closeRequest(draft, "approved", cause, at);
		return;
	}

	record.stage = {
		index,
		name: rules.name,
		openedAt: at,
		deadlineAt: addDuration(at, rules.deadline),
		assignments: [],
		reminded: 0,
		escalated: 0,
		unsatisfiable: false,
		suffices: null,
	};
	record.shownSince = record.version;
	const change = assignmentChange(draft);
	if (change !== null) applyAssignments(draft, change, at);
	traceStage(draft, { at, kind: "stage_opened", assigned: change?.added ?? [] });
	settle(draft, at);
}

/**
 * Draws the consequences of where the open stage stands: it passes, it is rejected, or, while nobody is left who
 * could fill its slots, it is marked unsatisfiable and its next escalation steps fire at once.
 */
export function settle(draft: Draft, at: Instant): void {
	const open = openStage(draft);
	if (open === null) return;
	const { stage, rules } = open;
	for (;;) {
		const standing = standingOf(draft.record, stage, rules);
		if (standing === "passed") passStage(draft, "decided", at);
		if (standing === "rejected") endInStage(draft, "rejected", "rejections", at);
		if (standing === "open") stage.unsatisfiable = false;
		if (standing !== "unsatisfiable") return;

		if (!stage.unsatisfiable) traceStage(draft, { at, kind: "unsatisfiable" });
		stage.unsatisfiable = true;
		if (!escalate(draft, at)) return;
	}
}

/**
 * The open stage's deadline: its `onDeadline` happens, but a stage that is unsatisfiable, or of which no approver
 * has heard, never passes by it. Who is there is looked at anew: they may have left since the last event.
 */
export function meetDeadline(draft: Draft, at: Instant): void {
	if (openStage(draft)?.rules.onDeadline === "approve" && followDirectory(draft, at)) settle(draft, at);
	const open = openStage(draft);
	if (open === null) return;
	const { stage, rules } = open;
	const reached = draft.world.reached?.has(stage.name) ?? true;
	if (rules.onDeadline === "approve" && !stage.unsatisfiable && reached) passStage(draft, "deadline", at);
	else endInStage(draft, rules.onDeadline === "reject" ? "rejected" : "expired", "deadline", at);
}

/** Ends the request with the stage that is open. */
export function endInStage(
	draft: Draft,
	outcome: Exclude<OutcomeName, "approved">,
	cause: ClosedStage["cause"],
	at: Instant,
	by?: PersonId,
): void {
	closeStage(draft, outcome, cause, at);
	closeRequest(draft, outcome, cause, at, by);
}

function passStage(draft: Draft, cause: ClosedStage["cause"], at: Instant): void {
	const index = draft.record.stage?.index ?? 0;
	closeStage(draft, "passed", cause, at);
	openStageAt(draft, index + 1, at, cause);
}

function closeStage(draft: Draft, result: StageResult, cause: ClosedStage["cause"], at: Instant): void {
	const { record } = draft;
	if (record.stage === null) return;
	const waiting = tallyOf(record, record.stage).waiting.map(({ person }) => person);
	record.closedStages.push({
		round: record.round,
		name: record.stage.name,
		closedAt: at,
		result,
		cause,
		waiting,
	});
	traceStage(draft, { at, kind: "stage_closed", result, cause });
	record.stage = null;
}

function closeRequest(
	draft: Draft,
	outcome: OutcomeName,
	cause: OutcomeCause,
	at: Instant,
	by?: PersonId,
): void {
	const { record } = draft;
	record.state = outcome;
	record.cause = cause;
	record.closedAt = at;
	draft.trace.push({ at, kind: "closed", outcome, cause, ...(by !== undefined && { by }) });
}
