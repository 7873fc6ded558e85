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
const AT_ONCE = 6;
/** A follower that dies leaves its moves to the next after so long; one that lives says so. */
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;
/** What was being written during the change has been by then, and is looked at a second time. */
const SECOND_PASS_SECONDS = 15;
/** The first pass and the second. */
const PASSES = 2;
/** A request that cannot follow is tried again after this, doubled each time; about a day in all. */
const RETRY_SECONDS = 30;
const MOST_TRIES = 12;

interface MoveRow {
	id: string;
	workspace_id: string;
	people: string[];
	groups: string[];
	rotas: string[];
	/** Where it is a repeat: the requests that could not follow. */
	requests: string[] | null;
	tries: number;
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
			deps.log.warn({ err: error }, "changes of the directory could not be read; it is tried again");
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
export async function followMoves(deps: FollowerDeps): Promise<number> {
	const rows = await deps.system.sql<MoveRow[]>`
		update directory_moves set visible_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
		where id in (
			select id from directory_moves where visible_at <= clock_timestamp() order by id limit ${BATCH} for update skip locked
		)
		returning id, workspace_id, people, groups, rotas, requests, tries`;
	if (rows.length === 0) return 0;
	const renewing = setInterval(() => renew(deps, rows), RENEW_MS);
	try {
		const workspaces = [...new Set(rows.map((row) => row.workspace_id))];
		const lots = await Promise.all(
			workspaces.map((id) =>
				lotOf(
					deps,
					id,
					rows.filter((row) => row.workspace_id === id),
				),
			),
		);
		await followAll(deps, lots);
		for (const lot of lots) await finish(deps, lot);
	} finally {
		clearInterval(renewing);
	}
	return rows.length;
}

/** What one workspace has to follow in this batch. */
interface Lot {
	workspaceId: string;
	rows: readonly MoveRow[];
	requests: string[];
	/** Request → how often it has been tried, this time included. */
	failed: Map<string, number>;
	/** Its requests could not even be found. */
	unread: boolean;
}

/** What keeps one workspace from being looked at holds up no other. */
async function lotOf(
	{ ctx, log }: FollowerDeps,
	workspaceId: string,
	rows: readonly MoveRow[],
): Promise<Lot> {
	const lot: Lot = { workspaceId, rows, requests: [], failed: new Map(), unread: false };
	const repeats = rows.flatMap(({ requests }) => requests ?? []);
	try {
		const concerned = await requestsConcerned({ ...ctx, workspaceId }, union(rows.filter(isMove)));
		lot.requests = [...new Set([...concerned, ...repeats])];
	} catch (error) {
		log.error({ err: error, workspace: workspaceId }, "a workspace's directory could not be followed yet");
		lot.unread = true;
	}
	return lot;
}

/** A request of each workspace in turn: many of one do not make the others wait. */
async function followAll({ ctx, log }: FollowerDeps, lots: readonly Lot[]): Promise<void> {
	const longest = Math.max(0, ...lots.map(({ requests }) => requests.length));
	const queue: [Lot, string][] = [];
	for (let i = 0; i < longest; i++) {
		for (const lot of lots) {
			const id = lot.requests[i];
			if (id !== undefined) queue.push([lot, id]);
		}
	}
	const worker = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const [lot, id] = next;
			try {
				await followDirectory({ ...ctx, workspaceId: lot.workspaceId }, id);
			} catch (error) {
				lot.failed.set(id, triesOf(lot.rows, id) + 1);
				log.error({ err: error, request: id }, "a request could not follow its directory yet");
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function triesOf(rows: readonly MoveRow[], request: string): number {
	return Math.max(0, ...rows.filter(({ requests }) => requests?.includes(request)).map(({ tries }) => tries));
}

const isMove = ({ requests }: MoveRow) => requests === null;

function union(rows: readonly MoveRow[]): DirectoryMove {
	const all = (field: "people" | "groups" | "rotas") => [...new Set(rows.flatMap((row) => row[field]))];
	return { people: all("people"), groups: all("groups"), rotas: all("rotas") };
}

async function renew({ system, log }: FollowerDeps, rows: readonly MoveRow[]): Promise<void> {
	try {
		await system.sql`
			update directory_moves set visible_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
			where id = any(${rows.map(({ id }) => id)}::bigint[])`;
	} catch (error) {
		log.warn({ err: error }, "a lease on changes of the directory could not be renewed");
	}
}

/** Moves are looked at once more or are over; requests that failed come back on their own, later and later. */
async function finish({ system, log }: FollowerDeps, lot: Lot): Promise<void> {
	if (lot.unread) return;
	const ids = lot.rows.filter(isMove).map(({ id }) => id);
	const repeats = lot.rows.filter((row) => !isMove(row)).map(({ id }) => id);
	const again = [...lot.failed].flatMap(([request, tries]) => {
		if (tries < MOST_TRIES) return [{ request, tries, seconds: RETRY_SECONDS * 2 ** (tries - 1) }];
		log.error({ request }, "a request follows its directory no more, until its next event");
		return [];
	});
	await system.sql`
		with over as (
			delete from directory_moves
			where id = any(${repeats}::bigint[]) or (id = any(${ids}::bigint[]) and passes + 1 >= ${PASSES})
		),
		retried as (
			insert into directory_moves (workspace_id, people, groups, rotas, requests, tries, visible_at)
			select ${lot.workspaceId}::uuid, '{}', '{}', '{}', array[x.request], x.tries,
				clock_timestamp() + make_interval(secs => x.seconds)
			from jsonb_to_recordset(${JSON.stringify(again)}::jsonb) as x(request uuid, tries int, seconds float8)
		)
		update directory_moves set passes = passes + 1,
			visible_at = clock_timestamp() + make_interval(secs => ${SECOND_PASS_SECONDS})
		where id = any(${ids}::bigint[]) and passes + 1 < ${PASSES}`;
}
