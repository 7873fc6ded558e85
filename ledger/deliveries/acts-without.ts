import type { Instant } from "../../policy/directory.ts";
import type { Policy } from "../../policy/document.ts";
import { nextRung } from "../../policy/ladder.ts";
import type { RequestRecord } from "../../policy/record.ts";

/**
 * When the request goes on without whoever is asked now: the stage's deadline, its next escalation, or, while it
 * waits for its requester, the end of that wait. Null after the outcome. Reminders ask the same people again and do
 * not count.
 */
export function actsWithoutAt(record: RequestRecord, policy: Policy): Instant | null {
	if (record.closedAt !== null) return null;
	if (record.pause) return record.pause.deadlineAt;
	const { stage } = record;
	if (stage === null) return null;
	const rules = policy.stages.find(({ name }) => name === stage.name);
	const rung = rules === undefined ? undefined : nextRung(rules, stage);
	return Math.min(stage.deadlineAt, rung?.at ?? Number.POSITIVE_INFINITY);
}
