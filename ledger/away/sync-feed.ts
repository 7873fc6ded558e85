import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { SystemCtx } from "../context.ts";
import { readNow } from "../directory/change.ts";
import { openSecret } from "./feed-address.ts";
import { FeedError } from "./feed-error.ts";
import type { FeedPorts } from "./feed-ports.ts";
import { nextLook } from "./next-look.ts";
import { DEFAULT_WORDS } from "./out-of-office-words.ts";
import type { AwayPeriod } from "./period.ts";
import { readOutOfOffice } from "./read-out-of-office.ts";
import { type FeedChange, writeDelegations } from "./write-delegations.ts";

/** What came of a look at a calendar. `gone`: it was taken away or replaced meanwhile. */
export type Synced = "read" | "unchanged" | "failed" | "gone";

const DAY = 86_400_000;

/**
 * Looks at a calendar and makes its delegations what it says, in one transaction with their audit entries. Where it
 * cannot be fetched or read, they stay as they are, and the person's page says why.
 *
 * Throws what is no fault of the calendar (database or key service out of reach).
 */
export async function syncFeed(ctx: SystemCtx, feedId: string, ports: FeedPorts): Promise<Synced> {
	const { feed, now } = await inWorkspace(
		ctx.db,
		{ workspaceId: ctx.workspaceId, actorId: null },
		async (tx) => ({
			feed: await readFeed(tx, feedId),
			now: await readNow(ctx, tx),
		}),
	);
	if (feed === undefined) return "gone";
	const looked = await look(ctx, feed, now, ports);
	return writing(ctx, async (change) => {
		const current = await readFeed(change.tx, feedId);
		// A new address was fetched when it was given; what the old one said counts no more.
		if (current === undefined || current.sealed_url !== feed.sealed_url) return "gone";
		if (looked.kind === "failed") {
			const next = nextLook(change.now, current.fetched_ms ?? current.created_ms);
			await change.tx.sql`
				update calendar_feeds set last_error = ${looked.why}, next_fetch_at = ${iso(next)} where id = ${feedId}`;
			return "failed";
		}
		if (looked.kind === "read") {
			const people = { feedId, personId: current.person_id, delegateId: current.delegate_id };
			await writeDelegations(change, people, looked.periods);
		}
		const etag = looked.kind === "read" ? looked.etag : current.etag;
		await change.tx.sql`
			update calendar_feeds set last_error = null, etag = ${etag}, fetched_at = ${iso(change.now)},
				next_fetch_at = ${iso(nextLook(change.now))}
			where id = ${feedId}`;
		return looked.kind;
	});
}

type Looked =
	| { kind: "read"; periods: AwayPeriod[]; etag: string | null }
	| { kind: "unchanged" }
	| { kind: "failed"; why: string };

async function look(ctx: SystemCtx, feed: FeedRow, now: Instant, ports: FeedPorts): Promise<Looked> {
	try {
		const secret = await openSecret(ports.sealer, {
			workspaceId: ctx.workspaceId,
			personId: feed.person_id,
			sealed: feed.sealed_url,
		});
		const fetched = await ports.fetchCalendar(secret.url, isOfToday(feed, now) ? feed.etag : null);
		if (!fetched.changed) return { kind: "unchanged" };
		const periods = readOutOfOffice(fetched.text, {
			now,
			timeZone: feed.time_zone,
			words: secret.words ?? DEFAULT_WORDS,
		});
		return { kind: "read", periods, etag: fetched.etag };
	} catch (error) {
		if (error instanceof FeedError) return { kind: "failed", why: error.message };
		throw error;
	}
}

/** Once a day a calendar is read whatever its ETag says: what repeats comes nearer, and the person may have moved. */
function isOfToday(feed: FeedRow, now: Instant): boolean {
	return feed.fetched_ms !== null && Math.floor(feed.fetched_ms / DAY) === Math.floor(now / DAY);
}

/** A change of the directory by nobody: it takes its turn as those of people do (`changeDirectory`). */
function writing<T>(ctx: SystemCtx, work: (change: FeedChange) => Promise<T>): Promise<T> {
	const { db, workspaceId } = ctx;
	return inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
		await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`directory ${workspaceId}`}, 0))`;
		const now = await readNow(ctx, tx);
		const record = (kind: string, facts: Record<string, unknown>) =>
			insertAudit(
				tx,
				workspaceId,
				auditRow({
					workspaceId,
					at: now,
					appliedAt: now,
					kind,
					actorId: null,
					requestId: null,
					requestVersion: null,
					facts,
				}),
			);
		return work({ tx, workspaceId, now, record });
	});
}

interface FeedRow {
	person_id: string;
	delegate_id: string;
	sealed_url: string;
	etag: string | null;
	fetched_ms: number | null;
	created_ms: number;
	time_zone: string;
}

async function readFeed(tx: Tx, id: string): Promise<FeedRow | undefined> {
	const [row] = await tx.sql<FeedRow[]>`
		select f.person_id, f.delegate_id, f.sealed_url, f.etag, p.time_zone,
			extract(epoch from f.fetched_at)::float8 * 1000 as fetched_ms,
			extract(epoch from f.created_at)::float8 * 1000 as created_ms
		from calendar_feeds f join people p on p.id = f.person_id where f.id = ${id}`;
	return row;
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}
