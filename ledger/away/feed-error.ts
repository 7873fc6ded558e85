/** Why a calendar could not be read. `message` is a sentence for the person whose it is, and quotes nothing of it. */
export type FeedErrorCode =
	| "address_invalid"
	| "address_refused"
	| "unreachable"
	| "not_answered"
	| "not_a_calendar"
	| "too_large"
	| "too_many"
	| "erased";

export class FeedError extends Error {
	override readonly name = "FeedError";
	readonly code: FeedErrorCode;

	constructor(code: FeedErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}
