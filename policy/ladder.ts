import type { Instant } from "./directory.ts";
import type { ApproverSource, EscalationStep, Need, Stage } from "./document.ts";
import { addDuration } from "./duration.ts";
import type { StageRecord } from "./record.ts";

/** One step of a stage's escalation ladder and when it is due. */
export interface Rung {
	step: EscalationStep;
	at: Instant;
}

/** The ladder in the order in which its steps are due; steps due at one instant keep the document's order. */
export function ladderOf(rules: Stage, stage: StageRecord): Rung[] {
	return rules.escalate
		.map((step) => ({ step, at: addDuration(stage.openedAt, step.after) }))
		.sort((a, b) => a.at - b.at);
}

/** The step that fires next, early or when it is due; undefined when all have fired. */
export function nextRung(rules: Stage, stage: StageRecord): Rung | undefined {
	return stage.escalated < rules.escalate.length ? ladderOf(rules, stage)[stage.escalated] : undefined;
}

/** Where approvers come from: the stage's own list, or the escalation steps that have fired. */
export interface SourceInForce {
	source: ApproverSource;
	escalation: boolean;
}

/**
 * Whom a stage asks, and how many of them it needs, after the steps that have fired: `add` keeps the earlier
 * approvers, `replace` takes them off, and a step's own `need` stands from then on.
 */
export function rulesInForce(rules: Stage, stage: StageRecord): { sources: SourceInForce[]; need: Need } {
	let sources = rules.approvers.map((source) => ({ source, escalation: false }));
	let need = rules.need;
	if (stage.escalated > 0) {
		for (const { step } of ladderOf(rules, stage).slice(0, stage.escalated)) {
			const broughtIn = step.to.map((source) => ({ source, escalation: true }));
			sources = step.mode === "replace" ? broughtIn : [...sources, ...broughtIn];
			need = step.need ?? need;
		}
	}
	return { sources, need };
}
