import { v7 as newId } from "uuid";
import type { Tx } from "../db/transaction.ts";
import type { Instant, PersonId } from "../policy/directory.ts";
import type { AssignmentRecord, DecisionRecord, RequestRecord } from "../policy/record.ts";
import type { TraceItem } from "../policy/trace.ts";
import type { Assurance, Channel } from "./actor.ts";
import { type AuditRow, auditRow, commitment } from "./audit-entry.ts";
import { type News, type ToldDecision, waitOf } from "./news.ts";

export interface DecisionToRecord {
	record: DecisionRecord;
	comment: string | null;
	/** Random, 32 bytes, of the audit entry's commitment to the comment. */
	commentSalt: Uint8Array;
	channel: Channel;
	assurance: Assurance;
}

/** What a transaction is about to write of one step of one request. */
export interface StepToRecord {
	workspaceId: string;
	requestId: string;
	contentDigest: string;
	before: RequestRecord | null;
	after: RequestRecord;
	trace: readonly TraceItem[];
	/** The instant of the transaction. */
	now: Instant;
	/** Of a submission: who submitted it, who may be another than the requester. */
	submittedBy?: PersonId;
	/** Whether the workflow is to be told by the outbox. */
	tell: boolean;
	/** The decision of this transaction, with what the policy core does not know of it. */
	decision?: DecisionToRecord;
}

/** What was written, as the statement's parameters, and the news it makes. */
export interface Recorded {
	news: News;
	deliveries: boolean;
}

/**
 * Writes a step in one statement: request, assignments, decision, deliveries, audit entries, outbox row.
 * One round trip, whatever the step did. The request's row must be locked (or, for a new request, be
 * inserted by `insertRequest` before, in the same transaction).
 */
export async function recordStep(tx: Tx, step: StepToRecord): Promise<Recorded> {
	const { after } = step;
	const assignments = assignmentChanges(step);
	const deliveries = deliveryChanges(step, assignments);
	const audit = auditRows(step);
	const news = newsOf(step);
	const closedAt = isoOrNull(after.closedAt);
	const changes = JSON.stringify({
		assigned: assignments.added,
		ended: assignments.ended,
		decision: decisionRow(step),
		delivered: deliveries.added,
		reminded: deliveries.moved,
		audit,
	});
	const outboxNews = JSON.stringify({
		version: after.version,
		decisions: news.decisions === "all" ? "all" : news.decisions.map((decision) => decision.id),
	});
	const due = after.stage === null ? null : isoOrNull(after.stage.deadlineAt);
	await tx.sql`
		with change as materialized (select ${changes}::jsonb as c),
		request as (
			update requests set state = ${after.state}, version = ${after.version}, round = ${after.round},
				stage = ${after.stage?.name ?? null}, due_at = ${due}, wake_at = ${isoOrNull(after.wakeAt)},
				record = ${JSON.stringify(after)}::jsonb, closed_at = ${closedAt}
			where id = ${step.requestId}
		),
		assigned as (
			insert into assignments (id, workspace_id, request_id, key, person_id, stage, round, via, on_behalf_of, state, due_at, since, ended_at)
			select x.id, ${step.workspaceId}, ${step.requestId}, x.key, x.person_id, x.stage, x.round, x.via, x.on_behalf_of, x.state, x.due_at, x.since, x.ended_at
			from change, jsonb_to_recordset(c->'assigned') as x(id uuid, key text, person_id uuid, stage text, round int, via text, on_behalf_of uuid, state text, due_at timestamptz, since timestamptz, ended_at timestamptz)
		),
		ended as (
			update assignments a set state = x.state, ended_at = x.ended_at
			from change, jsonb_to_recordset(c->'ended') as x(key text, state text, ended_at timestamptz)
			where a.request_id = ${step.requestId} and a.key = x.key
			returning a.id
		),
		decided as (
			insert into decisions (id, workspace_id, request_id, round, stage, person_id, on_behalf_of, verdict, comment, comment_salt, channel, assurance, at, digest, version)
			select x.id, ${step.workspaceId}, ${step.requestId}, x.round, x.stage, x.person_id, x.on_behalf_of, x.verdict, x.comment, decode(x.comment_salt, 'hex'), x.channel, x.assurance, x.at, decode(x.digest, 'hex'), x.version
			from change, jsonb_to_recordset(c->'decision') as x(id uuid, round int, stage text, person_id uuid, on_behalf_of uuid, verdict text, comment text, comment_salt text, channel text, assurance text, at timestamptz, digest text, version int)
		),
		withdrawn as (
			update deliveries d set wants = 'over', next_attempt_at = null,
				state = case when d.state <> 'pending' then d.state when d.delivered_at is null then 'withdrawn' else 'delivered' end
			from ended where d.assignment_id = ended.id
		),
		reminded as (
			update deliveries d set wants = x.wants, wanted = d.wanted + 1, next_attempt_at = now(), attempts = 0,
				state = case when d.state = 'undeliverable' then d.state else 'pending' end
			from change, jsonb_to_recordset(c->'reminded') as x(key text, wants text), assignments a
			where a.request_id = ${step.requestId} and a.key = x.key and d.assignment_id = a.id and d.state <> 'undeliverable'
		),
		delivered as (
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			select x.id, ${step.workspaceId}, ${step.requestId}, x.assignment_id, x.person_id, 'email', x.audience, x.wants, now(), now()
			from change, jsonb_to_recordset(c->'delivered') as x(id uuid, assignment_id uuid, person_id uuid, audience text, wants text)
			on conflict (request_id, person_id, channel, audience) where assignment_id is null
			do update set wants = excluded.wants, wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'
		),
		told as (
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			select gen_random_uuid(), ${step.workspaceId}, ${step.requestId}, null, p.id, 'email', 'administrator', 'stuck', now(), now()
			from people p where ${deliveries.stuck} and p.workspace_id = ${step.workspaceId} and p.role = 'administrator' and p.active
			on conflict (request_id, person_id, channel, audience) where assignment_id is null
			do update set wants = excluded.wants, wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'
		),
		audited as (
			insert into audit_entries (id, workspace_id, at, kind, actor_id, request_id, request_version, body)
			select x.id, ${step.workspaceId}, x.at, x.kind, x.actor_id, x.request_id, x.request_version, x.body
			from change, jsonb_to_recordset(c->'audit') as x(id uuid, at timestamptz, kind text, actor_id uuid, request_id uuid, request_version int, body text)
		)
		insert into outbox (id, workspace_id, request_id, news, visible_at, created_at)
		select ${news.id}, ${step.workspaceId}, ${step.requestId}, ${outboxNews}::jsonb, clock_timestamp() + interval '2 seconds', clock_timestamp()
		where ${step.tell}`;
	const touched = deliveries.added.length + deliveries.moved.length > 0 || deliveries.stuck;
	return { news, deliveries: touched };
}

