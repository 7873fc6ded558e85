import type { Instant, PersonId } from "./directory.ts";
import type { OutcomeName } from "./outcome.ts";
import type { OutcomeCause, StageResult, Verdict } from "./record.ts";
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
		| "stage_closed"
		| "closed";
	stage?: string;
	round?: number;
	by?: PersonId;
	onBehalfOf?: PersonId;
	/** `stage_opened`: who is asked. */
	assigned?: PersonId[];
	/** `assigned`, `unassigned`, `reminded`, `escalated`: whom it concerns. */
	to?: PersonId[];
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
