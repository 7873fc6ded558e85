import type { Sql } from "postgres";
import type { DataKeyRow, DataKeyStore, NewDataKeyRow } from "./data-key-store.ts";

/**
 * The {@link DataKeyStore} over the table `data_keys`.
 *
 * `sql` is a pool, never a transaction (see `DataKeys.active`), of a role that may read and insert the table's rows
 * of every workspace: keys are looked up before a workspace is known.
 */
export function createPostgresDataKeyStore(sql: Sql): DataKeyStore {
	// Instants as text: a client shared with Drizzle parses timestamps differently.
	const columns = sql`
		id::text as id, workspace_id::text as "workspaceId", subject, version::int as version, wrapped,
		to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
		to_char(erased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "erasedAt"`;
	return {
		async findMany(ids) {
			if (ids.length === 0) return [];
			return sql<DataKeyRow[]>`
				select ${columns} from data_keys where id in ${sql(ids)}`;
		},

		async findActive(workspaceId, subject) {
			const [row] = await sql<DataKeyRow[]>`
				select ${columns} from data_keys
				where workspace_id = ${workspaceId} and subject = ${subject}
				order by version desc limit 1`;
			return row;
		},

		async insert(row: NewDataKeyRow) {
			const [inserted] = await sql<DataKeyRow[]>`
				insert into data_keys (id, workspace_id, subject, version, wrapped, created_at)
				values (${row.id}, ${row.workspaceId}, ${row.subject}, ${row.version}, ${row.wrapped}, clock_timestamp())
				on conflict (workspace_id, subject, version) do nothing
				returning ${columns}`;
			if (inserted) return inserted;
			// A statement of its own, since the row that was in the way may be newer than this one's snapshot.
			const [standing] = await sql<DataKeyRow[]>`
				select ${columns} from data_keys
				where workspace_id = ${row.workspaceId} and subject = ${row.subject} and version = ${row.version}`;
			if (!standing) {
				throw new Error(
					`data_keys: version ${row.version} of ${row.subject} was neither inserted nor found. May this database role read the table?`,
				);
			}
			return standing;
		},
	};
}
