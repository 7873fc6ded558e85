import { inOwnRight } from "./approvers.ts";
import { applyAssignments, assignmentChange, assignmentOf, traceAssignments } from "./assignments.ts";
import { type Instant, type PersonId, personOf } from "./directory.ts";
import { countEvent, type Draft, openStage, traceStage } from "./draft.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import { rulesInForce } from "./ladder.ts";
import type { Seat } from "./record.ts";
import { overRefusal, type Refused, refuse } from "./refuse.ts";
import { settle } from "./stages.ts";
import { decisionsOn, seatsOf, tallyOf } from "./standing.ts";

type ReassignEvent = Extract<PolicyEvent, { kind: "reassign" }>;

/** An approver's slot passes, with its groups, to another person who replaces them. */
export function reassign(draft: Draft, event: ReassignEvent, at: Instant): Answer {
	const open = openStage(draft);
	const seat = open && ownSeat(draft, event.from, at);
	const refusal = refusalOf(draft, event, seat, at);
	if (refusal !== null) return refusal;
	if (open === null || seat === null) throw new Error("A reassignment that is not refused has a slot");

	countEvent(draft, at);
	const { from, to, by } = event;
	const { stage } = open;
	stage.reassigned = [
		...(stage.reassigned ?? []),
		{ from, to, groups: seat.groups, ...(seat.any && { any: true }), escalated: stage.escalated },
	];
	traceStage(draft, { at, kind: "reassigned", by, from, to: [to] });
	const change = assignmentChange(draft, at);
	if (change?.differs) {
		applyAssignments(draft, change, at);
		const others = (people: PersonId[]) => people.filter((person) => person !== from && person !== to);
		traceAssignments(draft, others(change.added), others(change.removed), at);
	}
	settle(draft, at);
	return { accepted: true };
}

function refusalOf(
	draft: Draft,
	{ by, from, to }: ReassignEvent,
	seat: Seat | null,
	at: Instant,
): Refused | null {
	const { record, world } = draft;
	const { stage } = record;
	if (personOf(world.directory, to)?.active !== true) {
		return refuse("invalid", "to: is not an active person.");
	}
	if (stage !== null && record.state === "open") {
		if (to !== record.requester && ownSeat(draft, to, at) !== null) {
			return refuse("invalid", "to: holds a slot in this stage already.");
		}
		if (decisionsOn(record, stage).some((decision) => decision.by === to)) {
			return refuse("invalid", "to: has decided this stage already.");
		}
	}
	if (to === record.requester || (to === world.submitter && !world.policy.separation.requesterMayDecide)) {
		return refuse("own_request", "A slot never passes to the requester.");
	}
	if (stage !== null && isFilled(draft, from)) {
		return refuse("already_decided", "The slot is filled already.");
	}
	const over = overRefusal(record);
	if (over !== null) return over;
	const admin = personOf(world.directory, by);
	const isAdmin = admin?.active === true && admin.admin;
	const isOwn = by === from && seat !== null && stage !== null && assignmentOf(stage, by) !== undefined;
	if (!isOwn && !isAdmin) {
		return refuse("not_eligible", "Only the approver whose slot it is or an administrator may pass it on.");
	}
	if (seat === null) return refuse("invalid", "from: holds no slot in this stage.");
	return null;
}

/** The slot that somebody holds in the open stage in their own right. */
function ownSeat(draft: Draft, person: PersonId, at: Instant): Seat | null {
	const open = openStage(draft);
	if (open === null) return null;
	const asking = { ...rulesInForce(open.rules, open.stage), requester: draft.record.requester };
	return inOwnRight(asking, draft.world, at).get(person)?.seats[0] ?? null;
}

/** Whether the person has decided the open stage, or somebody else has for them. */
function isFilled({ record, world }: Draft, person: PersonId): boolean {
	const { stage } = record;
	if (stage === null) return false;
	const decisions = decisionsOn(record, stage);
	if (decisions.some(({ by }) => by === person)) return true;
	if (assignmentOf(stage, person) === undefined) return false;
	return (
		tallyOf(record, stage, world.policy).taken.includes(person) &&
		decisions.some((decision) => seatsOf(decision).some(({ of }) => of === person))
	);
}
