import { v7 as newId } from "uuid";
import type { Policy } from "../policy/document.ts";
import type { AssignmentRecord, RequestRecord, StageRecord } from "../policy/record.ts";
import { decisionsOn, tallyOf } from "../policy/standing.ts";
import type { StepToRecord } from "./step-to-record.ts";

export type AssignmentState = "waiting" | "paused" | "decided" | "over";

/** A row for `assignments`. Instants are ISO 8601. */
export interface AssignmentRow {
	id: string;
	key: string;
	person_id: string;
	stage: string;
	round: number;
	via: string;
	on_behalf_of: string | null;
	state: AssignmentState;
	due_at: string;
	since: string;
	ended_at: string | null;
}

/** What becomes of an assignment that is there already. */
export interface ChangedAssignment {
	key: string;
	state: AssignmentState;
	before: AssignmentState;
	on_behalf_of: string | null;
	due_at: string;
	ended_at: string | null;
}

export interface AssignmentChanges {
	added: AssignmentRow[];
	changed: ChangedAssignment[];
}

/**
 * What a step did to assignments. The record holds only the open stage's, so whatever stood in the record before and
 * does not now has ended with the stage. While the request waits for its requester, that is an assignment too.
 */
export function assignmentChanges(step: StepToRecord): AssignmentChanges {
	const { before, after } = step;
	const earlier = before === null ? new Map<string, Live>() : liveOf(before, step.policy);
	const now = liveOf(after, step.policy);
	const changes: AssignmentChanges = { added: [], changed: [] };
	for (const [key, live] of now) {
		const old = earlier.get(key);
		if (old === undefined) changes.added.push(rowOf(key, live, after));
		else if (differs(old, live)) changes.changed.push({ ...changeOf(key, live), before: old.state });
	}
	for (const [key, old] of earlier) {
		if (now.has(key) || before === null || old.endedAt !== null) continue;
		const decided = decidedOn(after, before, old.person);
		changes.changed.push({
			...changeOf(key, old),
			state: decided ? "decided" : "over",
			before: old.state,
			ended_at: iso(old.endedAt ?? after.closedAt ?? step.now),
		});
	}
	return changes;
}

/** An assignment as it stands in the table. */
interface Live {
	person: string;
	stage: string;
	via: string;
	onBehalfOf: string | null;
	state: AssignmentState;
	dueAt: number;
	since: number;
	endedAt: number | null;
}

function liveOf(record: RequestRecord, policy: Policy): Map<string, Live> {
	const { stage, pause } = record;
	if (stage === null || record.closedAt !== null) return new Map();
	const able = new Set(tallyOf(record, stage, policy).waiting.map(({ person }) => person));
	const decided = new Set(decisionsOn(record, stage).map(({ by }) => by));
	const state = (item: AssignmentRecord): AssignmentState => {
		if (decided.has(item.person)) return "decided";
		if (item.endedAt !== null || !able.has(item.person)) return "over";
		return record.state === "open" ? "waiting" : "paused";
	};
	const live = new Map(
		stage.assignments.map((item): [string, Live] => [
			item.key,
			{ ...item, stage: stage.name, state: state(item), dueAt: stage.deadlineAt },
		]),
	);
	if (pause) live.set(pauseKey(record, stage), requesterWaits(record, stage));
	return live;
}

function pauseKey({ round, pause }: RequestRecord, { name }: StageRecord): string {
	return `${round}/${name}/requester/${pause?.version}`;
}

function requesterWaits({ requester, pause }: RequestRecord, stage: StageRecord): Live {
	return {
		person: requester,
		stage: stage.name,
		via: "requester",
		onBehalfOf: null,
		state: "waiting",
		dueAt: stage.deadlineAt,
		since: pause?.since ?? stage.openedAt,
		endedAt: null,
	};
}

function differs(a: Live, b: Live): boolean {
	return (
		a.state !== b.state || a.onBehalfOf !== b.onBehalfOf || a.dueAt !== b.dueAt || a.endedAt !== b.endedAt
	);
}

function rowOf(key: string, live: Live, record: RequestRecord): AssignmentRow {
	return {
		id: newId(),
		person_id: live.person,
		stage: live.stage,
		round: record.round,
		via: live.via,
		since: iso(live.since),
		...changeOf(key, live),
	};
}

function changeOf(key: string, live: Live): Omit<ChangedAssignment, "before"> {
	return {
		key,
		state: live.state,
		on_behalf_of: live.onBehalfOf,
		due_at: iso(live.dueAt),
		ended_at: live.endedAt === null ? null : iso(live.endedAt),
	};
}

/** Whether somebody decided the stage that was open before the step. */
function decidedOn(after: RequestRecord, { round, stage }: RequestRecord, person: string): boolean {
	return after.decisions.some(
		(item) => item.round === round && item.stage === stage?.name && item.by === person,
	);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
