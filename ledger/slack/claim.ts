import type { Database } from "../../db/connect.ts";
import type { Audience, Claimed, Wants } from "../deliveries/claim.ts";
import type { CopyPlace } from "./copy-place.ts";

/** A copy in Slack that a courier works on until its lease ends. */
export interface ClaimedCopy extends Claimed {
	/** Until when it is this courier's; a later one means that another took it over. */
	lease: string;
	place: CopyPlace | null;
	/** Hex SHA-256 of what the copy shows; null: not known. */
	shownDigest: string | null;
}

interface Row {
	id: string;
	workspace_id: string;
	request_id: string;
	assignment_id: string | null;
	person_id: string;
	audience: Audience;
	wants: Wants;
	wanted: number;
	attempts: number;
	lease: string;
	place: CopyPlace | null;
	shown_digest: string | null;
	wake_ms: number | null;
	now_ms: number;
}

/** Seconds after which a copy that its courier left lying is taken by the next. */
const LEASE_SECONDS = 60;

/**
 * Takes copies that do not show what the ledger says, across workspaces, the longest due first. A copy that another
 * courier holds is left to it, also when the ledger moves on meanwhile: two that write one message could leave the
 * older text standing.
 */
export async function claimCopies(system: Database, most: number): Promise<ClaimedCopy[]> {
	const rows = await system.sql<Row[]>`
		update deliveries d set next_attempt_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
			leased_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
		where d.id in (
			select id from deliveries where channel = 'slack' and next_attempt_at <= clock_timestamp()
				and (leased_until is null or leased_until <= clock_timestamp())
			order by next_attempt_at limit ${most} for update skip locked
		)
		returning id, workspace_id, request_id, assignment_id, person_id, audience, wants, wanted, attempts,
			leased_until::text as lease, place, shown_digest,
			(select floor(extract(epoch from r.wake_at) * 1000)::float8 from requests r where r.id = d.request_id) as wake_ms,
			floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
	return rows.map((row) => ({
		id: row.id,
		workspaceId: row.workspace_id,
		requestId: row.request_id,
		assignmentId: row.assignment_id,
		personId: row.person_id,
		audience: row.audience,
		wants: row.wants,
		wanted: row.wanted,
		attempts: row.attempts,
		wakeAt: row.wake_ms,
		claimedAt: row.now_ms,
		lease: row.lease,
		place: row.place,
		shownDigest: row.shown_digest,
	}));
}
