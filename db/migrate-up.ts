import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import type { Database } from "./connect.ts";

const folder = fileURLToPath(new URL("./migrations", import.meta.url));

/** One number for «somebody is migrating», so that two starts at once take turns. */
const MIGRATION_LOCK = 7_226_001;

/** Brings the schema up to this version of the code. Safe to call at every start, and from several at once. */
export async function migrateUp(owner: Database): Promise<void> {
	const held = await owner.sql.reserve();
	try {
		await held`select pg_advisory_lock(${MIGRATION_LOCK})`;
		await migrate(owner.orm, {
			migrationsFolder: folder,
			migrationsSchema: "public",
			migrationsTable: "schema_migrations",
		});
		await held`grant select on schema_migrations to countersign_app, countersign_system`;
	} finally {
		await held`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {});
		held.release();
	}
}
