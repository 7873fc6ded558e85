import type { Tx } from "../db/transaction.ts";
import type { Instant } from "../policy/directory.ts";
import type { RequestRecord } from "../policy/record.ts";
import type { Actor } from "./actor.ts";
import { seesAll } from "./actor.ts";
import type { Clock } from "./context.ts";
import { Refusal } from "./refusal.ts";

/** A request whose row is held until the transaction ends, and the instant at which that was achieved. */
export interface LockedRequest {
	id: string;
	policyVersionId: string;
	requesterId: string;
	submittedBy: string;
	title: string;
	summary: string | null;
	context: unknown;
	/** Hex. */
	contentDigest: string;
	record: RequestRecord;
	directoryVersion: number;
	/** Of this transaction: read after the row lock, whole ms, never before the request's last event. */
	now: Instant;
}

interface Row {
	policy_version_id: string;
	requester_id: string;
	submitted_by: string;
	title: string;
	summary: string | null;
	context: unknown;
	content_digest: string;
	record: RequestRecord;
	now_ms: number;
}

/**
 * Takes the request's row lock. The clock is read outside the locking subquery, hence after the lock was
 * had: two decisions then stand in the order in which they were recorded.
 *
 * Refuses with `not_found` when the workspace has no such request.
 */
export async function lockRequest(
	tx: Tx,
	clock: Clock,
	workspaceId: string,
	id: string,
): Promise<LockedRequest> {
	if (!UUID.test(id)) throw noRequest();
	const locking = tx.sql<Row[]>`
		with locked as materialized (
			select policy_version_id, requester_id, submitted_by, title, summary, context, content_digest, record
			from requests where id = ${id} and workspace_id = ${workspaceId} for update
		)
		select locked.policy_version_id, requester_id, submitted_by, title, summary, context,
			encode(content_digest, 'hex') as content_digest, record,
			floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
		from locked`.execute();
	// A statement of its own, after the lock and in the same round trip: the one before looks at the workspace as
	// it was when it began to wait, and somebody may have been taken out of it since.
	const looking = tx.sql<{ directory_version: string }[]>`
		select directory_version from workspaces where id = ${workspaceId}`.execute();
	const [[row], [workspace]] = await Promise.all([locking, looking]);
	if (row === undefined || workspace === undefined) throw noRequest();
	return {
		id,
		policyVersionId: row.policy_version_id,
		requesterId: row.requester_id,
		submittedBy: row.submitted_by,
		title: row.title,
		summary: row.summary,
		context: row.context,
		contentDigest: row.content_digest,
		record: row.record,
		directoryVersion: Number(workspace.directory_version),
		now: Math.max(clock(row.now_ms), row.record.lastEventAt),
	};
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function noRequest(): Refusal {
	return new Refusal("not_found", "There is no such request, or you may not see it.");
}

/**
 * Refuses with `not_found` whoever may not know that the request exists: everybody but the requester, who
 * submitted it, whoever was ever asked to decide it, auditors and administrators.
 */
export async function requireSight(tx: Tx, actor: Actor, request: LockedRequest): Promise<void> {
	if (seesAll(actor) || actor.personId === request.requesterId || actor.personId === request.submittedBy)
		return;
	const assignments = request.record.stage?.assignments ?? [];
	if (assignments.some((assignment) => assignment.person === actor.personId)) return;
	const [row] = await tx.sql`
		select 1 from assignments where request_id = ${request.id} and person_id = ${actor.personId} limit 1`;
	if (row === undefined) throw noRequest();
}
