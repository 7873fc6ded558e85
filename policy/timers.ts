import type { Instant } from "./directory.ts";
import type { Stage } from "./document.ts";
import { addDuration } from "./duration.ts";
import { nextRung } from "./ladder.ts";
import type { StageRecord } from "./record.ts";

/** In the order in which timers due at one instant run. */
const ORDER = ["reminder", "escalation", "deadline"] as const;

export interface Timer {
	kind: (typeof ORDER)[number];
	at: Instant;
}

/** What is still to happen by itself in an open stage, first things first: the next of each kind. */
export function dueTimers(rules: Stage, stage: StageRecord): Timer[] {
	const timers: Timer[] = [{ kind: "deadline", at: stage.deadlineAt }];
	const reminder = nextReminder(rules, stage);
	if (reminder !== null) timers.push({ kind: "reminder", at: reminder });
	const rung = nextRung(rules, stage);
	if (rung !== undefined) timers.push({ kind: "escalation", at: rung.at });
	return timers.sort((a, b) => a.at - b.at || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** The k-th reminder is due k times `every` after the opening, strictly before the deadline. */
function nextReminder({ remind }: Stage, stage: StageRecord): Instant | null {
	if (remind === null || stage.reminded >= remind.atMost) return null;
	const every = addDuration(0, remind.every);
	const at = stage.openedAt + (stage.reminded + 1) * every;
	return at < stage.deadlineAt ? at : null;
}
