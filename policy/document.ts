import type { Duration } from "./duration.ts";
import type { Retention } from "./retention.ts";

export type Risk = "low" | "normal" | "high";
export type DeadlineAction = "cancel" | "reject" | "approve";
/** `manager`: the requester's manager that many levels up; `oncall`: who is on call now on that rota. */
export type ApproverSource = { user: string } | { group: string } | { manager: number } | { oncall: string };
/** Slots that anybody asked may fill, a slot for each, a share of those, or slots of groups. */
export type Need = number | "all" | Percentage | GroupNeed;
export type Percentage = `${number}%`;
/** Group name → its number of slots. */
export type GroupNeed = Readonly<Record<string, number>>;
export type RequireComment = "never" | "reject" | "always";

export interface EscalationStep {
	after: Duration;
	to: ApproverSource[];
	mode: "add" | "replace";
	need?: Need;
}

export interface Stage {
	name: string;
	/** A condition in CEL; where it is false the stage is skipped. */
	when: string | null;
	approvers: ApproverSource[];
	need: Need;
	rejectAt: number;
	remind: { every: Duration; atMost: number } | null;
	escalate: EscalationStep[];
	/** How often the ladder starts again, from its last step's instant. */
	repeatEscalation: number;
	deadline: Duration;
	onDeadline: DeadlineAction;
	/** On which verdicts a comment is required. */
	requireComment: RequireComment;
	/** What follows when those who could fill the open slots cannot be reached on any channel. */
	onUndeliverable: "escalate" | "ignore";
}

/** A valid policy with every default filled in. Made by `parsePolicy` alone. */
export interface Policy {
	apiVersion: "countersign/v1";
	name: string;
	title: string;
	context: Record<string, unknown>;
	risk: Risk;
	/** The calendar that working time is counted in, by name. */
	calendar: string | null;
	separation: { requesterMayDecide: boolean; oncePerRequest: boolean };
	stages: Stage[];
	show: string[];
	/** How long a closed request is kept, such as `2y`. */
	retain: Retention | null;
}
