import type { Need, Stage } from "./document.ts";
import { rulesInForce } from "./ladder.ts";
import type { AssignmentRecord, DecisionRecord, RequestRecord, StageRecord } from "./record.ts";
import { type Slots, slotsOf, type Voter } from "./slots.ts";

/** Where the open stage stands by its decisions and by who is still able to decide. */
export type Standing = "passed" | "rejected" | "open" | "unsatisfiable";

/** Who has voted how, and who still may. Each person stands in one of the lists, once. */
export interface Tally {
	approvals: Voter[];
	/** How many have rejected. */
	rejections: number;
	/** Those who have rejected and would still be asked had they not. */
	rejecters: Voter[];
	/** Those asked who have not decided. */
	waiting: Voter[];
}

/** Counts the votes of the open stage in this round. */
export function tallyOf(record: RequestRecord, stage: StageRecord): Tally {
	const decisions = decisionsOn(record, stage);
	const assigned = stage.assignments.filter(({ endedAt }) => endedAt === null);
	const verdicts = new Map(decisions.map(({ by, verdict }) => [by, verdict]));
	return {
		approvals: decisions.filter(({ verdict }) => verdict === "approve").map(voterByDecision),
		rejections: decisions.filter(({ verdict }) => verdict === "reject").length,
		rejecters: assigned.filter(({ person }) => verdicts.get(person) === "reject").map(voterByAssignment),
		waiting: assigned.filter(({ person }) => !verdicts.has(person)).map(voterByAssignment),
	};
}

/** The slots that `need` opens in the stage now. */
export function openSlots(need: Need, stage: StageRecord, { approvals }: Tally): Slots {
	return slotsOf(need, () => [
		...stage.assignments
			.filter(({ endedAt }) => endedAt === null)
			.map((assignment) => voterByAssignment(assignment).person),
		...approvals.map(({ person }) => person),
	]);
}

/**
 * How many filled slots pass the stage: all of them, or fewer where a replacement brought in fewer people.
 * Never none: nothing passes without a decision.
 */
export function slotsRequired(slots: Slots, suffices: number | null): number {
	return Math.max(1, Math.min(slots.total, suffices ?? slots.total));
}

/**
 * Whether the stage has passed, can still pass, cannot because of rejections (it is rejected), or cannot for want
 * of people (it is unsatisfiable).
 */
export function standingOf(record: RequestRecord, stage: StageRecord, rules: Stage): Standing {
	const tally = tallyOf(record, stage);
	if (tally.rejections >= rules.rejectAt) return "rejected";

	const slots = openSlots(rulesInForce(rules, stage).need, stage, tally);
	const required = slotsRequired(slots, stage.suffices);
	const fills = (...voters: Voter[][]) => slots.filledBy(voters.flat()) >= required;
	if (fills(tally.approvals)) return "passed";
	if (fills(tally.approvals, tally.waiting)) return "open";
	if (fills(tally.approvals, tally.waiting, tally.rejecters)) return "rejected";
	return "unsatisfiable";
}

/** The decisions that count in the open stage: those of this round. */
export function decisionsOn(record: RequestRecord, stage: { name: string }): DecisionRecord[] {
	return record.decisions.filter(
		(decision) => decision.round === record.round && decision.stage === stage.name,
	);
}

function voterByDecision({ by, onBehalfOf, groups }: DecisionRecord): Voter {
	return { person: onBehalfOf ?? by, groups };
}

function voterByAssignment({ person, onBehalfOf, groups }: AssignmentRecord): Voter {
	return { person: onBehalfOf ?? person, groups };
}
