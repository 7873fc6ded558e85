import { approversNow } from "./approvers.ts";
import { applyAssignments, assignmentChange, traceAssignments } from "./assignments.ts";
import type { Instant } from "./directory.ts";
import { type Draft, openStage, traceStage } from "./draft.ts";
import { nextRung, rulesInForce } from "./ladder.ts";
import { seated } from "./slots.ts";
import { openSlots, slotsRequired, tallyOf } from "./standing.ts";

/**
 * Fires the next step of the open stage's ladder, when it is due or early because the stage is unsatisfiable.
 * False when every step has fired. The caller settles the stage.
 */
export function escalate(draft: Draft, at: Instant): boolean {
	const open = openStage(draft);
	const rung = open && nextRung(open.rules, open.stage);
	if (!open || !rung) return false;
	const { stage } = open;

	stage.escalated += 1;
	if (rung.step.need !== undefined) stage.suffices = null;
	const change = assignmentChange(draft, at);
	if (change === null) return false;
	applyAssignments(draft, change, at);
	if (rung.step.mode === "replace") stage.suffices = sufficesAfterReplacing(draft);

	const sources = rung.step.to.map((source) => ({ source, rung: stage.escalated }));
	const asking = { sources, reassigned: [], requester: draft.record.requester };
	const broughtIn = approversNow(asking, draft.world, at);
	const to = change.added.filter((person) => broughtIn.has(person));
	traceStage(draft, { at, kind: "escalated", number: stage.escalated, mode: rung.step.mode, to });
	// A timer that runs late sees the directory as it is by then: others may have joined.
	const joined = change.added.filter((person) => !broughtIn.has(person));
	if (joined.length > 0) traceAssignments(draft, joined, [], at);
	if (change.removed.length > 0) traceAssignments(draft, [], change.removed, at);
	return true;
}

/**
 * The people brought in may fill any slot that is still open; where they are fewer than the open slots, all of
 * them together suffice. Nobody at all does not: then the stage stays unsatisfiable.
 */
function sufficesAfterReplacing(draft: Draft): number | null {
	const open = openStage(draft);
	if (open === null) return null;
	const { stage, rules } = open;
	const { need } = rulesInForce(rules, stage);
	// «all» and percentages count whoever is assigned now, so they follow the people brought in by themselves.
	if (typeof need === "string") return null;
	const tally = tallyOf(draft.record, stage, draft.world.policy);
	const slots = openSlots(need, stage, tally);
	const required = slotsRequired(slots, stage.suffices);
	const filled = slots.filledBy(tally.approvals);
	const able = seated([...tally.approvals, ...tally.waiting]) - seated(tally.approvals);
	return able > 0 && able < required - filled ? filled + able : stage.suffices;
}