function isoOrNull(at: Instant | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}

interface AssignmentRow {
	id: string;
	key: string;
	person_id: string;
	stage: string;
	round: number;
	via: string;
	on_behalf_of: string | null;
	state: "waiting" | "decided" | "over";
	due_at: string;
	since: string;
	ended_at: string | null;
}

interface AssignmentChanges {
	added: AssignmentRow[];
	ended: { key: string; state: "decided" | "over"; ended_at: string }[];
}

/**
 * What the step did to assignments. The record holds only the open stage's, so whatever stood in the record
 * before and is not waiting in it now has ended, with the stage or on its own.
 */
function assignmentChanges(step: StepToRecord): AssignmentChanges {
	const { before, after } = step;
	const earlier = new Map(before?.stage?.assignments.map((item) => [item.key, item]) ?? []);
	const changes: AssignmentChanges = { added: [], ended: [] };
	const stage = after.stage;
	for (const item of stage?.assignments ?? []) {
		const old = earlier.get(item.key);
		earlier.delete(item.key);
		const state = assignmentState(after, item);
		if (old === undefined) {
			changes.added.push({
				id: newId(),
				key: item.key,
				person_id: item.person,
				stage: stage?.name ?? "",
				round: after.round,
				via: item.via,
				on_behalf_of: item.onBehalfOf,
				state,
				due_at: new Date(stage?.deadlineAt ?? item.since).toISOString(),
				since: new Date(item.since).toISOString(),
				ended_at: isoOrNull(item.endedAt),
			});
		} else if (before !== null && state !== "waiting" && assignmentState(before, old) === "waiting") {
			changes.ended.push({
				key: item.key,
				state,
				ended_at: new Date(item.endedAt ?? step.now).toISOString(),
			});
		}
	}
	for (const item of earlier.values()) {
		if (before !== null && assignmentState(before, item) === "waiting") {
			const state = decidedOn(after, before.round, before.stage?.name ?? "", item.person)
				? "decided"
				: "over";
			changes.ended.push({
				key: item.key,
				state,
				ended_at: new Date(after.closedAt ?? step.now).toISOString(),
			});
		}
	}
	return changes;
}

function decidedOn(record: RequestRecord, round: number, stage: string, person: PersonId): boolean {
	return record.decisions.some((item) => item.round === round && item.stage === stage && item.by === person);
}

