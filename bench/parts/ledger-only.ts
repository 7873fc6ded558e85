import postgres, { type Sql } from "postgres";
import { createNotifier } from "../../db/changes.ts";
import { connect, type Database } from "../../db/connect.ts";
import type { Stack } from "../../engine/stack.ts";
import type { Actor } from "../../ledger/actor.ts";
import { type Ctx, databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { submit } from "../../ledger/submit.ts";
import type { BareDecision } from "../bare/transaction.ts";
import { inFlight } from "../measure/in-flight.ts";
import { foundCompany, type Team } from "./company.ts";
import { type BenchDatabase, makeDatabase } from "./database.ts";
import { submission } from "./installation.ts";

export interface LedgerRequest {
	requestId: string;
	team: Team;
}

/**
 * The ledger alone, on a database of its own: the verbs with their pools and notifications, and nobody who tells
 * workflows or sends mail, so that a decision's transaction can be held against a transaction.
 */
export interface LedgerOnly {
	db: Database;
	/** Plain postgres.js as the tables' owner, whom row-level security does not bind. */
	bare: Sql;
	open(count: number): Promise<LedgerRequest[]>;
	decide(request: LedgerRequest): Promise<void>;
	/** What the bare transaction has to know for the same. */
	bareInput(request: LedgerRequest): BareDecision;
	close(): Promise<void>;
}

const POOL = 20;
/** A decision that approves writes «decided», the end of the stage and «closed» (`requireSameWrites` checks it). */
const AUDITS = 3;

export async function openLedgerOnly(stack: Stack): Promise<LedgerOnly> {
	const urls = await makeDatabase(stack, "bench_ledger");
	const owner = connect(urls.ownerUrl, "owner", 2);
	const ledger = await composeLedger(urls, POOL);
	const teams = await foundCompany(owner, ledger.db);
	await owner.close();
	const bare = postgres(urls.ownerUrl, { max: POOL, connection: { application_name: "bench-bare" } });
	let opened = 0;
	return {
		db: ledger.db,
		bare,
		async open(count) {
			const requests: LedgerRequest[] = [];
			await inFlight(Array.from({ length: count }), POOL, async () => {
				opened += 1;
				const team = teams[opened % teams.length];
				if (team === undefined) throw new Error("there are no teams");
				const { requestId } = await submit(ledger.ctx(team.requester), submission(team, opened));
				requests.push({ requestId, team });
			});
			return requests;
		},
		async decide({ requestId, team }) {
			await decide(ledger.ctx(team.approver), { requestId, verdict: "approve", comment: "Within budget." });
		},
		bareInput: ({ requestId, team }) => ({
			workspaceId: team.approver.workspaceId,
			requestId,
			requesterId: team.requester.personId,
			approverId: team.approver.personId,
			stage: "budget",
			audits: AUDITS,
		}),
		async close() {
			await Promise.all([ledger.close(), bare.end({ timeout: 5 })]);
		},
	};
}

/** The pools of a process, and the context of a verb that tells no workflow. */
export async function composeLedger(
	urls: BenchDatabase,
	pool: number,
): Promise<{ db: Database; ctx(actor: Actor): Ctx; close(): Promise<void> }> {
	const db = connect(urls.appUrl, "app", pool);
	const system = connect(urls.systemUrl, "system", pool);
	const after = { tell: () => {}, notify: createNotifier(system) };
	return {
		db,
		ctx: (actor) => ({ db, clock: databaseClock, after, actor }),
		close: async () => {
			await Promise.all([db.close(), system.close()]);
		},
	};
}

/** What stands for one request; two ways to decide it must agree in this. */
async function writtenFor(sql: Sql, requestId: string): Promise<{ rows: string; auditBytes: number }> {
	const [row] = await sql`
		select (select count(*) from decisions where request_id = ${requestId})::int as decisions,
			(select string_agg(state, ' ') from assignments where request_id = ${requestId}) as assignments,
			(select string_agg(wants, ' ' order by wants) from deliveries where request_id = ${requestId}) as deliveries,
			(select count(*) from audit_entries where request_id = ${requestId})::int as audits,
			(select count(*) from outbox where request_id = ${requestId})::int as outbox,
			(select state from requests where id = ${requestId}) as state`;
	const [size] = await sql<{ bytes: number }[]>`
		select sum(length(body))::int as bytes from audit_entries where request_id = ${requestId} and request_version = 2`;
	return { rows: JSON.stringify(row), auditBytes: size?.bytes ?? 0 };
}

/** Throws unless a decision by the product and one by the bare transaction leave the same behind. */
export async function requireSameWrites(
	ledger: LedgerOnly,
	bareDecide: (request: LedgerRequest) => Promise<void>,
): Promise<void> {
	const [first, second] = await ledger.open(2);
	if (first === undefined || second === undefined) throw new Error("nothing was opened");
	await ledger.decide(first);
	await bareDecide(second);
	const ours = await writtenFor(ledger.bare, first.requestId);
	const bare = await writtenFor(ledger.bare, second.requestId);
	const sameSize = Math.abs(ours.auditBytes / bare.auditBytes - 1) < 0.1;
	if (ours.rows !== bare.rows || !sameSize) {
		throw new Error(
			`the bare transaction does not write the same:\n  ${JSON.stringify(ours)}\n  ${JSON.stringify(bare)}`,
		);
	}
}
