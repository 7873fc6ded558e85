import { assignmentOf, seating } from "./assignments.ts";
import type { Instant, PersonId } from "./directory.ts";
import type { Policy } from "./document.ts";
import { countEvent, type Draft, traceStage } from "./draft.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import type { AssignmentRecord, ClosedStage, DecisionRecord, RequestRecord, Seat } from "./record.ts";
import { overRefusal, refuse } from "./refuse.ts";
import { settle } from "./stages.ts";
import { decidersElsewhere, decisionsOn, seatsOf, tallyOf } from "./standing.ts";

type DecideEvent = Extract<PolicyEvent, { kind: "decide" }>;

/** One person's verdict on a stage: refused with the first reason that applies, or recorded and drawn consequences of. */
export function decide(draft: Draft, event: DecideEvent, at: Instant): Answer {
	const { record } = draft;
	const about = stageMeant(record, event);
	const earlier = record.decisions.find(
		(d) => d.by === event.by && d.round === about.round && d.stage === about.name,
	);
	const refusal = refusalOf(draft, event, about, earlier);
	if (refusal !== null) return refusal;
	if (earlier !== undefined) return { accepted: true, decision: earlier, repeated: true };

	const assignment = record.stage && assignmentOf(record.stage, event.by);
	if (!record.stage || !assignment) throw new Error("A decision that is not refused has an assignment");
	countEvent(draft, at);
	const decision: DecisionRecord = {
		id: event.id,
		round: record.round,
		stage: record.stage.name,
		by: event.by,
		...seating(event.by, seatTaken(record, assignment)),
		verdict: event.verdict,
		at,
	};
	record.decisions.push(decision);
	traceStage(draft, {
		at,
		kind: "decided",
		by: event.by,
		...(decision.onBehalfOf !== null && { onBehalfOf: decision.onBehalfOf }),
		verdict: event.verdict,
	});
	settle(draft, at);
	return { accepted: true, decision };
}

/** The contract's order of refusals; a repeat comes through here too, before everything that would refuse it. */
function refusalOf(
	{ record, world }: Draft,
	event: DecideEvent,
	about: StageMeant,
	earlier: DecisionRecord | undefined,
): Answer | null {
	const { stage } = record;
	if (event.stage !== undefined && !world.policy.stages.some(({ name }) => name === event.stage)) {
		return refuse("invalid", `The policy has no stage named ${JSON.stringify(event.stage)}.`);
	}
	const own = event.by === record.requester || event.by === world.submitter;
	if (own && !world.policy.separation.requesterMayDecide) {
		return refuse("own_request", "The requester may not decide their own request.");
	}
	if (earlier !== undefined) {
		if (earlier.verdict === event.verdict) return null;
		return refuse("already_decided", `You decided stage ${about.name} already: ${earlier.verdict}.`);
	}
	if (isTaken(record, world.policy, about, event.by)) {
		return refuse("already_decided", `Somebody has decided stage ${about.name} for you, or you for them.`);
	}
	if (endedByDeadline(record, about)) {
		return refuse("late", `The deadline of stage ${about.name} had passed.`);
	}
	const over = overRefusal(record);
	if (over !== null) return over;
	if (stage === null || assignmentOf(stage, event.by) === undefined) {
		return refuse(
			"not_eligible",
			`You are not among those asked to decide stage ${stage?.name ?? about.name} now.`,
		);
	}
	if (world.policy.separation.oncePerRequest && decidersElsewhere(record, stage).has(event.by)) {
		return refuse(
			"duplicate_person",
			"You decided another stage of this request: each stage has to be decided by somebody else.",
		);
	}
	if (about.name !== stage.name || about.round !== record.round) {
		return refuse(
			"stale_version",
			`Stage ${about.name} of round ${about.round} is not the open one: look at stage ${stage.name}.`,
		);
	}
	if (event.version !== undefined && event.version < record.shownSince) {
		return refuse("stale_version", "The request has changed since it was shown: look at it again.");
	}
	const { requireComment } = world.policy.stages[stage.index] ?? { requireComment: "never" };
	const required = requireComment === "always" || (requireComment === "reject" && event.verdict === "reject");
	if (required && !event.hasComment)
		return refuse("comment_required", "Write a comment: this stage asks for one.");
	return null;
}

/**
 * Whether somebody's only seats in the stage have been used by somebody else: the absent person's by their delegate,
 * the delegate's by the absent person.
 */
function isTaken(record: RequestRecord, policy: Policy, about: StageMeant, person: PersonId): boolean {
	const { stage } = record;
	if (stage !== null && about.name === stage.name && about.round === record.round) {
		if (assignmentOf(stage, person) !== undefined)
			return tallyOf(record, stage, policy).taken.includes(person);
	} else if (isClosed(record, about, ({ taken }) => taken?.includes(person) === true)) return true;
	return record.decisions.some(
		(d) => d.round === about.round && d.stage === about.name && d.onBehalfOf === person,
	);
}

/** A person's seats, first the one that the decision is made for: the own, or the first that is free. */
function seatTaken(record: RequestRecord, assignment: AssignmentRecord): [Seat, ...Seat[]] {
	const seats = seatsOf(assignment);
	const used = new Set(decisionsOn(record, { name: record.stage?.name ?? "" }).map((d) => seatsOf(d)[0].of));
	const free = seats.find(({ of }) => !used.has(of)) ?? seats[0];
	return [free, ...seats.filter((seat) => seat !== free)];
}

interface StageMeant {
	name: string;
	round: number;
}

/**
 * The stage that a decision is about: the one it names, else the open one if the person has been asked there,
 * else the last one that they decided or that ended while they were asked. So a repeated or late click gets the
 * answer for the stage it was meant for, whatever has opened since.
 */
function stageMeant(record: RequestRecord, event: DecideEvent): StageMeant {
	const round = event.round ?? record.round;
	if (event.stage !== undefined) return { name: event.stage, round };

	const { stage } = record;
	if (
		stage !== null &&
		round === record.round &&
		stage.assignments.some(({ person }) => person === event.by)
	) {
		return { name: stage.name, round };
	}
	const past = record.closedStages.filter((closed) => closed.round === round);
	const own = past.findLast(
		({ name, waiting }) =>
			waiting.includes(event.by) ||
			record.decisions.some((d) => d.by === event.by && d.round === round && d.stage === name),
	);
	return { name: (own ?? stage ?? past.at(-1))?.name ?? "", round };
}

function endedByDeadline(record: RequestRecord, about: StageMeant): boolean {
	return isClosed(record, about, ({ cause }) => cause === "deadline");
}

function isClosed(
	record: RequestRecord,
	{ name, round }: StageMeant,
	matches: (closed: ClosedStage) => boolean,
): boolean {
	return record.closedStages.some(
		(closed) => closed.name === name && closed.round === round && matches(closed),
	);
}
