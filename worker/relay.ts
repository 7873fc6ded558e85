import type { Logger } from "pino";
import { listen } from "../db/changes.ts";
import type { Database } from "../db/connect.ts";
import { inWorkspace } from "../db/transaction.ts";
import type { Clock } from "../ledger/context.ts";
import { type News, waitOf } from "../ledger/news.ts";
import { readToldDecisions } from "../ledger/told-decisions.ts";
import type { RequestRecord } from "../policy/record.ts";
import type { WholeNews } from "./tell-workflow.ts";

export interface RelayDeps {
	db: Database;
	system: Database;
	clock: Clock;
	tell: (news: WholeNews) => Promise<void>;
	log: Logger;
}

/** A row becomes visible 2 s after its commit, so that the relay does not race who wrote it. */
const AFTER_CHANGE_MS = 2_100;
const POLL_MS = 5_000;
const BATCH = 50;
const AT_ONCE = 10;

interface OutboxRow {
	id: string;
	workspace_id: string;
	request_id: string;
	news: { version: number; decisions: string[] | "all" };
	attempts: number;
}

/**
 * Tells workflows what their request's writer could not: takes visible outbox rows, from all workspaces, tells
 * and deletes them. Several relays pass over each other's rows; a row whose relay died comes back after its lease.
 */
export async function startRelay(deps: RelayDeps): Promise<{ stop(): Promise<void> }> {
	let stopped = false;
	let soon: NodeJS.Timeout | undefined;
	let running: Promise<void> = Promise.resolve();
	const run = () => {
		running = running.then(async () => {
			try {
				while (!stopped && (await relayBatch(deps)) === BATCH);
			} catch (error) {
				deps.log.warn({ err: error }, "the relay could not read the outbox; it tries again");
			}
		});
	};
	const later = () => {
		soon ??= setTimeout(() => {
			soon = undefined;
			run();
		}, AFTER_CHANGE_MS);
	};
	const listening = await listen(deps.system, later, run);
	const poll = setInterval(run, POLL_MS);
	const look = setInterval(() => {
		callOverdue(deps).then(run, (error) =>
			deps.log.warn({ err: error }, "overdue waits could not be looked for"),
		);
	}, LOOK_MS);
	return {
		async stop() {
			stopped = true;
			clearInterval(poll);
			clearInterval(look);
			clearTimeout(soon);
			await listening.stop();
			await running;
		},
	};
}

const LOOK_MS = 60_000;
const OVERDUE_BATCH = 500;

/**
 * Writes news for requests whose timer should have been applied a minute ago: their workflow is gone (terminated,
 * or lost with a restored Temporal). Telling it starts it again. Each is written once; the relay does the rest.
 */
async function callOverdue(deps: RelayDeps): Promise<void> {
	await deps.system.sql`
		insert into outbox (id, workspace_id, request_id, news, visible_at, created_at)
		select gen_random_uuid(), r.workspace_id, r.id, '{"version":0,"decisions":[]}'::jsonb, clock_timestamp(), clock_timestamp()
		from requests r
		where r.wake_at < clock_timestamp() - make_interval(secs => ${LOOK_MS / 1000})
			and not exists (select 1 from outbox o where o.request_id = r.id)
		order by r.wake_at limit ${OVERDUE_BATCH}`;
}

async function relayBatch(deps: RelayDeps): Promise<number> {
	const rows = await deps.system.sql<OutboxRow[]>`
		update outbox set visible_at = clock_timestamp() + make_interval(secs => least(30, 2 * power(2, least(attempts, 6)))), attempts = attempts + 1
		where id in (
			select id from outbox where visible_at <= clock_timestamp() order by visible_at limit ${BATCH} for update skip locked
		)
		returning id, workspace_id, request_id, news, attempts`;
	const told: string[] = [];
	const queue = [...rows];
	const worker = async () => {
		for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
			try {
				await deps.tell(await newsOf(deps, row));
				told.push(row.id);
			} catch (error) {
				deps.log.warn(
					{ err: error, request: row.request_id, attempt: row.attempts },
					"a workflow could not be told yet",
				);
				const text = error instanceof Error ? error.message.slice(0, 300) : "unknown";
				await deps.system.sql`update outbox set last_error = ${text} where id = ${row.id}`.catch(() => {});
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	if (told.length > 0) await deps.system.sql`delete from outbox where id = any(${told}::uuid[])`;
	return rows.length;
}

/** What the row's request is like now: newer than the row is better, and the workflow keeps the newest. */
async function newsOf(deps: RelayDeps, row: OutboxRow): Promise<WholeNews> {
	return inWorkspace(deps.db, { workspaceId: row.workspace_id, actorId: null }, async (tx) => {
		const [request] = await tx.sql<
			{ title: string; digest: string; record: RequestRecord; now_ms: number }[]
		>`
			select title, encode(content_digest, 'hex') as digest, record,
				floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
			from requests where id = ${row.request_id}`;
		if (request === undefined)
			throw new Error(`request ${row.request_id} of outbox row ${row.id} is not there`);
		const news: News = {
			id: row.id,
			workspaceId: row.workspace_id,
			requestId: row.request_id,
			contentDigest: request.digest,
			wait: waitOf(request.record, deps.clock(request.now_ms)),
			decisions: "all",
		};
		// What is told now may already be the outcome, which carries every decision.
		const which = news.wait.outcome === null ? row.news.decisions : "all";
		return { ...news, decisions: await readToldDecisions(tx, row.request_id, which) };
	});
}
