import { assignmentOf } from "./assignments.ts";
import type { Instant } from "./directory.ts";
import { countEvent, type Draft, traceStage } from "./draft.ts";
import type { Answer, PolicyEvent } from "./event.ts";
import { outcomeOf } from "./outcome.ts";
import type { DecisionRecord, RequestRecord } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";
import { settle } from "./stages.ts";

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
		onBehalfOf: assignment.onBehalfOf,
		groups: assignment.groups,
		verdict: event.verdict,
		at,
	};
	record.decisions.push(decision);
	traceStage(draft, {
		at,
		kind: "decided",
		by: event.by,
		...(assignment.onBehalfOf !== null && { onBehalfOf: assignment.onBehalfOf }),
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
	if (about.name !== stage.name || about.round !== record.round) {
		return refuse(
			"stale_version",
			`Stage ${about.name} of round ${about.round} is not the open one: look at stage ${stage.name}.`,
		);
	}
	if (event.version !== undefined && event.version < record.shownSince) {
		return refuse("stale_version", "The request has changed since it was shown: look at it again.");
	}
	return null;
}

/** Any attempt on a request that has its outcome, or whose clock stands still; null where it may go on. */
export function overRefusal(record: RequestRecord): Extract<Answer, { accepted: false }> | null {
	if (record.cause === "deadline" || record.cause === "pause_deadline") {
		return refuse("late", `The request is ${record.state}: its deadline had passed.`);
	}
	if (outcomeOf(record.state) !== null) return refuse("closed", `The request is ${record.state}.`);
	if (record.state !== "open") return refuse("paused", "The request waits for its requester.");
	return null;
}

export function refuse(code: RefusalCode, detail: string): Extract<Answer, { accepted: false }> {
	return { accepted: false, code, detail };
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

function endedByDeadline(record: RequestRecord, { name, round }: StageMeant): boolean {
	return record.closedStages.some(
		(closed) => closed.name === name && closed.round === round && closed.cause === "deadline",
	);
}
