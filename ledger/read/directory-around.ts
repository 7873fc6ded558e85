import type { Tx } from "../../db/transaction.ts";
import type { Ctx } from "../context.ts";
import { readDirectory, readNow } from "../directory/change.ts";
import { END_AHEAD_MS } from "../directory/delegations.ts";
import { type Named, policiesNaming } from "../directory/policies-naming.ts";
import { requireDirectoryReader } from "../directory/rights.ts";

export interface Absence {
	/** Id of who decides meanwhile. */
	to: string;
	/** ISO 8601 instant. */
	end: string;
}

/** What stands beside people in a list of them. */
export interface PeopleAround {
	/** Their managers and delegates, by id. */
	people: Record<string, { name: string; email: string }>;
	/** Delegations in force now, by the id of who is away; the one that ends last comes first. */
	absences: Record<string, Absence[]>;
}

/** Names of the managers of these people, and who decides for those who are away now. Refuses: `not_eligible`. */
export async function readPeopleAround(
	ctx: Ctx,
	people: readonly { id: string; manager: string | null }[],
): Promise<PeopleAround> {
	requireDirectoryReader(ctx.actor);
	const ids = people.map(({ id }) => id);
	return readDirectory(ctx, async (tx) => {
		const instant = await readNow(ctx, tx);
		const now = new Date(instant).toISOString();
		const soon = new Date(instant + END_AHEAD_MS).toISOString();
		const away = await tx.sql<{ from_id: string; to_id: string; ends_at: string }[]>`
			select from_id, to_id, ends_at from delegations
			where from_id = any(${ids}::uuid[]) and starts_at <= ${now} and ends_at > ${soon}
			order by ends_at desc, id`;
		const absences: Record<string, Absence[]> = {};
		for (const { from_id, to_id, ends_at } of away) {
			absences[from_id] ??= [];
			absences[from_id].push({ to: to_id, end: new Date(ends_at).toISOString() });
		}
		const named = [...people.flatMap(({ manager }) => manager ?? []), ...away.map(({ to_id }) => to_id)];
		return { people: await namesOf(tx, named), absences };
	});
}

/** How many open requests ask this person now, or will again once their requester has answered. */
export async function countAsking(ctx: Ctx, personId: string): Promise<number> {
	requireDirectoryReader(ctx.actor);
	return readDirectory(ctx, async ({ sql }) => {
		const [row] = await sql<{ requests: number }[]>`
			select count(distinct request_id)::int as requests from assignments
			where person_id = ${personId} and ended_at is null and state in ('waiting', 'paused') and via <> 'requester'`;
		return row?.requests ?? 0;
	});
}

/** Names of the policies that look at a group, calendar or rota; see `policiesNaming`. */
export async function readPoliciesNaming(ctx: Ctx, named: Named): Promise<string[]> {
	requireDirectoryReader(ctx.actor);
	return readDirectory(ctx, (tx) => policiesNaming(tx, named));
}

async function namesOf({ sql }: Tx, ids: readonly string[]): Promise<PeopleAround["people"]> {
	if (ids.length === 0) return {};
	const rows = await sql<{ id: string; name: string; email: string }[]>`
		select id, name, email from people where id = any(${[...new Set(ids)]}::uuid[])`;
	return Object.fromEntries(rows.map(({ id, name, email }) => [id, { name, email }]));
}
