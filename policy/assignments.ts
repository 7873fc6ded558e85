import { type Asked, approversNow } from "./approvers.ts";
import type { Instant, PersonId } from "./directory.ts";
import { countEvent, type Draft, openStage, traceStage } from "./draft.ts";
import { rulesInForce } from "./ladder.ts";
import type { AssignmentRecord, StageRecord } from "./record.ts";

/** What has to change so that exactly those are assigned who are to be asked now. */
export interface AssignmentChange {
	added: PersonId[];
	removed: PersonId[];
	/** Whether anything differs at all (also only the groups that somebody counts for). */
	differs: boolean;
	asked: Map<PersonId, Asked>;
}

/** The person's assignment in the open stage that has not ended. */
export function assignmentOf(stage: StageRecord, person: PersonId): AssignmentRecord | undefined {
	return stage.assignments.find((assignment) => assignment.endedAt === null && assignment.person === person);
}

/**
 * «Every change of who is eligible evaluates the open stage»: brings the assignments of the open stage up to date
 * with the directory. An event of its own in the record when it changes anything; the caller settles the stage.
 */
export function followDirectory(draft: Draft, at: Instant): boolean {
	const change = assignmentChange(draft);
	if (change === null || !change.differs) return false;
	countEvent(draft, at);
	applyAssignments(draft, change, at);
	if (change.removed.length > 0) traceStage(draft, { at, kind: "unassigned", to: change.removed });
	if (change.added.length > 0) traceStage(draft, { at, kind: "assigned", to: change.added });
	return true;
}

/** How the open stage's assignments differ from who is to be asked now; null where no stage is open. */
export function assignmentChange(draft: Draft): AssignmentChange | null {
	const open = openStage(draft);
	if (open === null) return null;
	const { sources } = rulesInForce(open.rules, open.stage);
	const asked = approversNow(sources, draft.record.requester, draft.world);
	const added = new Set(asked.keys());
	const removed: PersonId[] = [];
	let differs = false;
	for (const { person, groups, endedAt } of open.stage.assignments) {
		if (endedAt !== null) continue;
		added.delete(person);
		const now = asked.get(person);
		if (now === undefined) removed.push(person);
		else if (!sameGroups(now.groups, groups)) differs = true;
	}
	return { added: [...added], removed, differs: differs || added.size > 0 || removed.length > 0, asked };
}

/** Ends, begins and renews assignments of the open stage. */
export function applyAssignments({ record }: Draft, { added, asked }: AssignmentChange, at: Instant): void {
	const { stage, round } = record;
	if (stage === null) return;
	const times = new Map<PersonId, number>();
	stage.assignments = stage.assignments.map((assignment) => {
		times.set(assignment.person, (times.get(assignment.person) ?? 0) + 1);
		if (assignment.endedAt !== null) return assignment;
		const now = asked.get(assignment.person);
		return now === undefined ? { ...assignment, endedAt: at } : { ...assignment, groups: now.groups };
	});
	for (const person of added) {
		const nth = (times.get(person) ?? 0) + 1;
		const { via, groups } = asked.get(person) ?? { via: "user", groups: [] };
		const key = `${round}/${stage.name}/${person}${nth > 1 ? `/${nth}` : ""}`;
		stage.assignments.push({ key, person, via, groups, onBehalfOf: null, since: at, endedAt: null });
	}
}

function sameGroups(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((group, i) => group === b[i]);
}
