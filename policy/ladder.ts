import type { Calendar, Instant } from "./directory.ts";
import type { ApproverSource, EscalationStep, Need, Stage } from "./document.ts";
import { addDuration } from "./duration.ts";
import type { ReassignRecord, RungRecord, StageRecord } from "./record.ts";

/** One firing of the ladder: the step, and when it is due. */
export interface Rung {
	step: EscalationStep;
	at: Instant;
}

/**
 * The whole ladder of a stage in the order in which its steps are due; steps due at one instant keep the document's
 * order. A repeat counts from the due instant of the last step before it; those that would not come before the
 * deadline are left out.
 */
export function ladderFrom(
	{ escalate, repeatEscalation }: Stage,
	openedAt: Instant,
	deadlineAt: Instant,
	calendar: Calendar | null,
): RungRecord[] {
	const ladder: RungRecord[] = [];
	let from = openedAt;
	for (let pass = 0; pass <= repeatEscalation && escalate.length > 0; pass++) {
		const rungs = inOrder(
			escalate.map(({ after }, step) => ({ step, at: addDuration(from, after, calendar) })),
		);
		ladder.push(...(pass === 0 ? rungs : rungs.filter(({ at }) => at < deadlineAt)));
		from = rungs.at(-1)?.at ?? from;
		if (from >= deadlineAt) break;
	}
	return ladder;
}

export function inOrder(rungs: RungRecord[]): RungRecord[] {
	return rungs.sort((a, b) => a.at - b.at);
}

/** The ladder of a stage. A record older than working time does not hold it: its instants are wall-clock time. */
export function ladderOf(rules: Stage, stage: StageRecord): readonly RungRecord[] {
	return stage.ladder ?? ladderFrom(rules, stage.openedAt, stage.deadlineAt, null);
}

/** The step that fires next, early or when it is due; undefined when all have fired. */
export function nextRung(rules: Stage, stage: StageRecord): Rung | undefined {
	if (rules.escalate.length === 0) return undefined;
	const rung = ladderOf(rules, stage)[stage.escalated];
	const step = rung && rules.escalate[rung.step];
	return step && { step, at: rung.at };
}

/** Where approvers come from: the stage's own list (rung 0), or the n-th step that has fired. */
export interface SourceInForce {
	source: ApproverSource;
	rung: number;
}

/** Whom a stage asks, how many of them it needs, and which slots that were passed on still are. */
export interface RulesInForce {
	sources: SourceInForce[];
	need: Need;
	reassigned: ReassignRecord[];
}

/**
 * What holds after the steps that have fired: `add` keeps the earlier approvers, `replace` takes them off (with
 * those whom they passed their slots to), and a step's own `need` stands from then on.
 */
export function rulesInForce(rules: Stage, stage: StageRecord): RulesInForce {
	let sources: SourceInForce[] = rules.approvers.map((source) => ({ source, rung: 0 }));
	let need = rules.need;
	let replaced = 0;
	if (stage.escalated > 0) {
		for (const [i, { step: index }] of ladderOf(rules, stage).slice(0, stage.escalated).entries()) {
			const step = rules.escalate[index];
			if (step === undefined) continue;
			const rung = i + 1;
			const broughtIn = step.to.map((source) => ({ source, rung }));
			if (step.mode === "replace") {
				sources = broughtIn;
				replaced = rung;
			} else sources = [...sources, ...broughtIn];
			need = step.need ?? need;
		}
	}
	const reassigned = (stage.reassigned ?? []).filter(({ escalated }) => escalated >= replaced);
	return { sources, need, reassigned };
}
