import type { Fragment } from "postgres";
import type { Tx } from "../../db/transaction.ts";
import { UUID } from "../locked-request.ts";
import type { AttributePath } from "./attribute-path.ts";
import { type Field, filterStatement } from "./filter-statement.ts";
import type { ScimGroup } from "./group-resource.ts";
import type { ListPage, ListQuery } from "./list-query.ts";

/** A page of groups, the oldest first. Refuses with `invalidFilter`. */
export async function findGroups(
	tx: Tx,
	query: ListQuery,
	withMembers: boolean,
): Promise<ListPage<ScimGroup>> {
	const { sql } = tx;
	const where: Fragment =
		query.filter === null ? sql`true` : filterStatement(sql, query.filter, (path) => fieldOf(sql, path));
	const [total] = await sql<{ total: number }[]>`select count(*)::int as total from groups g where ${where}`;
	const rows = await sql<Row[]>`
		select ${columns(sql)} where ${where}
		order by g.created_at, g.id offset ${query.startIndex - 1} limit ${query.count}`;
	return {
		totalResults: total?.total ?? 0,
		startIndex: query.startIndex,
		items: withMembers ? await filled(tx, rows) : rows.map((row) => toGroup(row, null)),
	};
}

/** A group by id, or null. */
export async function findGroup(tx: Tx, id: string, withMembers: boolean): Promise<ScimGroup | null> {
	if (!UUID.test(id)) return null;
	const rows = await tx.sql<Row[]>`select ${columns(tx.sql)} where g.id = ${id}`;
	const [group] = withMembers ? await filled(tx, rows) : rows.map((row) => toGroup(row, null));
	return group ?? null;
}

/** Another group that goes by this title or name already, in any case; null: none. */
export async function groupGoingBy(
	{ sql }: Tx,
	wanted: { title: string; name: string | null },
	own: string | null,
): Promise<{ name: string; title: string } | null> {
	const [row] = await sql<{ name: string; title: string }[]>`
		select name, title from groups
		where (lower(title) = lower(${wanted.title}) or name = ${wanted.name}) and id is distinct from ${own}::uuid
		order by name limit 1`;
	return row ?? null;
}

function fieldOf(sql: Tx["sql"], path: AttributePath): Field | null {
	if (path.urn !== null) return null;
	switch (path.sub === null ? path.name : `${path.name}.${path.sub}`) {
		case "id":
			return { kind: "id", column: sql`g.id` };
		case "displayname":
			return { kind: "text", column: sql`g.title`, exact: false };
		case "externalid":
			return { kind: "text", column: sql`g.external_id`, exact: true };
		case "members":
		case "members.value": {
			const member = sql`select 1 from group_members m where m.group_id = g.id`;
			return {
				kind: "ids",
				has: (id) => sql`exists (${member} and m.person_id = ${id}::uuid)`,
				any: sql`exists (${member})`,
			};
		}
		default:
			return null;
	}
}

interface Row {
	id: string;
	name: string;
	title: string;
	external_id: string | null;
	created_at: string;
}

function columns(sql: Tx["sql"]): Fragment {
	return sql`g.id, g.name, g.title, g.external_id, g.created_at from groups g`;
}

async function filled({ sql }: Tx, rows: readonly Row[]): Promise<ScimGroup[]> {
	const ids = rows.map(({ id }) => id);
	const members = await sql<{ group_id: string; id: string; name: string }[]>`
		select m.group_id, p.id, p.name from group_members m join people p on p.id = m.person_id
		where m.group_id = any(${ids}::uuid[]) order by p.id`;
	const byGroup = new Map<string, { id: string; name: string }[]>(ids.map((id) => [id, []]));
	for (const { group_id: group, id, name } of members) byGroup.get(group)?.push({ id, name });
	return rows.map((row) => toGroup(row, byGroup.get(row.id) ?? []));
}

function toGroup(row: Row, members: ScimGroup["members"]): ScimGroup {
	return {
		id: row.id,
		name: row.name,
		title: row.title,
		externalId: row.external_id,
		createdAt: new Date(row.created_at).toISOString(),
		members,
	};
}
