/** How a request ended. */
export const OUTCOMES = ["approved", "rejected", "expired", "cancelled"] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

/** The outcome that a state is, or null while the request is open or paused. */
export function outcomeOf(state: string): OutcomeName | null {
	return OUTCOMES.find((outcome) => outcome === state) ?? null;
}
