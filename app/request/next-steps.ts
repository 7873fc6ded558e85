import type { ApproverSource, DeadlineAction, Stage } from "../../policy/document.ts";
import { durationMs } from "../words/time.ts";

/** What will happen by itself if nobody decides: instants in ISO 8601. */
export type NextStep =
	| { kind: "remind"; at: string; number: number; of: number }
	| { kind: "escalate"; at: string; to: ApproverSource[]; mode: "add" | "replace" }
	| { kind: "deadline"; at: string; action: DeadlineAction; nextStage: string | null };

/** The open stage as far as its timers go. */
export interface StageClock {
	/** ISO 8601. */
	openedAt: string;
	deadlineAt: string;
	/** Reminders and steps of the ladder that have fired. */
	reminded: number;
	escalated: number;
}

/**
 * What is still to happen by itself in an open stage, first things first: the next reminder, the steps of the
 * escalation ladder that have not fired, the deadline. Durations count from the stage's opening.
 *
 * @param nextStage name of the stage that opens when this one is passed, null for the last
 */
export function nextSteps(
	stage: Pick<Stage, "remind" | "escalate" | "onDeadline">,
	clock: StageClock,
	nextStage: string | null,
): NextStep[] {
	const opened = Date.parse(clock.openedAt);
	const deadline = Date.parse(clock.deadlineAt);
	const steps: (NextStep & { order: number })[] = [
		{ kind: "deadline", at: clock.deadlineAt, action: stage.onDeadline, nextStage, order: 2 },
	];
	const every = stage.remind === null ? null : durationMs(stage.remind.every);
	if (stage.remind !== null && every !== null && clock.reminded < stage.remind.atMost) {
		const at = opened + every * (clock.reminded + 1);
		if (at < deadline) {
			const of = Math.min(stage.remind.atMost, Math.ceil((deadline - opened) / every) - 1);
			steps.push({ kind: "remind", at: iso(at), number: clock.reminded + 1, of, order: 0 });
		}
	}
	const ladder = stage.escalate
		.map((step) => ({ step, after: durationMs(step.after) ?? 0 }))
		.sort((a, b) => a.after - b.after);
	for (const { step, after } of ladder.slice(clock.escalated)) {
		steps.push({ kind: "escalate", at: iso(opened + after), to: step.to, mode: step.mode, order: 1 });
	}
	return steps
		.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order)
		.map(({ order: _order, ...step }) => step);
}

interface Happening {
	kind: string;
	at: string;
	facts: Record<string, unknown>;
}

/** Reads the open stage's clock out of the request's timeline; null where it does not say when the stage opened. */
export function stageClock(
	timeline: readonly Happening[],
	stage: { name: string; round: number; deadlineAt: string },
): StageClock | null {
	const own = timeline.filter((item) => item.facts.stage === stage.name && item.facts.round === stage.round);
	const opened = own.findLast((item) => item.kind === "stage_opened");
	if (opened === undefined) return null;
	const count = (kind: string) => own.filter((item) => item.kind === kind).length;
	return {
		openedAt: opened.at,
		deadlineAt: stage.deadlineAt,
		reminded: count("reminded"),
		escalated: count("escalated"),
	};
}

function iso(ms: number): string {
	return new Date(ms).toISOString();
}
