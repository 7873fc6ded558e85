import type { Duration } from "./duration.ts";

export type Risk = "low" | "normal" | "high";
export type DeadlineAction = "cancel" | "reject" | "approve";
export type ApproverSource = { user: string } | { group: string };
export type Need = number | "all";

export interface EscalationStep {
	after: Duration;
	to: ApproverSource[];
	mode: "add" | "replace";
	need?: Need;
}

export interface Stage {
	name: string;
	approvers: ApproverSource[];
	need: Need;
	rejectAt: number;
	remind: { every: Duration; atMost: number } | null;
	escalate: EscalationStep[];
	deadline: Duration;
	onDeadline: DeadlineAction;
}

/** A valid policy with every default filled in. Made by `parsePolicy` alone. */
export interface Policy {
	apiVersion: "countersign/v1";
	name: string;
	title: string;
	context: Record<string, unknown>;
	risk: Risk;
	separation: { requesterMayDecide: boolean; oncePerRequest: boolean };
	stages: Stage[];
	show: string[];
}
