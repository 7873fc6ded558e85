import type { OutcomeName } from "../policy/outcome.ts";
import type { OutcomeCause, Verdict } from "../policy/record.ts";
import type { MailLanguage } from "./words/words.ts";

/** What every mail about a request knows. All of it may come from strangers: it is shown inert. */
export interface MailRequest {
	requestId: string;
	title: string;
	policyTitle: string;
	requesterName: string;
	summary: string | null;
	/** The policy's `show` fields, already made text. */
	fields: readonly { label: string; value: string }[];
	/** The open stage, or null after the outcome. */
	stage: string | null;
	/** From 1. */
	stageNumber: number | null;
	stageCount: number;
	/** When the open stage's deadline falls, in ms since 1970. */
	due: number | null;
	onDeadline: "cancel" | "reject" | "approve" | null;
}

/** Who reads the mail. */
export interface Recipient {
	name: string;
	email: string;
	/** IANA name; times are shown in it. One that is not known is read as UTC. */
	timeZone: string;
	language: MailLanguage;
}

/** Asks one person to decide one stage; `answered`: again, now that the requester has answered. */
export interface AskedContent {
	kind: "asked" | "reminded" | "escalated" | "answered";
	request: MailRequest;
	/** The whole URL, token in the fragment. */
	link: string;
	/** Names of the others who are asked now and have not decided. */
	othersAsked: readonly string[];
	/** `reminded`: the how-manieth reminder, from 1. */
	number?: number | null | undefined;
	/** The groups that the stage waits for, where it waits for groups alone. */
	waitingFor?: readonly string[] | null | undefined;
	/** Since when the stage has been waiting, ms since 1970. */
	since?: number | null | undefined;
	/** `escalated`: the earlier approvers were taken off (mode `replace`). */
	instead?: boolean | undefined;
	/** Who is away, where this person is asked as their delegate. */
	onBehalfOf?: string | null | undefined;
	/** Until when they are away, ms since 1970. */
	awayUntil?: number | null | undefined;
	/** Who passed their place on to this person. */
	passedOnBy?: string | null | undefined;
	/** `answered`: the answer; where it was passed on: why. */
	note?: string | null | undefined;
	/** Who wrote `note`. */
	noteBy?: string | null | undefined;
}

/** Tells the requester that the request waits for them. */
export interface WaitsForRequesterContent {
	kind: "question" | "sent_back";
	request: MailRequest;
	/** Who asks, or sent it back. */
	by: string;
	/** What they wrote. */
	note: string | null;
	/** Past it the request is expired, ms since 1970. */
	until: number | null;
	/** The request's page. */
	url: string;
}

export interface MailDecision {
	name: string;
	onBehalfOf?: string | null | undefined;
	verdict: Verdict;
	comment: string | null;
	/** ms since 1970 */
	at: number;
	channel: "web" | "slack" | "email" | "api";
}

/** Tells the requester how it ended. */
export interface OutcomeContent {
	kind: "outcome";
	request: MailRequest;
	outcome: OutcomeName;
	cause: OutcomeCause | null;
	/** ms since 1970 */
	closedAt?: number | null | undefined;
	decisions: readonly MailDecision[];
	/** The request's page. */
	url: string;
}

/** Tells an administrator that a stage cannot be satisfied. */
export interface StuckContent {
	kind: "stuck";
	request: MailRequest;
	url: string;
	/** A sentence on what is missing, or null where only the fact is known. */
	reason: string | null;
	/** Why the stage's condition could not be evaluated, as a code of the policy core; null where that is not it. */
	conditionFailed?: string | null | undefined;
}

/** The one-time code of an emailed link. */
export interface CodeContent {
	kind: "code";
	request: MailRequest;
	code: string;
	/** For how long it is good. */
	minutes: number;
}

/** Tells the recipient of an emailed link that it was used in somebody else's session. */
export interface LinkUsedContent {
	kind: "link_used";
	request: MailRequest;
	/** Who was signed in, where it was somebody of this workspace. */
	by: string | null;
	/** The request's page. */
	url: string;
}

/** New requests and outcomes of a day, in one mail. */
export interface DigestContent {
	kind: "digest";
	items: readonly (AskedContent | OutcomeContent)[];
	/** Wall-clock time at which the person wants it, `08:00`. */
	digestAt: string;
	/** The page of the person's preferences. */
	preferencesUrl: string;
}

export type MailContent =
	| AskedContent
	| WaitsForRequesterContent
	| OutcomeContent
	| StuckContent
	| CodeContent
	| LinkUsedContent
	| DigestContent;
