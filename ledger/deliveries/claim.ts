import type { PendingQuery } from "postgres";
import type { Database } from "../../db/connect.ts";
import type { DELIVERY_WANTS } from "../../db/schema/deliveries.ts";

export type Wants = (typeof DELIVERY_WANTS)[number];
export type Audience = "approver" | "requester" | "administrator" | "link" | "recipient";

/** A delivery that a courier works on until its lease ends. */
export interface Claimed {
	id: string;
	workspaceId: string;
	requestId: string;
	assignmentId: string | null;
	personId: string;
	audience: Audience;
	wants: Wants;
	/** What the courier is to bring the copy up to. */
	wanted: number;
	attempts: number;
	/** When the next timer of its request is due, ms since 1970; null after the outcome. */
	wakeAt: number | null;
	/** When it was claimed, by the database's clock, ms since 1970. */
	claimedAt: number;
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
	wake_ms: number | null;
	now_ms: number;
}

/** Seconds after which a delivery that its courier left lying is taken by the next. */
const LEASE_SECONDS = 60;

/**
 * Takes deliveries that do not show what the ledger says, across workspaces, the longest due first. Couriers
 * pass over each other's rows, and a row that a dead courier held comes back when its lease ends.
 */
export async function claimDeliveries(system: Database, channel: "email", most: number): Promise<Claimed[]> {
	const { sql } = system;
	return claim(
		system,
		sql`select id from deliveries where channel = ${channel} and next_attempt_at <= clock_timestamp()
			order by next_attempt_at limit ${most} for update skip locked`,
	);
}

/**
 * Takes what else may go into a person's digest now: mails about new requests and outcomes that were put off, or are
 * due. Those that another courier holds stay with it.
 */
export async function claimForDigest(system: Database, personId: string, most: number): Promise<Claimed[]> {
	const { sql } = system;
	return claim(
		system,
		sql`select id from deliveries where channel = 'email' and person_id = ${personId} and next_attempt_at is not null
			and wants in ('asked', 'outcome') and (leased_until is null or leased_until <= clock_timestamp())
			order by next_attempt_at limit ${most} for update skip locked`,
	);
}

async function claim(system: Database, chosen: PendingQuery<Row[]>): Promise<Claimed[]> {
	const rows = await system.sql<Row[]>`
		update deliveries d set next_attempt_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
			leased_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
		where d.id in (${chosen})
		returning id, workspace_id, request_id, assignment_id, person_id, audience, wants, wanted, attempts,
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
	}));
}
