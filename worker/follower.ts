import type { Logger } from "pino";
import type { Database } from "../db/connect.ts";
import type { SystemCtx } from "../ledger/context.ts";
import { type DirectoryMove, followDirectory, requestsConcerned } from "../ledger/follow-directory.ts";

export interface FollowerDeps {
	/** Everything of a system context but the workspace. */
	ctx: Omit<SystemCtx, "workspaceId">;
	system: Database;
	log: Logger;
}

/** Who is asked moves within seconds of who is there: one look at a small table a second. */
const POLL_MS = 1_000;
const BATCH = 100;
const AT_ONCE = 4;
/** A follower that dies leaves its moves to the next after so long. */
const LEASE_SECONDS = 30;
/** What was being written during the change has been by then, and is looked at a second time. */
const SECOND_PASS_SECONDS = 15;
/** The first pass and the second. */
const PASSES = 2;

interface MoveRow {
	id: string;
	workspace_id: string;
	people: string[];
	groups: string[];
	rotas: string[];
}

/**
 * Lets open requests follow their directories: when a delegation starts or is ended, somebody leaves, a group, a
 * manager or a rota changes, the assignments and messages of open requests move without waiting for their next timer.
 * Several followers pass over each other's rows.
 */
export function startFollower(deps: FollowerDeps): { stop(): Promise<void> } {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();
	const run = async () => {
		try {
			while (!stopped && (await followMoves(deps)) === BATCH);
		} catch (error) {
			deps.log.warn({ err: error }, "a change of the directory could not be followed; it is tried again");
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

/** One batch of what is to be followed. Answers how many moves it took. */
export async function followMoves({ ctx, system, log }: FollowerDeps): Promise<number> {
	const rows = await system.sql<MoveRow[]>`
		update directory_moves set visible_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
		where id in (
			select id from directory_moves where visible_at <= clock_timestamp() order by id limit ${BATCH} for update skip locked
		)
		returning id, workspace_id, people, groups, rotas`;
	for (const workspaceId of new Set(rows.map((row) => row.workspace_id))) {
		const own = rows.filter((row) => row.workspace_id === workspaceId);
		const scoped = { ...ctx, workspaceId };
		const queue = await requestsConcerned(scoped, union(own));
		let failed = 0;
		const worker = async () => {
			for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
				try {
					await followDirectory(scoped, id);
				} catch (error) {
					failed += 1;
					log.warn({ err: error, request: id }, "a request could not follow its directory yet");
				}
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
		// What failed comes back when the lease ends.
		if (failed === 0) await passed(system, own);
	}
	return rows.length;
}

function union(rows: readonly MoveRow[]): DirectoryMove {
	const all = (field: "people" | "groups" | "rotas") => [...new Set(rows.flatMap((row) => row[field]))];
	return { people: all("people"), groups: all("groups"), rotas: all("rotas") };
}

async function passed(system: Database, rows: readonly MoveRow[]): Promise<void> {
	const ids = rows.map(({ id }) => id);
	await system.sql`
		with over as (delete from directory_moves where id = any(${ids}::bigint[]) and passes + 1 >= ${PASSES})
		update directory_moves set passes = passes + 1,
			visible_at = clock_timestamp() + make_interval(secs => ${SECOND_PASS_SECONDS})
		where id = any(${ids}::bigint[]) and passes + 1 < ${PASSES}`;
}
