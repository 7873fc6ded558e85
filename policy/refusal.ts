/**
 * The stable codes with which an attempt is refused, in the order in which the first that applies is given
 * (contract.md, «What happens, exactly»), with their HTTP status.
 */
export const REFUSALS = {
	not_signed_in: 401,
	not_found: 404,
	invalid: 422,
	too_large: 413,
	own_request: 403,
	already_decided: 409,
	late: 409,
	closed: 409,
	paused: 409,
	not_eligible: 403,
	duplicate_person: 409,
	stale_version: 409,
	step_up_required: 403,
	comment_required: 422,
	in_use: 409,
	idempotency_mismatch: 409,
	rate_limited: 429,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
