import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import type { Actor } from "../actor.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { Ctx } from "../context.ts";

/** A transaction that changes a directory. Two of one workspace take turns, so that what was checked still holds. */
export interface DirectoryChange {
	tx: Tx;
	workspaceId: string;
	actor: Actor;
	/** Of this transaction, read when its turn came, whole ms. */
	now: Instant;
	/**
	 * Writes the audit entry of what was changed. Facts are ids, names of groups, calendars, rotas and fields,
	 * instants, digests: nothing that a person wrote, no e-mail address.
	 */
	record(kind: string, facts: Record<string, unknown>): Promise<void>;
}

/** Runs a change of the directory in one transaction. Throws what `work` throws, after a rollback. */
export function changeDirectory<T>(ctx: Ctx, work: (change: DirectoryChange) => Promise<T>): Promise<T> {
	const { actor, db } = ctx;
	const { workspaceId, personId } = actor;
	return inWorkspace(db, { workspaceId, actorId: personId }, async (tx) => {
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
					actorId: personId,
					requestId: null,
					requestVersion: null,
					facts: { channel: actor.channel, ...facts },
				}),
			);
		return work({ tx, workspaceId, actor, now, record });
	});
}

/** Runs a reading of the directory in one transaction. */
export function readDirectory<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, work);
}

/** The instant that counts, whole ms. */
export async function readNow(ctx: Pick<Ctx, "clock">, tx: Tx): Promise<Instant> {
	const [row] = await tx.sql<{ now_ms: number }[]>`
		select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
	if (row === undefined) throw new Error("the database told no time");
	return ctx.clock(row.now_ms);
}
