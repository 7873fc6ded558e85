import type { ApprovalRequest, Outcome, OutcomeCause, Verdict } from "./types.ts";

export type WebhookType =
	| "request.opened"
	| "request.stage_opened"
	| "request.decided"
	| "request.escalated"
	| "request.closed";

/** `standard`: signed events for programs. `teams`, `chat`: one-way notices with a link. */
export type WebhookKind = "standard" | "teams" | "chat";

/** What an event adds to its request. People stand as ids. */
export interface WebhookFacts {
	/** The request's version after the event: a later event may come first. */
	version: number;
	stage?: string;
	round?: number;
	/** Who did it. */
	by?: string;
	onBehalfOf?: string;
	/** `request.stage_opened`: who is asked. */
	assigned?: string[];
	/** `request.escalated`: whom it brings in. */
	to?: string[];
	/** `request.escalated`: the step, from 1. */
	number?: number;
	mode?: "add" | "replace";
	/** `request.decided` */
	verdict?: Verdict;
	/** `request.closed` */
	outcome?: Outcome;
	cause?: OutcomeCause;
}

/** The body of a webhook's message, and of what goes to a request's callbackUrl. */
export interface WebhookEvent {
	type: WebhookType;
	/** When it happened, ISO 8601. */
	timestamp: string;
	data: {
		event: WebhookFacts;
		/** The request as it was when the message was first sent. */
		request: ApprovalRequest;
	};
}

export interface WebhookInput {
	name: string;
	/** https, on the public internet unless the installation allows more. */
	url: string;
	/** Default: `standard`. */
	kind?: WebhookKind;
	/** Default: all. */
	types?: WebhookType[];
	/** Only requests under this policy. */
	policy?: string | null;
}

export interface WebhookChanges {
	name?: string;
	url?: string;
	types?: WebhookType[];
	policy?: string | null;
	/** False pauses it: nothing new is told, and what waits stays waiting. */
	active?: boolean;
}

export interface Webhook {
	id: string;
	name: string;
	kind: WebhookKind;
	/** Of `teams` and `chat` only the host. */
	url: string;
	types: WebhookType[];
	policy: string | null;
	active: boolean;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
	/** Messages that wait to be taken. */
	pending: number;
	/** Messages of the last 30 days that were given up. */
	givenUp: number;
}

export interface WebhookSecret {
	secret: string;
	/** Until when messages are signed with the secret before as well. */
	previousUntil: string | null;
}

export interface WebhookMessage {
	/** The `webhook-id` of every attempt. */
	id: string;
	/** Null: it goes to the request's own callbackUrl. */
	webhook: string | null;
	type: WebhookType;
	/** Id of the request. */
	request: string;
	version: number;
	/** When it happened. */
	at: string;
	state: "pending" | "delivered" | "given_up";
	attempts: number;
	/** HTTP status of the last answer; null where there was none. */
	lastStatus: number | null;
	lastError: string | null;
	nextAttemptAt: string | null;
	deliveredAt: string | null;
}
