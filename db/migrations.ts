import postgres from "postgres";
import type { Database } from "./connect.ts";
// Imported and not read from disk, so that it is there in the web app's bundle too.
import journal from "./migrations/meta/_journal.json" with { type: "json" };

/** How many migrations this code knows, and how many the database has had. Equal: ready. */
export async function migrationState(database: Database): Promise<{ known: number; applied: number }> {
	const known = journal.entries.length;
	try {
		const [row] = await database.sql<
			{ applied: number }[]
		>`select count(*)::int as applied from schema_migrations`;
		return { known, applied: row?.applied ?? 0 };
	} catch (error) {
		const undefinedTable = error instanceof postgres.PostgresError && error.code === "42P01";
		if (undefinedTable) return { known, applied: 0 };
		throw error;
	}
}
