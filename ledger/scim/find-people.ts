import type { Fragment } from "postgres";
import type { Tx } from "../../db/transaction.ts";
import { UUID } from "../locked-request.ts";
import { type AttributePath, isManager } from "./attribute-path.ts";
import { type Field, filterStatement } from "./filter-statement.ts";
import type { ListPage, ListQuery } from "./list-query.ts";
import type { ScimPerson } from "./user-resource.ts";

/** A page of people (service accounts are none), the oldest first. Refuses with `invalidFilter`. */
export async function findPeople({ sql }: Tx, query: ListQuery): Promise<ListPage<ScimPerson>> {
	const where: Fragment =
		query.filter === null ? sql`true` : filterStatement(sql, query.filter, (path) => fieldOf(sql, path));
	const [total] = await sql<{ total: number }[]>`
		select count(*)::int as total from people p where p.kind = 'person' and ${where}`;
	const rows = await sql<Row[]>`
		select ${columns(sql)} where p.kind = 'person' and ${where}
		order by p.created_at, p.id offset ${query.startIndex - 1} limit ${query.count}`;
	return { totalResults: total?.total ?? 0, startIndex: query.startIndex, items: rows.map(toPerson) };
}

/** A person by id; null where there is none (or it is a service account). */
export async function findPerson({ sql }: Tx, id: string): Promise<ScimPerson | null> {
	if (!UUID.test(id)) return null;
	const [row] = await sql<Row[]>`select ${columns(sql)} where p.kind = 'person' and p.id = ${id}`;
	return row === undefined ? null : toPerson(row);
}

/** The id of whom a manager's `value` means: id, userName or e-mail address; null where that is nobody. */
export async function findManager({ sql }: Tx, reference: string): Promise<string | null> {
	if (reference.includes("\0")) return null;
	const id = UUID.test(reference.toLowerCase()) ? reference.toLowerCase() : null;
	const [row] = await sql<{ id: string }[]>`
		select id from people p where id = ${id}::uuid or ${sameUserName(sql, reference)} or email = lower(${reference})
		order by (id = ${id}::uuid) desc nulls last, (lower(user_name) = lower(${reference})) desc nulls last limit 1`;
	return row?.id ?? null;
}

/** Whether somebody without a userName of their own goes by this one: by their e-mail address. */
export async function goesBy({ sql }: Tx, userName: string, own: string | null): Promise<boolean> {
	const [row] = await sql`
		select 1 from people where user_name is null and email = lower(${userName}) and id is distinct from ${own}::uuid`;
	return row !== undefined;
}

function sameUserName(sql: Tx["sql"], value: string): Fragment {
	return sql`(lower(p.user_name) = lower(${value}::text) or (p.user_name is null and p.email = lower(${value}::text)))`;
}

/** What of a person's row an attribute is. */
function fieldOf(sql: Tx["sql"], path: AttributePath): Field | null {
	if (isManager(path)) {
		return path.sub === null || path.sub === "value" ? { kind: "id", column: sql`p.manager_id` } : null;
	}
	if (path.urn !== null) return null;
	const text = (column: Fragment, exact = false): Field => ({ kind: "text", column, exact });
	const email = text(sql`p.email`);
	switch (path.sub === null ? path.name : `${path.name}.${path.sub}`) {
		case "id":
			return { kind: "id", column: sql`p.id` };
		case "username":
			return {
				kind: "text",
				column: sql`coalesce(p.user_name, p.email)`,
				exact: false,
				equals: (value) => sameUserName(sql, value),
			};
		case "externalid":
			return text(sql`p.external_id`, true);
		case "displayname":
		case "name.formatted":
			return text(sql`p.name`);
		case "emails":
		case "emails.value":
			return email;
		case "emails.type":
			return { kind: "constant", value: "work" };
		case "emails.primary":
			return { kind: "constant", value: "true" };
		case "active":
			return { kind: "boolean", column: sql`p.active` };
		case "timezone":
			return text(sql`p.time_zone`);
		default:
			return null;
	}
}

interface Row {
	id: string;
	email: string;
	name: string;
	active: boolean;
	manager_id: string | null;
	manager_name: string | null;
	time_zone: string;
	external_id: string | null;
	user_name: string | null;
	created_at: string;
}

function columns(sql: Tx["sql"]): Fragment {
	return sql`p.id, p.email, p.name, p.active, p.manager_id, m.name as manager_name, p.time_zone, p.external_id,
		p.user_name, p.created_at from people p left join people m on m.id = p.manager_id`;
}

function toPerson(row: Row): ScimPerson {
	const { manager_id: manager } = row;
	return {
		id: row.id,
		email: row.email,
		name: row.name,
		active: row.active,
		manager: manager === null ? null : { id: manager, name: row.manager_name ?? "" },
		timeZone: row.time_zone,
		externalId: row.external_id,
		userName: row.user_name ?? row.email,
		createdAt: new Date(row.created_at).toISOString(),
	};
}
