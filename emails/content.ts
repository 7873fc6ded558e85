import type { OutcomeName } from "../policy/outcome.ts";
import type { OutcomeCause, Verdict } from "../policy/record.ts";

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
}

/** Asks one person to decide one stage. */
export interface AskedContent {
	kind: "asked" | "reminded" | "escalated";
	request: MailRequest;
	/** The whole URL, token in the fragment. */
	link: string;
	/** Names of the others who are asked now and have not decided. */
	othersAsked: readonly string[];
	/** `reminded`: the how-manieth reminder, from 1. */
	number?: number | null | undefined;
	/** Whom the stage waits for, as «Nobody in Finance has decided»: `in Finance`, `among Ana and Bo`. */
	waitingFor?: string | null | undefined;
	/** Since when the stage has been waiting, ms since 1970. */
	since?: number | null | undefined;
	/** `escalated`: the earlier approvers were taken off (mode `replace`). */
	instead?: boolean | undefined;
	/** Who is away, where this person is asked as their delegate. */
	onBehalfOf?: string | null | undefined;
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
}

/** The one-time code of an emailed link. */
export interface CodeContent {
	kind: "code";
	request: MailRequest;
	code: string;
	/** For how long it is good. */
	minutes: number;
}

export type MailContent = AskedContent | OutcomeContent | StuckContent | CodeContent;
