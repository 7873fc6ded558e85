import type { FieldError, Outcome, OutcomeCause, People } from "./types.ts";

/** How two versions of a policy differ. */
export interface PolicyDiff {
	name: string;
	from: DiffedVersion;
	to: DiffedVersion;
	changes: PolicyChange[];
	/** The same as people read it; empty where nothing differs. */
	text: string;
}

export interface DiffedVersion {
	version: number;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
}

export interface PolicyChange {
	/** Stages are named: `stages[finance].deadline`. */
	path: string;
	kind: "added" | "removed" | "changed" | "reordered";
	/** What stood there; absent where nothing did. */
	old?: unknown;
	/** What stands there now. */
	new?: unknown;
}

/** How a request went, or would have gone. */
export interface RequestCourse {
	outcome: Outcome;
	cause: OutcomeCause | null;
	closedAt: string;
	/** From submission to outcome. */
	tookMs: number;
	/** Ids of everybody who was asked to decide. */
	asked: string[];
	/** Steps of ladders that fired. */
	escalations: number;
	/** Stages that could not be satisfied for a while. */
	unsatisfiable: string[];
}

/** A past request, as it went and as it would have gone under another policy. */
export interface ReplayedRequest {
	id: string;
	title: string;
	requester: string;
	/** The version that it really had. */
	policyVersion: number;
	submittedAt: string;
	old: RequestCourse;
	/** Null: its context does not fit; it would have been refused. */
	new: RequestCourse | null;
	/** Whether the outcome is another one. */
	changed: boolean;
	contextErrors: FieldError[];
	/** Stages whose condition could not be evaluated. */
	conditionFailed: string[];
	/** What people did then and would have been refused; it counts as nothing. */
	refused: {
		at: string;
		kind: "decide" | "cancel" | "sendBack" | "resubmit" | "ask" | "answer" | "reassign";
		by: string;
		code: string;
	}[];
	/** How many things people did that come after the new outcome. */
	dropped: number;
	/** Still open after everything that people did; ended by time alone. */
	ranOn: boolean;
}

export interface ReplayTimes {
	medianMs: number | null;
	p90Ms: number | null;
}

/** What a replay comes to, in requests unless it says otherwise. */
export interface ReplaySummary {
	/** `version` is null for a draft. */
	policy: { name: string; version: number | null };
	from: string;
	to: string;
	/** People, groups, delegations, calendars and rotas are those of now. */
	directory: "now";
	requests: number;
	/** Submitted in the span and still open: left out. */
	stillOpen: number;
	/** Older ones that `limit` left out. */
	beyondLimit: number;
	/** With another outcome, or no longer accepted. */
	changed: number;
	changes: { from: Outcome; to: Outcome | "refused"; requests: number }[];
	outcomes: { old: Record<Outcome, number>; new: Record<Outcome, number> };
	/** They would have been refused; they count nowhere below. */
	contextNoLongerFits: number;
	/** People asked, over all requests; in how many more, or fewer, are asked. */
	asked: { old: number; new: number; more: number; fewer: number };
	escalations: { old: number; new: number };
	/** Approved because every stage was skipped. */
	automatic: { old: number; new: number };
	unsatisfiable: { old: number; new: number };
	time: { old: ReplayTimes; new: ReplayTimes };
	conditionFailed: number;
	/** Real decisions that the policy would have refused. */
	refusedDecisions: number;
	refusedActs: number;
	droppedActs: number;
	ranOn: number;
}

/** What a replay's stream holds: progress, people before the requests that name them, the summary last. */
export type ReplayRow =
	| { kind: "progress"; done: number; total: number }
	| { kind: "people"; people: People }
	| ({ kind: "request" } & ReplayedRequest)
	| ({ kind: "summary" } & ReplaySummary);

export interface ReplayOptions {
	/** The draft. Default: the newest version. */
	policy?: Record<string, unknown> | string;
	/** `90d` or an instant. Default 90d. */
	since?: string;
	/** At most so many requests, the newest. */
	limit?: number;
	signal?: AbortSignal;
}
