import type { Words } from "./words.ts";

/** What a language has to say so that the pages behind emailed links speak it. */
export interface LinkWords {
	common: Pick<
		Words["common"],
		| "locale"
		| "states"
		| "verdicts"
		| "channels"
		| "assurances"
		| "somebody"
		| "system"
		| "yes"
		| "no"
		| "none"
		| "due"
		| "ago"
		| "justNow"
		| "shortUnits"
	>;
	link: Words["link"];
	request: Pick<
		Words["request"],
		| "context"
		| "noContext"
		| "rawJson"
		| "attachments"
		| "attachmentNote"
		| "item"
		| "decisions"
		| "onBehalfOf"
		| "earlierRound"
		| "outcome"
	> & {
		decide: Pick<
			Words["request"]["decide"],
			| "title"
			| "comment"
			| "reason"
			| "commentOnly"
			| "approve"
			| "reject"
			| "confirmReject"
			| "back"
			| "ended"
			| "endedHow"
			| "notRecorded"
			| "changedTitle"
			| "changedBody"
			| "unknown"
			| "signedOut"
		>;
	};
}
