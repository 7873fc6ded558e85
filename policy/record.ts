import type { Instant, PersonId } from "./directory.ts";
import type { OutcomeName } from "./outcome.ts";

/** `open` and the two paused states are before the outcome; the other four are outcomes. */
export type RequestState = "open" | "changes_requested" | "question" | OutcomeName;

export type Verdict = "approve" | "reject";

/** Why a request ended as it did. */
export type OutcomeCause =
	/** decisions passed the last stage (`closedStages` says how the earlier ones were passed) */
	| "decided"
	/** every stage was skipped by its condition */
	| "automatic"
	/** rejections reached `rejectAt`, or made the open slots impossible to fill */
	| "rejections"
	/** a stage's deadline */
	| "deadline"
	/** the deadline of a pause */
	| "pause_deadline"
	/** the requester or an administrator withdrew it */
	| "cancelled";

/** How somebody came to be asked. */
export type Via = "user" | "group" | "manager" | "oncall" | "escalation" | "delegate" | "reassign";

/** One person being asked to decide one stage. `key` is unique within the request and never reused. */
export interface AssignmentRecord {
	/** `<round>/<stage name>/<person>` with `/<n>` appended for the n-th time (n ≥ 2). */
	key: string;
	person: PersonId;
	via: Via;
	/** The groups among the stage's approvers that this person counts for. */
	groups: string[];
	/** The absent person whose slot a delegate fills, else null. */
	onBehalfOf: PersonId | null;
	since: Instant;
	/** When this person was no longer asked, else null. */
	endedAt: Instant | null;
}

/** One person's verdict on one stage in one round. */
export interface DecisionRecord {
	id: string;
	round: number;
	stage: string;
	by: PersonId;
	onBehalfOf: PersonId | null;
	/** The groups the decision may count for, frozen at its instant. */
	groups: string[];
	verdict: Verdict;
	at: Instant;
}

/** The open stage. */
export interface StageRecord {
	index: number;
	name: string;
	openedAt: Instant;
	/** When the deadline falls, pauses included so far. */
	deadlineAt: Instant;
	assignments: AssignmentRecord[];
	/** Reminders that have fired. */
	reminded: number;
	/** Escalation steps that have fired, over all repeats. */
	escalated: number;
	unsatisfiable: boolean;
	/**
	 * After an escalation that replaced the approvers by fewer people than there were open slots: how many
	 * filled slots pass the stage. Else null.
	 */
	suffices: number | null;
}

/** A stage that is over. */
export interface ClosedStage {
	round: number;
	name: string;
	closedAt: Instant;
	result: StageResult;
	cause: Exclude<OutcomeCause, "automatic">;
	/** Who was still asked when it ended: for them a later click is about this stage. */
	waiting: PersonId[];
}

export type StageResult = "passed" | "rejected" | "expired" | "cancelled";

/**
 * The whole state of a request that the rules need: plain JSON, kept by the ledger beside the request.
 * It holds ids, times and verdicts and no personal text.
 */
export interface RequestRecord {
	requester: PersonId;
	submittedAt: Instant;
	state: RequestState;
	/** Moves by one with every event that changes anything. */
	version: number;
	/** From 1; each resubmission starts a new one. */
	round: number;
	/** The open stage (also while paused), null after the outcome. */
	stage: StageRecord | null;
	/** The version at which what is shown, the stage or the round last changed: older decisions are stale. */
	shownSince: number;
	/** All decisions of all rounds, in order. */
	decisions: DecisionRecord[];
	/** The stages that are over, of all rounds, in order. */
	closedStages: ClosedStage[];
	cause: OutcomeCause | null;
	closedAt: Instant | null;
	/** The next instant at which anything may change by itself; null after the outcome. */
	wakeAt: Instant | null;
	/** The instant of the last event; no later event may be earlier. */
	lastEventAt: Instant;
}
