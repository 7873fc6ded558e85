import type { Shown } from "../request/context-fields.ts";

export const VIEWS = ["inbox", "mine", "all"] as const;
export type InboxView = (typeof VIEWS)[number];

/** What the address of a list says. Every part of it can be bookmarked. */
export interface InboxQuery {
	view: InboxView;
	state: string | null;
	policy: string | null;
	q: string | null;
	sort: "due" | "created";
	cursor: string | null;
	/** The request that is open beside the list. */
	open: string | null;
}

/** One line of a list. */
export interface InboxRow {
	id: string;
	title: string;
	requester: string;
	state: string;
	due: string | null;
	createdAt: string;
	stageNumber: number | null;
	stageCount: number;
	/** Names of those asked beside the reader. */
	others: string[];
	/** The context fields that the policy names for lists. */
	facts: { label: string; shown: Shown }[];
	policyTitle: string;
	version: number;
	/** Whether it waits for the reader. */
	mine: boolean;
}

export interface InboxPage {
	rows: InboxRow[];
	nextCursor: string | null;
	/** How many requests wait for the reader. */
	waiting: number;
	/** The server's clock when this was read, ms. */
	readAt: number;
}
