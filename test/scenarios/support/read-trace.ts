import type { Database } from "../../../db/connect.ts";
import type { Simulation } from "../../../policy/simulate.ts";
import type { Names } from "./directory-rows.ts";

type TraceRow = Simulation["trace"][number];

/** What an audit entry holds beside what happened: where it is kept, and what only the ledger knows of it. */
const OF_THE_LEDGER = new Set([
	...["v", "id", "workspace", "appliedAt", "actor", "request", "version"],
	...["digest", "decision", "channel", "assurance", "comment", "commentId", "attempt"],
]);
const PEOPLE = ["by", "onBehalfOf", "from", "to", "assigned"];

/** The audit trail of a request as the trace of a simulation, in its order, people by the scenario's names. */
export async function readTrace(owner: Database, requestId: string, names: Names): Promise<TraceRow[]> {
	const rows = await owner.sql<{ kind: string; body: string }[]>`
		select kind, body from audit_entries where request_id = ${requestId} order by position`;
	return rows
		.filter(({ kind }) => kind !== "commented")
		.map(({ body }) => {
			const { actor, ...entry } = JSON.parse(body);
			const facts = Object.entries({ ...entry, ...(actor !== null && { by: actor }) }).filter(
				([field]) => !OF_THE_LEDGER.has(field),
			);
			return Object.fromEntries(
				facts.map(([field, value]) => [field, PEOPLE.includes(field) ? named(value, names) : value]),
			) as unknown as TraceRow;
		});
}

function named(value: unknown, names: Names): unknown {
	return Array.isArray(value) ? value.map((id) => names.name(id)) : names.name(String(value));
}

/** Lists of people in the order of their names: which of two colleagues is written first says nothing. */
export function comparable(trace: Simulation["trace"]): Simulation["trace"] {
	return trace.map((row) => ({
		...row,
		...(row.to && { to: [...row.to].sort() }),
		...(row.assigned && { assigned: [...row.assigned].sort() }),
	}));
}
