import type { ClockView } from "../../ledger/read/request-for-page.ts";
import type { ApproverSource, DeadlineAction, Stage } from "../../policy/document.ts";

/** What will happen by itself if nobody does anything: instants in ISO 8601. */
export type NextStep =
	| { kind: "remind"; at: string }
	| { kind: "escalate"; at: string; to: ApproverSource[]; mode: "add" | "replace"; again: boolean }
	| { kind: "deadline"; at: string; action: DeadlineAction; nextStage: string | null }
	/** The requester is waited for. */
	| { kind: "pauseDeadline"; at: string; waits: "question" | "changes_requested" };

/** More steps of a ladder that repeats itself say nothing new. */
const MOST_RUNGS = 4;

/** In the order in which what is due at one instant happens. */
const ORDER: readonly NextStep["kind"][] = ["remind", "escalate", "deadline"];

/**
 * What is still to happen by itself in an open stage, first things first: the next reminder, the steps of the
 * escalation ladder that have not fired, the deadline. The instants are the record's own.
 *
 * @param then.nextStage name of the stage that opens when this one is passed, null for the last
 * @param then.unsatisfiable a stage that cannot be filled is never passed by its deadline
 */
export function nextSteps(
	stage: Pick<Stage, "escalate" | "onDeadline">,
	clock: ClockView,
	then: { nextStage: string | null; unsatisfiable: boolean },
): NextStep[] {
	const steps: NextStep[] = [];
	if (clock.remindAt !== null) steps.push({ kind: "remind", at: clock.remindAt });
	for (const { step, at, again } of clock.rungs.slice(0, MOST_RUNGS)) {
		const rule = stage.escalate[step];
		if (rule !== undefined) steps.push({ kind: "escalate", at, to: rule.to, mode: rule.mode, again });
	}
	const passes = stage.onDeadline === "approve" && !then.unsatisfiable;
	steps.push({
		kind: "deadline",
		at: clock.deadlineAt,
		action: stage.onDeadline === "approve" && !passes ? "cancel" : stage.onDeadline,
		nextStage: passes ? then.nextStage : null,
	});
	return steps.sort(
		(a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
	);
}
