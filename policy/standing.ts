import type { PersonId } from "./directory.ts";
import type { Need, Policy, Stage } from "./document.ts";
import { rulesInForce } from "./ladder.ts";
import type { AssignmentRecord, DecisionRecord, RequestRecord, Seat, StageRecord } from "./record.ts";
import { type Slots, seated, slotsOf, type Voter } from "./slots.ts";

/** Where the open stage stands by its decisions and by who is still able to decide. */
export type Standing = "passed" | "rejected" | "open" | "unsatisfiable";

/** Who has voted how, and who still may. Each person stands in one of the lists, once. */
export interface Tally {
	approvals: Voter[];
	/** How many have rejected. */
	rejections: number;
	/** Those asked who can still decide. */
	waiting: Voter[];
	/** Those asked for whom somebody else has decided: absent people and their delegates. */
	taken: PersonId[];
	/** Those asked who decided another stage, where the policy lets nobody decide twice. */
	duplicates: PersonId[];
}

/** Counts the votes of the open stage in this round. */
export function tallyOf(record: RequestRecord, stage: StageRecord, policy: Policy): Tally {
	const decisions = decisionsOn(record, stage);
	const verdicts = new Map(decisions.map(({ by, verdict }) => [by, verdict]));
	const approvals = decisions.filter(({ verdict }) => verdict === "approve").map(voterOf);
	// An approval counts for whichever of its seats fills most; a rejection stays where it was made.
	const rejectedSeats = new Set(
		decisions.filter(({ verdict }) => verdict === "reject").map((decision) => seatsOf(decision)[0].of),
	);
	const blocked = (voter: Voter): Voter =>
		rejectedSeats.size === 0
			? voter
			: { ...voter, seats: voter.seats.filter(({ of }) => !rejectedSeats.has(of)) };

	const tally: Tally = {
		approvals: approvals.map(blocked),
		rejections: rejectedSeats.size === 0 ? 0 : decisions.length - approvals.length,
		waiting: [],
		taken: [],
		duplicates: [],
	};
	const earlier = policy.separation.oncePerRequest ? decidersElsewhere(record, stage) : null;
	const free = freeSeats(tally.approvals);
	for (const assignment of stage.assignments) {
		const { person } = assignment;
		if (assignment.endedAt !== null) continue;
		const verdict = verdicts.get(person);
		if (verdict !== undefined) continue;
		const voter = blocked(voterOf(assignment));
		if (!free(voter)) tally.taken.push(person);
		else if (earlier?.has(person)) tally.duplicates.push(person);
		else tally.waiting.push(voter);
	}
	return tally;
}

/** Who decided another stage in this round. */
export function decidersElsewhere(record: RequestRecord, stage: { name: string }): Set<PersonId> {
	return new Set(
		record.decisions
			.filter((decision) => decision.round === record.round && decision.stage !== stage.name)
			.map(({ by }) => by),
	);
}

/** Tells whether somebody finds a seat beside those who have approved. */
function freeSeats(approvals: readonly Voter[]): (voter: Voter) => boolean {
	if (approvals.length === 0) return ({ seats }) => seats.length > 0;
	if (approvals.every(({ seats }) => seats.length === 1)) {
		const used = new Set(approvals.map(({ seats }) => seats[0]?.of));
		return ({ seats }) => seats.some(({ of }) => !used.has(of));
	}
	const sitting = seated(approvals);
	return (voter) => seated([...approvals, voter]) > sitting;
}

/** The slots that `need` opens in the stage now. */
export function openSlots(need: Need, stage: StageRecord, { approvals }: Tally): Slots {
	return slotsOf(need, () => [
		...stage.assignments
			.filter(({ endedAt }) => endedAt === null)
			.flatMap((assignment) => seatsOf(assignment).map(({ of }) => of)),
		...approvals.flatMap(({ seats }) => seats[0]?.of ?? []),
	]);
}

/**
 * How many filled slots pass the stage: all of them, or fewer where a replacement brought in fewer people.
 * Never none: nothing passes without a decision.
 */
export function slotsRequired(slots: Slots, suffices: number | null): number {
	return Math.max(1, Math.min(slots.total, suffices ?? slots.total));
}

/**
 * Whether the stage has passed, can still pass, cannot because of rejections (it is rejected), or cannot for want
 * of people (it is unsatisfiable). `able` may leave out some of those who can still decide.
 */
export function standingOf(
	record: RequestRecord,
	stage: StageRecord,
	rules: Stage,
	policy: Policy,
	able: (person: PersonId) => boolean = () => true,
): Standing {
	const tally = tallyOf(record, stage, policy);
	if (tally.rejections >= rules.rejectAt) return "rejected";

	const slots = openSlots(rulesInForce(rules, stage).need, stage, tally);
	const required = slotsRequired(slots, stage.suffices);
	const fills = (...voters: Voter[][]) => slots.filledBy(voters.flat()) >= required;
	if (tally.approvals.length > 0 && fills(tally.approvals)) return "passed";
	const waiting = tally.waiting.filter(({ person }) => able(person));
	if (fills(tally.approvals, waiting)) return "open";
	const blameless = tally.rejections === 0;
	if (!blameless && fills(withoutRejections(record, stage, policy, able))) return "rejected";
	return "unsatisfiable";
}

/** Who could fill slots had nobody rejected: who approved, and everybody asked. */
function withoutRejections(
	record: RequestRecord,
	stage: StageRecord,
	policy: Policy,
	able: (person: PersonId) => boolean,
): Voter[] {
	const decisions = decisionsOn(record, stage);
	const approvals = decisions.filter(({ verdict }) => verdict === "approve");
	const out = new Set(approvals.map(({ by }) => by));
	if (policy.separation.oncePerRequest) for (const by of decidersElsewhere(record, stage)) out.add(by);
	const rejecters = new Set(decisions.filter(({ verdict }) => verdict === "reject").map(({ by }) => by));
	const others = stage.assignments.filter(
		({ person, endedAt }) => endedAt === null && !out.has(person) && (rejecters.has(person) || able(person)),
	);
	return [...approvals.map(voterOf), ...others.map(voterOf)];
}

/** The decisions that count in the open stage: those of this round. */
export function decisionsOn(record: RequestRecord, stage: { name: string }): DecisionRecord[] {
	return record.decisions.filter(
		(decision) => decision.round === record.round && decision.stage === stage.name,
	);
}

/** The seats of a decision or an assignment, the one it was made for first. */
export function seatsOf(vote: DecisionRecord | AssignmentRecord): [Seat, ...Seat[]] {
	const person = "by" in vote ? vote.by : vote.person;
	const { onBehalfOf, groups, any, otherSeats } = vote;
	return [{ of: onBehalfOf ?? person, groups, ...(any && { any }) }, ...(otherSeats ?? [])];
}

function voterOf(vote: DecisionRecord | AssignmentRecord): Voter {
	return { person: "by" in vote ? vote.by : vote.person, seats: seatsOf(vote) };
}

/** Who can still decide the open stage: whose inbox has it. Empty while the request waits for its requester. */
export function waitingFor(record: RequestRecord, policy: Policy): PersonId[] {
	if (record.stage === null || record.state !== "open") return [];
	return tallyOf(record, record.stage, policy).waiting.map(({ person }) => person);
}
