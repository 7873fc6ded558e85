import type { OutcomeName } from "../policy/outcome.ts";
import type { OutcomeCause } from "../policy/record.ts";
import { REFUSALS, type RefusalCode } from "../policy/refusal.ts";

/** How a request ended and through whom, told to whoever comes too late. */
export interface StandingOutcome {
	outcome: OutcomeName;
	cause: OutcomeCause;
	/** ISO 8601 instant. */
	at: string;
	/** Who made the last decision, if a decision ended it. */
	by: { id: string; name: string } | null;
	channel: string | null;
}

export interface FieldError {
	/** `context.amount`, `stages[1].deadline` */
	path: string;
	message: string;
}

/** An attempt that the rules refuse. Stable `code`; `detail` is a sentence for people. */
export class Refusal extends Error {
	override readonly name = "Refusal";
	readonly code: RefusalCode;
	readonly errors: FieldError[];
	readonly outcome: StandingOutcome | null;

	constructor(
		code: RefusalCode,
		detail: string,
		more: { errors?: FieldError[]; outcome?: StandingOutcome | null } = {},
	) {
		super(detail);
		this.code = code;
		this.errors = more.errors ?? [];
		this.outcome = more.outcome ?? null;
	}

	/** HTTP status of the code. */
	get status(): number {
		return REFUSALS[this.code];
	}
}

const ORDER = Object.keys(REFUSALS);

/** Of two refusals that both apply, the one that the contract gives first. */
export function firstOf(one: Refusal, other: Refusal): Refusal {
	return ORDER.indexOf(other.code) < ORDER.indexOf(one.code) ? other : one;
}

/** Refused because of one field. */
export function invalid(path: string, message: string): Refusal {
	return new Refusal("invalid", `${path}: ${message}`, { errors: [{ path, message }] });
}
