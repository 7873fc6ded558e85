import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql, type TransactionSql } from "postgres";
import * as schema from "./schema/index.ts";

/** `app` works inside one workspace at a time; `system` before or across workspaces; `owner` migrates. */
export type Role = "app" | "system" | "owner";

export type Orm = PostgresJsDatabase<typeof schema>;

/**
 * A pool with one role, spoken to in two ways: `sql` (postgres.js, prepared statements) where statements are
 * counted, `orm` (Drizzle) everywhere else. Drizzle switches off postgres.js's own conversion of instants and
 * JSON parameters on the pool, so raw statements send ISO 8601 text and JSON text and receive instants as text.
 */
export interface Database {
	sql: Sql;
	orm: Orm;
	close(): Promise<void>;
}

/**
 * Opens a pool (lazily: no connection is made before the first statement).
 *
 * @param url a `postgres://` URL of a login that is a member of the role
 * @param max connections at the most
 */
export function connect(url: string, role: Role, max: number): Database {
	const sql = postgres(url, {
		max,
		idle_timeout: 60,
		connect_timeout: 10,
		connection: {
			application_name: `countersign-${role}`,
			...(role === "owner" ? {} : { role: `countersign_${role}` }),
			// A forgotten open transaction must not hold a request's row for ever.
			idle_in_transaction_session_timeout: 30_000,
			lock_timeout: 15_000,
			statement_timeout: 60_000,
		},
		onnotice: () => {},
	});
	const orm = drizzle(sql, { schema });
	return { sql, orm, close: () => sql.end({ timeout: 5 }) };
}

/** Drizzle on a transaction that postgres.js opened. */
export function ormOn(database: Database, tx: TransactionSql): Orm {
	return drizzle(Object.assign(tx, { options: database.sql.options }) as unknown as Sql, { schema });
}
