import type { ToldDecision, Wait } from "../../ledger/news.ts";

/** Name under which the workflow is started; a string, since bundlers rename functions. */
export const APPROVAL_WORKFLOW = "approval";
export const NEWS_SIGNAL = "news";

/** A decision as history keeps it: its comment is sealed under its writer's key. */
export type StoryDecision = ToldDecision;

export interface ApprovalInput {
	workspaceId: string;
	requestId: string;
	/** Hex SHA-256 of what is asked; the text itself never enters history. */
	digest: string;
	wait: Wait;
}

/** What a signal carries. */
export interface NewsSignal {
	wait: Wait;
	/** Kept by history for whoever reconciles it with the audit trail; the workflow has no use for them. */
	decisions: StoryDecision[];
}

export interface ApprovalResult {
	version: number;
	outcome: string;
}

/** What the `wake` activity answers. */
export interface WakeAnswer {
	wait: Wait;
	decisions: StoryDecision[];
}

export interface ApprovalActivities {
	wake(input: { workspaceId: string; requestId: string; workflowTime: number }): Promise<WakeAnswer>;
}

/** `approval/<workspace>/<request>`: one workflow a request, found without a look-up. */
export function approvalWorkflowId(workspaceId: string, requestId: string): string {
	return `${APPROVAL_WORKFLOW}/${workspaceId}/${requestId}`;
}
