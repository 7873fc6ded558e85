import type { Logger } from "pino";
import { createNotifier } from "../db/changes.ts";
import type { Database } from "../db/connect.ts";
import { inWorkspace } from "../db/transaction.ts";
import type { AfterCommit } from "../ledger/context.ts";
import type { News } from "../ledger/news.ts";
import { readToldDecisions } from "../ledger/told-decisions.ts";
import type { WholeNews } from "./tell-workflow.ts";

/** So many workflows are told at once by one process; beyond a queue of this many, the relay does it. */
const AT_ONCE = 16;
const QUEUE = 200;
/** Told rows of so many ms are deleted together. */
const GATHER_MS = 25;

export interface AfterCommitDeps {
	db: Database;
	system: Database;
	tell: (news: WholeNews) => Promise<void>;
	log: Logger;
}

/**
 * The fast path after a commit: tells the workflow at once and takes the outbox row back. Nobody waits for it,
 * and whatever it does not manage, the relay does from the outbox.
 */
export function createAfterCommit(deps: AfterCommitDeps): AfterCommit & { idle(): Promise<void> } {
	const notify = createNotifier(deps.system);
	const forget = createForgetter(deps.system);
	const queue: News[] = [];
	let active = 0;
	let onIdle: (() => void)[] = [];

	const next = () => {
		const news = queue.shift();
		if (news === undefined) {
			if (active === 0) for (const done of onIdle.splice(0)) done();
			return;
		}
		active += 1;
		tellOne(deps, news)
			.then(
				() => forget(news.id),
				(error) => deps.log.debug({ err: error, request: news.requestId }, "left to the relay"),
			)
			.finally(() => {
				active -= 1;
				next();
			});
	};

	return {
		notify,
		tell(news) {
			if (queue.length >= QUEUE) return;
			queue.push(news);
			if (active < AT_ONCE) next();
		},
		idle() {
			if (active === 0 && queue.length === 0) return Promise.resolve();
			return new Promise((resolve) => {
				onIdle = [...onIdle, resolve];
			});
		},
	};
}

async function tellOne(deps: AfterCommitDeps, news: News): Promise<void> {
	if (news.decisions !== "all") return deps.tell({ ...news, decisions: news.decisions });
	const scope = { workspaceId: news.workspaceId, actorId: null };
	const decisions = await inWorkspace(deps.db, scope, (tx) => readToldDecisions(tx, news.requestId, "all"));
	return deps.tell({ ...news, decisions });
}

function createForgetter(system: Database): (id: string) => void {
	let told: string[] = [];
	let timer: NodeJS.Timeout | undefined;
	return (id) => {
		told.push(id);
		if (timer !== undefined) return;
		timer = setTimeout(() => {
			timer = undefined;
			const ids = told;
			told = [];
			// Should it fail, the relay tells them again, which changes nothing.
			system.sql`delete from outbox where id = any(${ids}::uuid[])`.catch(() => {});
		}, GATHER_MS);
	};
}
