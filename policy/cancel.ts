import { type Instant, type PersonId, personOf } from "./directory.ts";
import { countEvent, type Draft } from "./draft.ts";
import type { Answer } from "./event.ts";
import { endedRefusal, refuse } from "./refuse.ts";
import { endInStage } from "./stages.ts";

/** The requester or an administrator withdraws the request, any time before the outcome, also while it is paused. */
export function cancel(draft: Draft, by: PersonId, at: Instant): Answer {
	const ended = endedRefusal(draft.record);
	if (ended !== null) return ended;
	if (!mayCancel(draft, by)) {
		return refuse("not_eligible", "Only the requester or an administrator may cancel a request.");
	}
	countEvent(draft, at);
	endInStage(draft, "cancelled", "cancelled", at, by);
	return { accepted: true };
}

function mayCancel({ record, world }: Draft, by: PersonId): boolean {
	const person = personOf(world.directory, by);
	// A requester may be a program that no directory lists; a person who has left may not act any more.
	if (by === record.requester || by === world.submitter) return person?.active !== false;
	return person?.active === true && person.admin;
}
