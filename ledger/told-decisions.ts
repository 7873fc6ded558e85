import type { Tx } from "../db/transaction.ts";
import type { ToldDecision } from "./news.ts";

type Row = Omit<ToldDecision, "at" | "groups"> & { at_ms: number };

/** Decisions as workflows are told them: those of the ids, or all of the request, in order. */
export async function readToldDecisions(
	tx: Tx,
	requestId: string,
	which: readonly string[] | "all",
): Promise<ToldDecision[]> {
	if (which.length === 0) return [];
	const ids = which === "all" ? [] : [...which];
	const rows = await tx.sql<Row[]>`
		select id, round, stage, person_id as "by", on_behalf_of as "onBehalfOf", verdict, comment, channel, assurance,
			encode(digest, 'hex') as digest, floor(extract(epoch from at) * 1000)::float8 as at_ms
		from decisions where request_id = ${requestId} and (${which === "all"} or id = any(${ids}::uuid[]))
		order by at, id`;
	return rows.map(({ at_ms, ...row }) => ({ ...row, at: at_ms, groups: [] }));
}
