import type { Database } from "../../db/connect.ts";
import { inWorkspace } from "../../db/transaction.ts";

/** Of these requests, those that are over and whose every copy is right by now: how many seconds that took. */
export async function convergedAfter(
	db: Database,
	workspaceId: string,
	requestIds: readonly string[],
): Promise<number[]> {
	return inWorkspace(db, { workspaceId, actorId: null }, async ({ sql }) => {
		const rows = await sql<{ seconds: number }[]>`
			select extract(epoch from clock_timestamp() - r.closed_at)::float8 as seconds from requests r
			where r.id = any(${[...requestIds]}::uuid[]) and r.closed_at is not null and not exists (
				select 1 from deliveries d where d.request_id = r.id and d.next_attempt_at is not null)`;
		return rows.map(({ seconds }) => seconds);
	});
}
