import type { OutcomeName } from "../../policy/outcome.ts";
import type { OutcomeCause } from "../../policy/record.ts";
import type { RefusalCode } from "../../policy/refusal.ts";
import type { RefusedAct } from "../../policy/replay.ts";
import type { FieldError } from "../refusal.ts";

/** How a request went, or would have gone. Instants are ISO 8601. */
export interface RequestOutcome {
	outcome: OutcomeName;
	cause: OutcomeCause | null;
	closedAt: string;
	/** From the submission to the outcome. */
	tookMs: number;
	/** Ids of everybody who was asked to decide, each once. */
	asked: string[];
	/** Steps of ladders that fired. */
	escalations: number;
	/** Stages that could not be satisfied for a while. */
	unsatisfiable: string[];
}

/** One past request, as it went and as it would have gone. */
export interface ReplayedRequest {
	id: string;
	title: string;
	/** Id of the person it was for. */
	requester: string;
	/** The version that it really had. */
	policyVersion: number;
	submittedAt: string;
	old: RequestOutcome;
	/** Null where its context does not fit the policy: it would have been refused. */
	new: RequestOutcome | null;
	/** Whether the outcome is another one. */
	changed: boolean;
	/** Why the context does not fit. */
	contextErrors: FieldError[];
	/** Stages whose condition could not be evaluated. */
	conditionFailed: string[];
	/** What people did then and would have been refused; it counts as nothing. */
	refused: { at: string; kind: RefusedAct["kind"]; by: string; code: RefusalCode }[];
	/** How many things people did then that come after the new outcome. */
	dropped: number;
	/** Whether it was still open after everything that people did then, and ended by time alone. */
	ranOn: boolean;
}
