import type { Instant, PersonId } from "./directory.ts";
import type { Span } from "./duration.ts";
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

/**
 * Why a condition gave neither true nor false. Codes and no message: CEL's messages may quote the context, and the
 * record holds no personal text. A simulation with the same context shows the rest.
 */
export type ConditionFailure = "no_such_field" | "wrong_type" | "too_costly" | "not_boolean" | "failed";

/** How somebody came to be asked. */
export type Via = "user" | "group" | "manager" | "oncall" | "escalation" | "delegate" | "reassign";

/** The slot of one person asked: where a vote may sit. A delegate sits on the absent person's. */
export interface Seat {
	/** Who is asked in own right. */
	of: PersonId;
	/** The groups among the stage's approvers whose slots it may fill. */
	groups: string[];
	/** Whether it may fill the slots of any group: escalation brought the person in. */
	any?: true;
}

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
	/** Whether the person may fill the slots of any group. */
	any?: true;
	/** Further seats that the person may decide for: delegate of several, or approver and delegate. */
	otherSeats?: Seat[];
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
	/** Whether the decision may fill the slots of any group. */
	any?: true;
	/** Further seats that it could count for instead, frozen at its instant. */
	otherSeats?: Seat[];
}

/** One firing of the escalation ladder to come: which step of the document, and when it is due. */
export interface RungRecord {
	step: number;
	at: Instant;
}

/** What reminders are counted from: number `counted + k` is due `first` and k − 1 times `every` after `from`. */
export interface ReminderClock {
	from: Instant;
	first: Span;
	counted: number;
}

/** A slot that was passed on. It stands until an escalation replaces the approvers. */
export interface ReassignRecord {
	from: PersonId;
	to: PersonId;
	groups: string[];
	any?: true;
	/** Escalation steps that had fired by then: who a later step brings in is not meant. */
	escalated: number;
}

/** A request that waits for its requester, its clock standing still. */
export interface PauseRecord {
	since: Instant;
	/** The request's version at which it began: tells two pauses of one instant apart. */
	version: number;
	/** Past it the request is expired. */
	deadlineAt: Instant;
	/** For a question: what was left of each timer of the stage, in its own unit. */
	left: { deadline: Span; ladder: Span[]; reminder: Span | null } | null;
}

/** The open stage. */
export interface StageRecord {
	index: number;
	name: string;
	openedAt: Instant;
	/** When the deadline falls, pauses included so far; while paused, when the pause's own deadline falls. */
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
	/**
	 * The ladder with its repeats in the order in which it fires; the first `escalated` have. Its instants are fixed
	 * when the stage opens and when a pause ends. Absent in records older than working time.
	 */
	ladder?: RungRecord[];
	reminders?: ReminderClock;
	/** When the next reminder is due, else null. */
	remindAt?: Instant | null;
	reassigned?: ReassignRecord[];
	/** Those asked whom no channel reaches. */
	unreached?: PersonId[];
	/** Why the stage's condition could not be evaluated: then the stage is not skipped. */
	conditionFailed?: ConditionFailure;
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
	/** Those of them for whom somebody else had decided: absent people and delegates. Absent where none. */
	taken?: PersonId[];
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
	/** While it waits for its requester, else null or absent. */
	pause?: PauseRecord | null;
	cause: OutcomeCause | null;
	closedAt: Instant | null;
	/** The next instant at which anything may change by itself; null after the outcome. */
	wakeAt: Instant | null;
	/** The instant of the last event; no later event may be earlier. */
	lastEventAt: Instant;
}
