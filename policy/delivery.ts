import { assignmentOf } from "./assignments.ts";
import type { Instant, PersonId } from "./directory.ts";
import { countEvent, type Draft } from "./draft.ts";
import type { Answer } from "./event.ts";
import { settle } from "./stages.ts";

/** Notes whether any channel reaches somebody who is asked, and escalates where too few are reached. */
export function noteDelivery(draft: Draft, person: PersonId, reached: boolean, at: Instant): Answer {
	const { stage } = draft.record;
	if (stage === null || (!reached && assignmentOf(stage, person) === undefined)) return { accepted: true };
	const before = stage.unreached ?? [];
	if (before.includes(person) !== reached) return { accepted: true };
	countEvent(draft, at);
	stage.unreached = reached ? before.filter((id) => id !== person) : [...before, person];
	settle(draft, at);
	return { accepted: true };
}
