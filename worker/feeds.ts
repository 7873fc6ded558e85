import type { Logger } from "pino";
import type { Database } from "../db/connect.ts";
import type { FeedPorts } from "../ledger/away/feed-ports.ts";
import { syncFeed } from "../ledger/away/sync-feed.ts";
import type { SystemCtx } from "../ledger/context.ts";

export interface FeedsDeps {
	/** Everything of a system context but the workspace. */
	ctx: Omit<SystemCtx, "workspaceId">;
	system: Database;
	ports: FeedPorts;
	log: Logger;
}

const POLL_MS = 10_000;
const BATCH = 20;
const AT_ONCE = 4;
/** A worker that dies leaves its calendars to the next after so long; no look at one takes that long. */
const LEASE_SECONDS = 300;

/**
 * Looks at people's out-of-office calendars when their time comes, of all workspaces. Several workers pass over each
 * other's.
 */
export function startFeeds(deps: FeedsDeps): { stop(): Promise<void> } {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();
	const run = async () => {
		try {
			while (!stopped && (await syncDueFeeds(deps, () => stopped)) === BATCH);
		} catch (error) {
			deps.log.warn({ err: error }, "out-of-office calendars could not be looked for; it is tried again");
		}
		if (!stopped) timer = setTimeout(next, POLL_MS);
	};
	const next = () => {
		running = run();
	};
	next();
	return {
		async stop() {
			stopped = true;
			clearTimeout(timer);
			await running;
		},
	};
}

/** One batch of what is due. Answers how many it took. */
export async function syncDueFeeds(
	{ ctx, system, ports, log }: FeedsDeps,
	isStopping: () => boolean = () => false,
): Promise<number> {
	// Who left needs no calendar; it waits, should they come back.
	const rows = await system.sql<{ id: string; workspace_id: string }[]>`
		update calendar_feeds set next_fetch_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
		where id in (
			select f.id from calendar_feeds f join people p on p.id = f.person_id
			where f.next_fetch_at <= clock_timestamp() and p.active
			order by f.next_fetch_at limit ${BATCH} for update of f skip locked
		)
		returning id, workspace_id`;
	const queue = [...rows];
	const worker = async () => {
		for (let row = queue.shift(); row !== undefined && !isStopping(); row = queue.shift()) {
			try {
				await syncFeed({ ...ctx, workspaceId: row.workspace_id }, row.id, ports);
			} catch (error) {
				log.warn({ err: error, feed: row.id }, "an out-of-office calendar could not be looked at yet");
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return rows.length;
}
