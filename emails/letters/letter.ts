import type { Tone } from "../theme.ts";

/** What a mail says, before it is HTML or plain text. Every text in it is inert already. */
export interface Letter {
	subject: string;
	/** What an inbox shows beside the subject. */
	preview: string;
	badge: { text: string; tone: Tone } | null;
	/** The policy, and the stage: a small line above the title. */
	place: string;
	title: string;
	/** The first sentence. */
	opening: string;
	/** The requester's words, or null. */
	summary: string | null;
	facts: { label: string; value: string }[];
	deadline: { label: string; at: string; inWords: string; otherwise: string | null } | null;
	decisions: { verdict: "approve" | "reject"; line: string; how: string; comment: string | null }[];
	/** A one-time code. */
	code: string | null;
	/** The only link. Its address is ours. */
	action: { label: string; url: string } | null;
	/** Small sentences at the end: why this person gets it, what to mind. */
	notes: string[];
}
