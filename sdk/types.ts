/** What Countersign's HTTP API takes and answers. Instants are ISO 8601 in UTC with milliseconds. */

export type Verdict = "approve" | "reject";
export type Outcome = "approved" | "rejected" | "expired" | "cancelled";
export type RequestState = "open" | "changes_requested" | "question" | Outcome;
/** Why a request ended as it did. */
export type OutcomeCause =
	| "decided"
	| "automatic"
	| "rejections"
	| "deadline"
	| "pause_deadline"
	| "cancelled";

export interface Attachment {
	name: string;
	/** http or https. */
	url: string;
	/** Of the file, 64 hexadecimal digits. */
	sha256: string;
}

export interface Submission {
	/** Name of the policy; its newest version is taken. */
	policy: string;
	/** One line that says what is asked. */
	title: string;
	summary?: string | null;
	/** Has to fit the policy's JSON Schema. */
	context: Record<string, unknown>;
	/** Id or e-mail address of the person it is for. Default: the owner of the API key. */
	requester?: string;
	callbackUrl?: string;
	/** The caller's own id of the matter. */
	externalId?: string;
	attachments?: Attachment[];
}

/** What changes when a request is submitted again. */
export interface Changes {
	/** Whole: it takes the place of the earlier. */
	context?: Record<string, unknown>;
	title?: string;
	summary?: string | null;
	attachments?: Attachment[];
	/** What was changed, in words. */
	comment?: string;
}

export interface Decision {
	id: string;
	/** Id of who decided. */
	by: string;
	/** Id of the absent person whom they stood in for. */
	onBehalfOf: string | null;
	stage: string;
	round: number;
	verdict: Verdict;
	comment: string | null;
	channel: "web" | "slack" | "email" | "api";
	assurance: "session" | "api_key" | "email_link" | "email_code" | "slack";
	at: string;
	/** SHA-256 of what was shown, hexadecimal. */
	digest: string;
}

export type People = Record<string, { name: string; email: string }>;

/** A request. People stand as ids; `people` names them. */
export interface ApprovalRequest {
	id: string;
	policy: { name: string; version: number; title: string };
	title: string;
	summary: string | null;
	context: Record<string, unknown>;
	attachments: Attachment[];
	requester: string;
	submittedBy: string;
	externalId: string | null;
	risk: "low" | "normal" | "high";
	state: RequestState;
	/** Moves by one with every event. */
	version: number;
	/** Decisions made on an earlier version are refused as `stale_version`. */
	shownSince: number;
	/** The open stage; null after the outcome. */
	stage: string | null;
	/** From 1; null after the outcome. */
	stageNumber: number | null;
	stageCount: number;
	round: number;
	/** Ids of those who are asked now and can decide; while it waits for its requester, the requester. */
	assignees: string[];
	/** While it waits for its requester: who wants what, and until when. */
	pause: {
		kind: "question" | "changes_requested";
		by: string;
		comment: string | null;
		since: string;
		/** Past it the request is expired. */
		deadline: string;
	} | null;
	/** The open stage's deadline. */
	due: string | null;
	/** The next instant at which anything may change by itself. */
	wakeAt: string | null;
	/** True when the open stage cannot be filled by those still able to decide. */
	unsatisfiable: boolean;
	createdAt: string;
	closedAt: string | null;
	outcome: Outcome | null;
	cause: OutcomeCause | null;
	decisions: Decision[];
	digest: string;
	people: People;
}

/** A request that has its outcome. */
export type ClosedRequest = ApprovalRequest & { outcome: Outcome; closedAt: string };

export interface Decided {
	request: ApprovalRequest;
	decision: Decision;
	/** True: the same verdict had been recorded before; nothing changed. */
	repeated: boolean;
}

export interface Page<T> {
	items: T[];
	/** For the next page; null on the last. */
	nextCursor: string | null;
}

export interface RequestFilter {
	state?: RequestState | readonly RequestState[];
	/** Only what waits for this person: `me` or an id. */
	assignee?: string;
	/** Only what this person asked for: `me` or an id. */
	requester?: string;
	policy?: string;
	/** Part of the title. */
	q?: string;
	/** `created`: newest first (the default). `due`: soonest first, open requests only. */
	sort?: "created" | "due";
	/** How many requests a page holds: 1 to 200, default 50. */
	limit?: number;
	/** `nextCursor` of the page before. */
	cursor?: string;
}

/** One thing that happened to a request. */
export interface TimelineItem {
	id: string;
	at: string;
	kind: string;
	/** Id of who did it; null for the system. */
	by: string | null;
	version: number | null;
	/** What the kind adds: stage, to, verdict, channel, outcome … */
	facts: Record<string, unknown>;
	comment: string | null;
}

export interface Timeline {
	items: TimelineItem[];
	/** A timeline comes whole. */
	nextCursor: null;
	people: People;
}

/** A field at fault, and what to write instead. */
export interface FieldError {
	/** `context.amount`, `stages[1].deadline` */
	path: string;
	message: string;
}

/** One version of a policy. */
export interface PolicyVersion {
	name: string;
	title: string;
	version: number;
	/** Whether new requests get this version. */
	current: boolean;
	/** Since when no new request can be made with the policy; null while it can. */
	retiredAt: string | null;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
	/** The document as it was pushed. */
	document: Record<string, unknown>;
	/** After a push: approvers whom the directory does not know now, and that the policy is retired. */
	warnings: FieldError[];
}

export interface PolicyCheck {
	valid: boolean;
	errors: FieldError[];
}

/** How a request ended, as a refusal that comes too late tells it. */
export interface StandingOutcome {
	outcome: Outcome;
	cause: OutcomeCause;
	at: string;
	by: { id: string; name: string } | null;
	channel: string | null;
}
