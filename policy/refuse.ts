import type { Answer } from "./event.ts";
import { outcomeOf } from "./outcome.ts";
import type { RequestRecord } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";

export type Refused = Extract<Answer, { accepted: false }>;

export function refuse(code: RefusalCode, detail: string): Refused {
	return { accepted: false, code, detail };
}

/** Any attempt on a request that has its outcome, or whose clock stands still; null where it may go on. */
export function overRefusal(record: RequestRecord): Refused | null {
	const ended = endedRefusal(record);
	if (ended !== null) return ended;
	if (record.state !== "open") return refuse("paused", "The request waits for its requester.");
	return null;
}

/** Any attempt on a request that has its outcome; null before that. */
export function endedRefusal(record: RequestRecord): Refused | null {
	if (record.cause === "deadline" || record.cause === "pause_deadline") {
		return refuse("late", `The request is ${record.state}: its deadline had passed.`);
	}
	if (outcomeOf(record.state) !== null) return refuse("closed", `The request is ${record.state}.`);
	return null;
}
