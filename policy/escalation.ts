import { approversNow } from "./approvers.ts";
import { applyAssignments, assignmentChange } from "./assignments.ts";
import type { Instant, PersonId } from "./directory.ts";
import { type Draft, openStage, traceStage } from "./draft.ts";
import { nextRung, rulesInForce } from "./ladder.ts";
import { decisionsOn, openSlots, slotsRequired, tallyOf } from "./standing.ts";

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
	const change = assignmentChange(draft);
	if (change === null) return false;
	if (rung.step.mode === "replace") stage.suffices = sufficesAfterReplacing(draft, [...change.asked.keys()]);
	applyAssignments(draft, change, at);

	const sources = rung.step.to.map((source) => ({ source, escalation: true }));
	const broughtIn = approversNow(sources, draft.record.requester, draft.world);
	const to = change.added.filter((person) => broughtIn.has(person));
	traceStage(draft, { at, kind: "escalated", number: stage.escalated, mode: rung.step.mode, to });
	// A timer that runs late sees the directory as it is by then: others may have joined.
	const joined = change.added.filter((person) => !broughtIn.has(person));
	if (joined.length > 0) traceStage(draft, { at, kind: "assigned", to: joined });
	if (change.removed.length > 0) traceStage(draft, { at, kind: "unassigned", to: change.removed });
	return true;
}

/**
 * The people brought in may fill any slot that is still open; where they are fewer than the open slots, all of
 * them together suffice. Nobody at all does not: then the stage stays unsatisfiable.
 */
function sufficesAfterReplacing(draft: Draft, broughtIn: readonly PersonId[]): number | null {
	const open = openStage(draft);
	if (open === null) return null;
	const { stage, rules } = open;
	const { need } = rulesInForce(rules, stage);
	// «all» counts whoever is assigned now, so it follows the people brought in by itself.
	if (need === "all") return null;
	const tally = tallyOf(draft.record, stage);
	const slots = openSlots(need, stage, tally);
	const required = slotsRequired(slots, stage.suffices);
	const filled = slots.filledBy(tally.approvals);
	const decided = new Set(decisionsOn(draft.record, stage).map(({ by }) => by));
	const able = broughtIn.filter((person) => !decided.has(person)).length;
	return able > 0 && able < required - filled ? filled + able : stage.suffices;
}
