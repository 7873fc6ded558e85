import type { TransactionSql } from "postgres";
import { type Database, type Orm, ormOn } from "./connect.ts";

/** Whose rows a transaction sees, and on whose behalf it writes. */
export interface Scope {
	workspaceId: string;
	/** A person's id, or null for the system itself (timers, couriers). */
	actorId: string | null;
}

/** An open transaction inside one workspace. */
export interface Tx {
	sql: TransactionSql;
	/** Drizzle on the same transaction. */
	readonly orm: Orm;
	/** Runs once the transaction is committed, and never if it is not. Must not throw or be waited for. */
	afterCommit(work: () => void): void;
}

/**
 * The one way to open a transaction inside a workspace: row-level security then shows this workspace's rows
 * and no others, whatever the statements forget. Setting the scope travels together with the first statement
 * (postgres.js pipelines), so it costs no round trip.
 *
 * Throws what `work` throws, after a rollback.
 */
export async function inWorkspace<T>(
	database: Database,
	scope: Scope,
	work: (tx: Tx) => Promise<T>,
): Promise<T> {
	const committed: (() => void)[] = [];
	const result = await database.sql.begin(async (sql) => {
		let orm: Orm | undefined;
		const tx: Tx = {
			sql,
			get orm() {
				orm ??= ormOn(database, sql);
				return orm;
			},
			afterCommit: (then) => committed.push(then),
		};
		const scoped = sql`select set_config('countersign.workspace_id', ${scope.workspaceId}, true), set_config('countersign.actor_id', ${scope.actorId ?? ""}, true)`;
		const [, done] = await Promise.all([scoped.execute(), work(tx)]);
		return { done };
	});
	for (const then of committed) then();
	return (result as { done: T }).done;
}
