/** What the stand-in keeps. All of it is plain JSON, so that a demo can keep it in a file. */

export type Fields = Record<string, unknown>;

/** What somebody is to a workspace. `external` is a person of another workspace, met through Slack Connect. */
export type UserKind = "member" | "admin" | "guest" | "single_channel_guest" | "external" | "bot";

export interface Team {
	id: string;
	name: string;
	domain: string;
	enterprise: { id: string; name: string } | null;
	/** Set while the app is installed here. */
	bot: { userId: string; botId: string } | null;
}

export interface User {
	id: string;
	/** The workspace whose directory lists the person. */
	teamId: string;
	/** The workspace the person belongs to; another one than `teamId` for `external`. */
	homeTeamId: string;
	name: string;
	realName: string;
	email: string | null;
	timeZone: string;
	locale: string;
	kind: UserKind;
	deactivated: boolean;
}

export interface Channel {
	id: string;
	teamId: string;
	name: string;
	kind: "public" | "private" | "im" | "mpim";
	members: string[];
	/** Shared with another workspace by Slack Connect. */
	shared: boolean;
	archived: boolean;
}

/** What a message said from `at` on, and which call made it so. */
export interface MessageVersion {
	at: number;
	by: string;
	text: string;
	blocks: Fields[] | null;
	metadata: Fields | null;
}

export interface Message {
	teamId: string;
	channel: string;
	ts: string;
	threadTs: string | null;
	userId: string;
	botId: string | null;
	/** Only this person sees it. */
	ephemeralTo: string | null;
	/** The command or button whose answer this is. */
	answerTo: string | null;
	deletedAt: number | null;
	/** Oldest first; the last one is what is shown. Never empty. */
	versions: MessageVersion[];
}

export interface Token {
	token: string;
	type: "bot" | "app";
	teamId: string | null;
	scopes: string[];
	revoked: boolean;
}

export interface View {
	id: string;
	type: "modal" | "home";
	teamId: string;
	/** The workspace where the app that opened it is installed. */
	installedTeamId: string;
	userId: string;
	title: Fields | null;
	submit: Fields | null;
	close: Fields | null;
	blocks: Fields[];
	privateMetadata: string;
	callbackId: string;
	externalId: string;
	hash: string;
	rootViewId: string;
	previousViewId: string | null;
	clearOnClose: boolean;
	notifyOnClose: boolean;
	/** block_id → action_id → the value as Slack sends it in `view.state.values`. */
	values: Record<string, Record<string, Fields>>;
	open: boolean;
	/** What the app answered to a submission with `response_action: errors`: block_id → text. */
	errors: Record<string, string>;
	/** What Slack would show at the modal's top when the app did not answer well. */
	trouble: string | null;
}

export interface World {
	teams: Team[];
	users: User[];
	channels: Channel[];
	messages: Message[];
	tokens: Token[];
	views: View[];
	counter: number;
	lastMicros: number;
}

/** One call of a Web API method (or of a response_url, as method `response_url`). */
export interface ApiCall {
	method: string;
	token: string | null;
	teamId: string | null;
	/** `channel` of the arguments, resolved where it named a person. */
	channel: string | null;
	args: Fields;
	/** Milliseconds since 1970. */
	at: number;
	endedAt: number | null;
	outcome: "under_way" | "ok" | "error" | "rate_limited" | "fault";
	/** Slack's error code, where `outcome` is `error`. */
	error: string | null;
	status: number | null;
	/** Whether it changed or read anything, also when the answer was lost. */
	performed: boolean;
	/** The fault that was injected. */
	fault: string | null;
	/** Seconds, on a 429. */
	retryAfter: number | null;
	/** Arrived before an earlier 429's Retry-After had passed (same team, method, and channel for messages). */
	early: boolean;
}

export interface DeliveryAttempt {
	at: number;
	number: number;
	reason: string | null;
	/** Milliseconds until the app acknowledged; null: never. */
	ackedAfter: number | null;
	late: boolean;
	status: number | null;
	failure: string | null;
}

/** What was sent to the app: an event, a press, a submission, a command, a request for options. */
export interface Delivery {
	id: string;
	kind: "events_api" | "interactive" | "slash_commands" | "options";
	type: string;
	payload: Fields;
	attempts: DeliveryAttempt[];
}

/** What an act of a person came to, as the person would have seen it. */
export interface Acked {
	/** Acknowledged within Slack's three seconds. */
	ok: boolean;
	/** Acknowledged, but too late; the person saw an error. Known for HTTP answers that came at all. */
	late: boolean;
	/** What the app gave to `ack(…)`. */
	payload: Fields | string | null;
	/** Why not, if not ok: `no_connection`, `timeout`, `http_<status>`, `connection_failed`. */
	failure: string | null;
	delivery: Delivery;
}

export function isFields(value: unknown): value is Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string {
	return typeof value === "string" ? value : "";
}
