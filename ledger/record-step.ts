import { v7 as newId } from "uuid";
import type { Tx } from "../db/transaction.ts";
import type { Instant } from "../policy/directory.ts";
import { assignmentChanges } from "./assignment-changes.ts";
import { type AuditRow, auditRow, commitment } from "./audit-entry.ts";
import { deliveryChanges } from "./delivery-changes.ts";
import { type News, type ToldDecision, waitOf } from "./news.ts";
import type { StepToRecord } from "./step-to-record.ts";
import { webhookEvents } from "./webhook-events.ts";

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
		changed: assignments.changed,
		withdrawn: deliveries.withdrawn.map((key) => ({ key })),
		touched: [...deliveries.withdrawn, ...deliveries.moved.map(({ key }) => key)].map((key) => ({ key })),
		events: webhookEvents(step.trace),
		notes: noteRow(step),
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
		changed as (
			update assignments a set state = x.state, on_behalf_of = x.on_behalf_of, due_at = x.due_at, ended_at = x.ended_at
			from change, jsonb_to_recordset(c->'changed') as x(key text, state text, on_behalf_of uuid, due_at timestamptz, ended_at timestamptz)
			where a.request_id = ${step.requestId} and a.key = x.key
		),
		noted as (
			insert into comments (id, workspace_id, request_id, person_id, kind, body, salt, at)
			select x.id, ${step.workspaceId}, ${step.requestId}, x.person_id, x.kind, x.body, decode(x.salt, 'hex'), x.at
			from change, jsonb_to_recordset(c->'notes') as x(id uuid, person_id uuid, kind text, body text, salt text, at timestamptz)
		),
		decided as (
			insert into decisions (id, workspace_id, request_id, round, stage, person_id, on_behalf_of, verdict, comment, comment_salt, channel, assurance, at, digest, version)
			select x.id, ${step.workspaceId}, ${step.requestId}, x.round, x.stage, x.person_id, x.on_behalf_of, x.verdict, x.comment, decode(x.comment_salt, 'hex'), x.channel, x.assurance, x.at, decode(x.digest, 'hex'), x.version
			from change, jsonb_to_recordset(c->'decision') as x(id uuid, round int, stage text, person_id uuid, on_behalf_of uuid, verdict text, comment text, comment_salt text, channel text, assurance text, at timestamptz, digest text, version int)
		),
		withdrawn as (
			update deliveries d set wants = 'over', wanted = d.wanted + case when d.channel = 'email' then 0 else 1 end,
				next_attempt_at = case when d.channel <> 'email' and (d.delivered_at is not null or d.place is not null) then now() end,
				state = case when d.state <> 'pending' then d.state when d.delivered_at is null and d.place is null then 'withdrawn' else 'delivered' end
			from change, jsonb_to_recordset(c->'withdrawn') as x(key text), assignments a
			where a.request_id = ${step.requestId} and a.key = x.key and d.assignment_id = a.id
		),
		reminded as (
			update deliveries d set wants = x.wants, wanted = d.wanted + 1, next_attempt_at = now(), attempts = 0,
				state = case when d.state = 'undeliverable' then d.state else 'pending' end
			from change, jsonb_to_recordset(c->'reminded') as x(key text, wants text), assignments a
			where a.request_id = ${step.requestId} and a.key = x.key and d.assignment_id = a.id and d.state <> 'undeliverable'
		),
		delivered as (
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			select case when way.n = 1 then x.id else gen_random_uuid() end, ${step.workspaceId}, ${step.requestId},
				x.assignment_id, x.person_id, way.channel, x.audience, x.wants, now(), now()
			from change, jsonb_to_recordset(c->'delivered') as x(id uuid, assignment_id uuid, person_id uuid, audience text, wants text, urgent boolean)
				join people p on p.id = x.person_id cross join lateral unnest(p.channels) with ordinality as way(channel, n)
			where way.n = 1 or x.urgent
			on conflict (request_id, person_id, channel, audience) where assignment_id is null
			do update set wants = excluded.wants, wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'
		),
		-- Who could not act when the assignment was made (the request was paused, somebody else had the seat) has no
		-- message yet, and gets the first one now.
		first_asked as (
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			select gen_random_uuid(), ${step.workspaceId}, ${step.requestId}, a.id, a.person_id, way.channel, 'approver',
				case when a.via = 'escalation' then 'escalated' else 'asked' end, now(), now()
			from change, jsonb_to_recordset(c->'reminded') as x(key text, wants text), assignments a
				join people p on p.id = a.person_id cross join lateral unnest(p.channels) with ordinality as way(channel, n)
			where a.request_id = ${step.requestId} and a.key = x.key and (way.n = 1 or a.via = 'escalation')
				and not exists (select 1 from deliveries d where d.assignment_id = a.id)
		),
		told as (
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			select gen_random_uuid(), ${step.workspaceId}, ${step.requestId}, null, p.id, p.channels[1], 'administrator', 'stuck', now(), now()
			from people p where ${deliveries.stuck} and p.workspace_id = ${step.workspaceId} and p.role = 'administrator' and p.active
			on conflict (request_id, person_id, channel, audience) where assignment_id is null
			do update set wants = excluded.wants, wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'
		),
		-- Copies that can be rewritten show every change; what the others above do is not done twice.
		rewritten as (
			update deliveries d set wanted = d.wanted + 1, next_attempt_at = now()
			where d.request_id = ${step.requestId} and d.channel <> 'email' and (d.delivered_at is not null or d.place is not null)
				and not (d.audience = 'administrator' and ${deliveries.stuck})
				and not exists (
					select 1 from change, jsonb_to_recordset(c->'touched') as x(key text), assignments a
					where a.request_id = ${step.requestId} and a.key = x.key and a.id = d.assignment_id)
				and not exists (
					select 1 from change, jsonb_to_recordset(c->'delivered') as x(assignment_id uuid, person_id uuid, audience text)
					where d.assignment_id is null and x.assignment_id is null and x.person_id = d.person_id and x.audience = d.audience)
		),
		hooked as (
			insert into webhook_messages (id, workspace_id, webhook_id, request_id, type, version, at, facts, next_attempt_at)
			select gen_random_uuid(), ${step.workspaceId}::uuid, w.id, ${step.requestId}::uuid, x.type, ${after.version}::int, x.at, x.facts, now()
			from change, jsonb_to_recordset(c->'events') as x(type text, at timestamptz, facts jsonb), webhooks w
			where w.workspace_id = ${step.workspaceId} and w.active and x.type = any(w.types)
				and (w.policy is null or w.policy = ${step.policy.name})
			union all
			select gen_random_uuid(), ${step.workspaceId}::uuid, null, r.id, x.type, ${after.version}::int, x.at, x.facts, now()
			from change, jsonb_to_recordset(c->'events') as x(type text, at timestamptz, facts jsonb), requests r
			where x.type = 'request.closed' and r.id = ${step.requestId} and r.callback_url is not null
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

/** One entry for each thing that happened, in order. Refusals are entries too: an attempt is evidence. */
function auditRows(step: StepToRecord): AuditRow[] {
	const { decision } = step;
	const { note } = step;
	return step.trace.map((item) => {
		const { at, kind, by, ...facts } = item;
		const more: Record<string, unknown> = {};
		let actorId = by ?? null;
		if (note !== undefined && note.of === kind && note.by === by) {
			more.commentId = note.id;
			more.comment = commitment(note.salt, note.body);
		}
		if (step.channel !== undefined && by !== undefined && kind !== "decided") more.channel = step.channel;
		if (kind === "resubmitted") more.digest = step.contentDigest;
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

function noteRow({ note, now }: StepToRecord): Record<string, unknown>[] {
	if (note === undefined) return [];
	const { id, kind, by, body, salt } = note;
	return [
		{
			id,
			person_id: by,
			kind,
			body,
			salt: Buffer.from(salt).toString("hex"),
			at: new Date(now).toISOString(),
		},
	];
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
