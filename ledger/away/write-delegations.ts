import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import type { AwayPeriod } from "./period.ts";
import { type FeedDelegation, planChanges } from "./plan-changes.ts";

/** A transaction that changes the delegations of one calendar; the directory's turn is taken. */
export interface FeedChange {
	tx: Tx;
	workspaceId: string;
	now: Instant;
	record(kind: string, facts: Record<string, unknown>): Promise<void>;
}

/** Whose calendar it is, and who decides meanwhile. */
export interface FeedPeople {
	feedId: string;
	personId: string;
	delegateId: string;
}

/** Makes the delegations of a calendar what its periods say, with an audit entry for each that changes. */
export async function writeDelegations(
	change: FeedChange,
	feed: FeedPeople,
	periods: readonly AwayPeriod[],
): Promise<void> {
	const standing = await readStanding(change.tx, feed.feedId, change.now);
	const plan = planChanges(standing, periods, feed.delegateId, change.now);
	await add(change, feed, plan.add);
	await alter(change, feed, plan.change);
	await end(change, feed, plan.end);
	await remove(change, feed, plan.remove);
}

/** The delegations of a calendar that are not over, by start. */
export async function readStanding(tx: Tx, feedId: string, now: Instant): Promise<FeedDelegation[]> {
	const rows = await tx.sql<
		{ id: string; to_id: string; start_ms: number; end_ms: number; feed_uid: string | null }[]
	>`
		select id, to_id, feed_uid, extract(epoch from starts_at)::float8 * 1000 as start_ms,
			extract(epoch from ends_at)::float8 * 1000 as end_ms
		from delegations where feed_id = ${feedId} and ends_at > ${iso(now)} order by starts_at, id`;
	return rows.map((row) => ({
		id: row.id,
		to: row.to_id,
		start: Math.round(row.start_ms),
		end: Math.round(row.end_ms),
		uid: row.feed_uid,
	}));
}

async function add(change: FeedChange, feed: FeedPeople, periods: readonly AwayPeriod[]): Promise<void> {
	if (periods.length === 0) return;
	const rows = periods.map((period) => ({
		id: newId(),
		starts_at: iso(period.start),
		ends_at: iso(period.end),
		feed_uid: period.uid,
	}));
	await change.tx.sql`
		insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin, feed_id, feed_uid)
		select id, ${change.workspaceId}::uuid, ${feed.personId}::uuid, ${feed.delegateId}::uuid, starts_at, ends_at,
			'feed', ${feed.feedId}::uuid, feed_uid
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
			as x(id uuid, starts_at timestamptz, ends_at timestamptz, feed_uid text)`;
	await each(rows, (row) =>
		change.record("delegation_added", {
			delegation: row.id,
			from: feed.personId,
			to: feed.delegateId,
			start: row.starts_at,
			end: row.ends_at,
			origin: "feed",
		}),
	);
}

async function alter(
	change: FeedChange,
	feed: FeedPeople,
	rows: readonly (FeedDelegation & { from: { start: Instant; end: Instant } })[],
): Promise<void> {
	if (rows.length === 0) return;
	const changed = rows.map(({ id, start, end, uid }) => ({
		id,
		starts_at: iso(start),
		ends_at: iso(end),
		feed_uid: uid,
	}));
	await change.tx.sql`
		update delegations d set starts_at = x.starts_at, ends_at = x.ends_at, feed_uid = x.feed_uid
		from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
			as x(id uuid, starts_at timestamptz, ends_at timestamptz, feed_uid text)
		where d.id = x.id`;
	await each(rows, (row) =>
		change.record("delegation_changed", {
			delegation: row.id,
			from: feed.personId,
			to: row.to,
			start: iso(row.start),
			end: iso(row.end),
			before: { start: iso(row.from.start), end: iso(row.from.end) },
			origin: "feed",
		}),
	);
}

async function end(change: FeedChange, feed: FeedPeople, rows: readonly FeedDelegation[]): Promise<void> {
	if (rows.length === 0) return;
	await change.tx.sql`
		update delegations set ends_at = ${iso(change.now)} where id = any(${rows.map(({ id }) => id)}::uuid[])`;
	await recordEnded(change, feed, rows, false);
}

async function remove(change: FeedChange, feed: FeedPeople, rows: readonly FeedDelegation[]): Promise<void> {
	if (rows.length === 0) return;
	await change.tx.sql`delete from delegations where id = any(${rows.map(({ id }) => id)}::uuid[])`;
	await recordEnded(change, feed, rows, true);
}

function recordEnded(
	change: FeedChange,
	feed: FeedPeople,
	rows: readonly FeedDelegation[],
	removed: boolean,
): Promise<void> {
	return each(rows, (row) =>
		change.record("delegation_ended", {
			delegation: row.id,
			from: feed.personId,
			to: row.to,
			removed,
			origin: "feed",
		}),
	);
}

/** Together: the driver sends statements of one transaction without waiting in between. */
async function each<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
	await Promise.all(rows.map(work));
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}
