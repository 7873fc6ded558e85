/** A refusal in Slack's shape: `{ ok: false, error, … }`. */
export class ApiError extends Error {
	readonly code: string;
	/** Sentences for `response_metadata.messages`. */
	readonly details: string[];
	/** More fields of the answer: `needed`, `provided`. */
	readonly more: Record<string, unknown>;

	constructor(code: string, details: string[] = [], more: Record<string, unknown> = {}) {
		super(code);
		this.code = code;
		this.details = details;
		this.more = more;
	}
}
