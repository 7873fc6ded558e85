import type { Tone } from "../theme.ts";

export interface LetterGroup {
	heading: string;
	items: {
		title: string;
		badge: { text: string; tone: Tone } | null;
		place: string;
		lines: string[];
		facts: { label: string; value: string }[];
		action: { label: string; url: string };
	}[];
}

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
	/** What somebody wrote in this matter (a question, an answer, why it was passed on), with who says it. */
	words: { label: string; text: string } | null;
	/** The requester's words, or null. */
	summary: string | null;
	facts: { label: string; value: string }[];
	deadline: { label: string; at: string; inWords: string; otherwise: string | null } | null;
	decisions: { verdict: "approve" | "reject"; line: string; how: string; comment: string | null }[];
	/** A one-time code. */
	code: string | null;
	/** The only link, but for those of `groups`. Its address is ours. */
	action: { label: string; url: string } | null;
	/** Of a digest: its requests under their headings, each with a link of its own. */
	groups?: LetterGroup[];
	/** Small sentences at the end: why this person gets it, what to mind. */
	notes: string[];
}
