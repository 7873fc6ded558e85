import type { Tx } from "../db/transaction.ts";
import { type OutcomeName, outcomeOf } from "../policy/outcome.ts";
import type { RequestRecord } from "../policy/record.ts";
import type { StandingOutcome } from "./refusal.ts";

/** How a closed request ended: the outcome, why, when, and who pressed last where a decision ended it. */
export async function standingOutcome(
	tx: Tx,
	requestId: string,
	record: RequestRecord,
): Promise<StandingOutcome> {
	const byDecision = record.cause === "decided" || record.cause === "rejections";
	const last = byDecision ? record.decisions.at(-1) : undefined;
	const [row] =
		last === undefined
			? []
			: await tx.sql<{ id: string; name: string; channel: string }[]>`
				select p.id, p.name, d.channel from decisions d join people p on p.id = d.person_id
				where d.id = ${last.id} and d.request_id = ${requestId}`;
	return {
		outcome: record.state as OutcomeName,
		cause: record.cause ?? "decided",
		at: new Date(record.closedAt ?? record.lastEventAt).toISOString(),
		by: row === undefined ? null : { id: row.id, name: row.name },
		channel: row?.channel ?? null,
	};
}

/** The same of a request that may be open: then null. */
export async function outcomeThatStands(
	tx: Tx,
	requestId: string,
	record: RequestRecord,
): Promise<StandingOutcome | null> {
	return outcomeOf(record.state) === null ? null : standingOutcome(tx, requestId, record);
}
