/** Where a copy is in Slack, and what it showed when it was last written: `deliveries.place`. */
export interface CopyPlace {
	enterprise: string;
	team: string;
	/** The conversation. */
	channel: string;
	/** Slack's id of the message; null while there is none, or none is known. */
	ts: string | null;
	/** An answer was lost: there may be a message whose `ts` is not known. */
	unsure: boolean;
	/** When it was first tried to post it: ISO 8601. */
	since: string;
	/** The last audit entry (its position) that the thread tells. */
	told: number;
	/** What its buttons were about; null without buttons. */
	seen: SeenContent | null;
}

/** What somebody who presses a button had in front of them. */
export interface SeenContent {
	version: number;
	stage: string;
	round: number;
	/** Hex SHA-256 of the request's content. */
	digest: string;
	/** Names all of this in the message itself, so that a button of an older rendering is known. */
	key: string;
}