function assignmentState(record: RequestRecord, item: AssignmentRecord): "waiting" | "decided" | "over" {
	if (decidedOn(record, record.round, record.stage?.name ?? "", item.person)) return "decided";
	return item.endedAt === null && record.closedAt === null ? "waiting" : "over";
}

interface DeliveryChanges {
	added: { id: string; assignment_id: string | null; person_id: string; audience: string; wants: string }[];
	/** Deliveries of assignments already there that are to say something new. */
	moved: { key: string; wants: "reminded" | "escalated" }[];
	/** Administrators are to be told that a stage cannot be satisfied. */
	stuck: boolean;
}

function deliveryChanges(step: StepToRecord, assignments: AssignmentChanges): DeliveryChanges {
	const { after, trace } = step;
	const added: DeliveryChanges["added"] = assignments.added
		.filter((row) => row.state === "waiting")
		.map((row) => ({
			id: newId(),
			assignment_id: row.id,
			person_id: row.person_id,
			audience: "approver",
			wants: row.via === "escalation" ? "escalated" : "asked",
		}));
	const isNew = new Set(assignments.added.map((row) => row.key));
	const moved = remindedKeys(step)
		.filter((key) => !isNew.has(key))
		.map((key) => ({ key, wants: "reminded" as const }));
	const withdrawnByRequester = trace.some(
		(item) => item.kind === "closed" && item.outcome === "cancelled" && item.by === after.requester,
	);
	if (after.closedAt !== null && step.before?.closedAt === null && !withdrawnByRequester) {
		added.push({
			id: newId(),
			assignment_id: null,
			person_id: after.requester,
			audience: "requester",
			wants: "outcome",
		});
	}
	const stuck = after.closedAt === null && trace.some((item) => item.kind === "unsatisfiable");
	return { added, moved, stuck };
}

/** Of those the last firing reminded, who still waits. Several firings slept through are one reminder. */
function remindedKeys(step: StepToRecord): string[] {
	const { after, trace } = step;
	if (after.stage === null || after.closedAt !== null) return [];
	const firings = trace.filter((item) => item.kind === "reminded" && item.stage === after.stage?.name);
	const people = new Set(firings.at(-1)?.to ?? []);
	return after.stage.assignments
		.filter((item) => people.has(item.person) && assignmentState(after, item) === "waiting")
		.map((item) => item.key);
}

/** One entry for each thing that happened, in order. Refusals are entries too: an attempt is evidence. */
function auditRows(step: StepToRecord): AuditRow[] {
	const { decision } = step;
	return step.trace.map((item) => {
		const { at, kind, by, ...facts } = item;
		const more: Record<string, unknown> = {};
		let actorId = by ?? null;
		if (kind === "submitted") {
			more.digest = step.contentDigest;
			// Who acted is who submitted; whom it is for stands beside.
			if (step.submittedBy !== undefined && step.submittedBy !== by) {
				actorId = step.submittedBy;
				more.for = by;
			}
		}
		if (kind === "decided" && decision !== undefined) {
			more.decision = decision.record.id;
			more.channel = decision.channel;
			more.assurance = decision.assurance;
			more.digest = step.contentDigest;
			if (decision.comment !== null) more.comment = commitment(decision.commentSalt, decision.comment);
		}
		return auditRow({
			workspaceId: step.workspaceId,
			at,
			appliedAt: step.now,
			kind,
			actorId,
			requestId: step.requestId,
			requestVersion: step.after.version,
			facts: { ...facts, ...more },
		});
	});
}

function decisionRow(step: StepToRecord): Record<string, unknown>[] {
	const { decision } = step;
	if (decision === undefined) return [];
	const { record } = decision;
	const salt = decision.comment === null ? null : Buffer.from(decision.commentSalt).toString("hex");
	return [
		{
			id: record.id,
			round: record.round,
			stage: record.stage,
			person_id: record.by,
			on_behalf_of: record.onBehalfOf,
			verdict: record.verdict,
			comment: decision.comment,
			comment_salt: salt,
			channel: decision.channel,
			assurance: decision.assurance,
			at: new Date(record.at).toISOString(),
			digest: step.contentDigest,
			version: step.after.version,
		},
	];
}

function newsOf(step: StepToRecord): News {
	const { after, decision } = step;
	const told: ToldDecision[] =
		decision === undefined
			? []
			: [
					{
						...decision.record,
						channel: decision.channel,
						assurance: decision.assurance,
						digest: step.contentDigest,
						comment: decision.comment,
					},
				];
	const all = after.closedAt !== null && after.decisions.length > told.length;
	return {
		id: newId(),
		workspaceId: step.workspaceId,
		requestId: step.requestId,
		contentDigest: step.contentDigest,
		wait: waitOf(after, step.now),
		decisions: all ? "all" : told,
	};
}
