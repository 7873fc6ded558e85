import type { Instant, PersonId } from "./directory.ts";
import type { OutcomeName } from "./outcome.ts";
import type { ConditionFailure, OutcomeCause, StageResult, Verdict } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";

/**
 * One thing that happened, in order: the answer of a simulation, and what the ledger turns into audit
 * entries, assignments and messages.
 */
export interface TraceItem {
	at: Instant;
	kind:
		| "submitted"
		| "stage_skipped"
		| "stage_opened"
		| "assigned"
		| "unassigned"
		| "reminded"
		| "escalated"
		| "unsatisfiable"
		| "decided"
		| "refused"
		| "sent_back"
		| "resubmitted"
		| "asked"
		| "answered"
		| "reassigned"
		/** the stage's condition could not be evaluated: administrators are told, and the stage is not skipped */
		| "condition_failed"
		| "stage_closed"
		| "closed";
	stage?: string;
	round?: number;
	by?: PersonId;
	onBehalfOf?: PersonId;
	/** `stage_opened`: who is asked. */
	assigned?: PersonId[];
	/** `assigned`, `unassigned`, `reminded`, `escalated`, `reassigned`, `sent_back`, `asked`: whom it concerns. */
	to?: PersonId[];
	/** `reassigned`: whose slot it was. */
	from?: PersonId;
	/** `condition_failed`: why. */
	failure?: ConditionFailure;
	/** `reminded`: the how-manieth; `escalated`: the step of the ladder, from 1. */
	number?: number;
	mode?: "add" | "replace";
	verdict?: Verdict;
	code?: RefusalCode;
	/** `stage_closed`: how the stage ended. */
	result?: StageResult;
	/** `closed`: the outcome. */
	outcome?: OutcomeName;
	cause?: OutcomeCause;
}
