import { applyAssignments, assignmentChange, followDirectory } from "./assignments.ts";
import { evaluateCondition } from "./condition.ts";
import type { Instant, PersonId } from "./directory.ts";
import { type Draft, openStage, traceStage } from "./draft.ts";
import { escalate } from "./escalation.ts";
import type { OutcomeName } from "./outcome.ts";
import type { ClosedStage, OutcomeCause, StageResult } from "./record.ts";
import { clockFrom } from "./stage-clock.ts";
import { standingOf, tallyOf } from "./standing.ts";

/**
 * Opens the first stage from `index` on whose condition is not false, or approves the request where there is none.
 * A condition that cannot be evaluated skips nothing: the stage opens, is marked, and administrators are told.
 */
export function openStageAt(draft: Draft, index: number, at: Instant, cause: OutcomeCause): void {
	const { record, world } = draft;
	const rules = world.policy.stages[index];
	if (rules === undefined) {
		closeRequest(draft, "approved", cause, at);
		return;
	}
	const condition = rules.when === null ? null : evaluateCondition(rules.when, record, world);
	if (condition?.ok === true && !condition.value) {
		draft.trace.push({ at, kind: "stage_skipped", stage: rules.name, round: record.round });
		openStageAt(draft, index + 1, at, cause);
		return;
	}

	record.stage = {
		index,
		name: rules.name,
		...clockFrom(rules, at, world),
		assignments: [],
		reminded: 0,
		escalated: 0,
		unsatisfiable: false,
		suffices: null,
		...(condition?.ok === false && { conditionFailed: condition.failure }),
	};
	record.shownSince = record.version;
	const change = assignmentChange(draft, at);
	if (change !== null) applyAssignments(draft, change, at);
	traceStage(draft, { at, kind: "stage_opened", assigned: change?.added ?? [] });
	if (condition?.ok === false)
		traceStage(draft, { at, kind: "condition_failed", failure: condition.failure });
	settle(draft, at);
}

/**
 * Draws the consequences of where the open stage stands: it passes, it is rejected, or, while nobody is left who
 * could fill its slots, it is marked unsatisfiable and its next escalation steps fire at once. They fire too where
 * those who could fill them are reached on no channel, if the policy says so.
 */
export function settle(draft: Draft, at: Instant): void {
	const open = openStage(draft);
	if (open === null || draft.record.state !== "open") return;
	const { stage, rules } = open;
	for (;;) {
		const standing = standingOf(draft.record, stage, rules, draft.world.policy);
		if (standing === "passed") passStage(draft, "decided", at);
		if (standing === "rejected") endInStage(draft, "rejected", "rejections", at);
		if (standing === "open") {
			stage.unsatisfiable = false;
			if (!needsReach(draft) || !escalate(draft, at)) return;
			continue;
		}
		if (standing !== "unsatisfiable") return;

		if (!stage.unsatisfiable) traceStage(draft, { at, kind: "unsatisfiable" });
		stage.unsatisfiable = true;
		if (!escalate(draft, at)) return;
	}
}

/** Whether the open slots cannot be filled by those whom a message reaches, and that is to escalate. */
function needsReach(draft: Draft): boolean {
	const open = openStage(draft);
	if (open === null || open.rules.onUndeliverable === "ignore") return false;
	const unreached = open.stage.unreached ?? [];
	if (unreached.length === 0) return false;
	const reached = (person: PersonId) => !unreached.includes(person);
	return standingOf(draft.record, open.stage, open.rules, draft.world.policy, reached) === "unsatisfiable";
}

/**
 * The open stage's deadline: its `onDeadline` happens. A stage never passes by it that is unsatisfiable, whose
 * condition failed, or of which no approver has heard. Who is there is looked at anew: they may have left since the
 * last event.
 */
export function meetDeadline(draft: Draft, at: Instant): void {
	if (openStage(draft)?.rules.onDeadline === "approve" && followDirectory(draft, at)) settle(draft, at);
	const open = openStage(draft);
	if (open === null) return;
	const { stage, rules } = open;
	const sound = !stage.unsatisfiable && stage.conditionFailed === undefined && someoneReached(draft);
	if (rules.onDeadline === "approve" && sound) passStage(draft, "deadline", at);
	else endInStage(draft, rules.onDeadline === "reject" ? "rejected" : "expired", "deadline", at);
}

function someoneReached({ record: { stage }, world }: Draft): boolean {
	if (stage !== null && world.reached?.has(stage.name) === false) return false;
	const unreached = stage?.unreached ?? [];
	return (
		unreached.length === 0 ||
		(stage?.assignments.some(({ person, endedAt }) => endedAt === null && !unreached.includes(person)) ??
			false)
	);
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
	const { record, world } = draft;
	const { stage } = record;
	if (stage === null) return;
	const { waiting, taken, duplicates } = tallyOf(record, stage, world.policy);
	record.closedStages.push({
		round: record.round,
		name: stage.name,
		closedAt: at,
		result,
		cause,
		waiting: [...waiting.map(({ person }) => person), ...taken, ...duplicates],
		...(taken.length > 0 && { taken }),
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
	if (record.pause) record.pause = null;
	draft.trace.push({ at, kind: "closed", outcome, cause, ...(by !== undefined && { by }) });
}
