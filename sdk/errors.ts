import type { FieldError, Outcome, StandingOutcome } from "./types.ts";

/** What the server said no to, or failed at: RFC 9457 problem details. */
export class CountersignError extends Error {
	override readonly name = "CountersignError";
	/**
	 * Stable: `not_found`, `invalid`, `own_request`, `already_decided`, `closed`, `stale_version` … (the API's
	 * documentation lists all). `unexpected_answer`: what answered does not speak the API.
	 */
	readonly code: string;
	/** HTTP status. */
	readonly status: number;
	readonly title: string;
	/** A sentence for people. */
	readonly detail: string;
	/** The fields at fault. */
	readonly errors: FieldError[];
	/** The request's outcome, where that is why. */
	readonly outcome: Outcome | null;
	/** The same with why, when, through whom and on which channel. */
	readonly standing: StandingOutcome | null;
	/** How long the server asks to wait before another try, ms; null where it does not say. */
	readonly retryAfterMs: number | null;

	constructor(problem: {
		code: string;
		status: number;
		title: string;
		detail: string;
		errors?: FieldError[];
		outcome?: Outcome | null;
		standing?: StandingOutcome | null;
		retryAfterMs?: number | null;
	}) {
		super(problem.detail);
		this.code = problem.code;
		this.status = problem.status;
		this.title = problem.title;
		this.detail = problem.detail;
		this.errors = problem.errors ?? [];
		this.outcome = problem.outcome ?? null;
		this.standing = problem.standing ?? null;
		this.retryAfterMs = problem.retryAfterMs ?? null;
	}
}

/** No answer: the server cannot be reached, broke off, or took too long. `cause` has the reason. */
export class ConnectionError extends Error {
	override readonly name = "ConnectionError";
	readonly code = "connection";
}
