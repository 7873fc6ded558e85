import type { Outcome } from "../sdk/index.ts";

/** What the command ends with (contract.md, «Command line»). */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** What a command that waited for an outcome ends with. */
export const OUTCOME_EXIT: Record<Outcome, number> = {
	approved: 0,
	rejected: 10,
	expired: 11,
	cancelled: 12,
};
