import { type Asked, approversNow } from "./approvers.ts";
import type { Instant, PersonId } from "./directory.ts";
import { countEvent, type Draft, openStage, traceStage } from "./draft.ts";
import { rulesInForce } from "./ladder.ts";
import type { AssignmentRecord, Seat, StageRecord } from "./record.ts";
import { seatsOf } from "./standing.ts";

/** What has to change so that exactly those are assigned who are to be asked now. */
export interface AssignmentChange {
	added: PersonId[];
	removed: PersonId[];
	/** Whether anything differs at all (also only the slots that somebody counts for). */
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
 * While the request waits for its requester the stage stands as it is.
 */
export function followDirectory(draft: Draft, at: Instant): boolean {
	if (draft.record.state !== "open") return false;
	const change = assignmentChange(draft, at);
	if (change === null || !change.differs) return false;
	countEvent(draft, at);
	applyAssignments(draft, change, at);
	traceAssignments(draft, change.added, change.removed, at);
	return true;
}

export function traceAssignments(draft: Draft, added: PersonId[], removed: PersonId[], at: Instant): void {
	if (removed.length > 0) traceStage(draft, { at, kind: "unassigned", to: removed });
	if (added.length > 0) traceStage(draft, { at, kind: "assigned", to: added });
}

/** How the open stage's assignments differ from who is to be asked now; null where no stage is open. */
export function assignmentChange(draft: Draft, at: Instant): AssignmentChange | null {
	const open = openStage(draft);
	if (open === null) return null;
	const rules = rulesInForce(open.rules, open.stage);
	const asked = approversNow({ ...rules, requester: draft.record.requester }, draft.world, at);
	const added = new Set(asked.keys());
	const removed: PersonId[] = [];
	let differs = false;
	for (const assignment of open.stage.assignments) {
		const { person, endedAt } = assignment;
		if (endedAt !== null) continue;
		added.delete(person);
		const now = asked.get(person);
		if (now === undefined) removed.push(person);
		else if (!sameSeats(now.seats, seatsOf(assignment))) differs = true;
	}
	return { added: [...added], removed, differs: differs || added.size > 0 || removed.length > 0, asked };
}

/** Ends, begins and renews assignments of the open stage. */
export function applyAssignments({ record }: Draft, { added, asked }: AssignmentChange, at: Instant): void {
	const { stage, round } = record;
	if (stage === null) return;
	const times = new Map<PersonId, number>();
	stage.assignments = stage.assignments.map((assignment) => {
		const { person } = assignment;
		times.set(person, (times.get(person) ?? 0) + 1);
		if (assignment.endedAt !== null) return assignment;
		const now = asked.get(person);
		if (now === undefined) return { ...assignment, endedAt: at };
		const { any: _any, otherSeats: _otherSeats, ...rest } = assignment;
		return { ...rest, ...seating(person, now.seats) };
	});
	for (const person of added) {
		const nth = (times.get(person) ?? 0) + 1;
		const now = asked.get(person);
		if (now === undefined) continue;
		const key = `${round}/${stage.name}/${person}${nth > 1 ? `/${nth}` : ""}`;
		stage.assignments.push({
			key,
			person,
			via: now.via,
			...seating(person, now.seats),
			since: at,
			endedAt: null,
		});
	}
}

/** Seats as an assignment or a decision keeps them, the first one as its own. */
export function seating(
	person: PersonId,
	[{ of, groups, any }, ...otherSeats]: readonly [Seat, ...Seat[]],
): Pick<AssignmentRecord, "groups" | "onBehalfOf" | "any" | "otherSeats"> {
	return {
		groups,
		onBehalfOf: of === person ? null : of,
		...(any && { any }),
		...(otherSeats.length > 0 && { otherSeats }),
	};
}

function sameSeats(a: readonly Seat[], b: readonly Seat[]): boolean {
	return a.length === b.length && a.every((seat, i) => b[i] !== undefined && sameSeat(seat, b[i]));
}

function sameSeat(a: Seat, b: Seat): boolean {
	return (
		a.of === b.of &&
		a.any === b.any &&
		a.groups.length === b.groups.length &&
		a.groups.every((group, i) => group === b.groups[i])
	);
}
