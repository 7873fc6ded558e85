import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import { type Actor, requireScope, SCOPES, type Scope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { changeDirectory, readDirectory } from "../directory/change.ts";
import { checkedLimit, keyOfCursor, type PageInput, type PageOf, pageOf } from "../directory/page.ts";
import { findPeople, requirePerson } from "../directory/person-reference.ts";
import { UUID } from "../locked-request.ts";
import { invalid, Refusal } from "../refusal.ts";
import { cleanLine } from "../text-limits.ts";
import { newSecret, secretHash } from "./access.ts";

/** An API key as administrators see it; the key itself is nowhere kept. */
export interface ApiKeyView {
	id: string;
	name: string;
	/** First characters, so that people recognise it. */
	prefix: string;
	/** Whose key it is. */
	person: { id: string; name: string; email: string };
	scopes: Scope[];
	createdAt: string;
	revokedAt: string | null;
}

const MOST = 50;

/**
 * Makes an API key of a person or service account, for administrators. Its `key` is answered once. A key makes none
 * that may do more than itself.
 *
 * @param input.person id or e-mail address. Default: the actor
 * Refuses: `invalid` (name, scopes, person; over 50 keys that are not revoked), `not_eligible`.
 */
export async function makeApiKey(
	ctx: Ctx,
	input: { name: string; scopes: readonly Scope[]; person?: string },
): Promise<ApiKeyView & { key: string }> {
	const { actor } = ctx;
	const name = cleanLine("name", input.name, 100);
	const scopes = SCOPES.filter((scope) => input.scopes.includes(scope));
	if (scopes.length === 0) throw invalid("scopes", `write at least one of ${SCOPES.join(", ")}`);
	requireKeeper(actor);
	for (const scope of scopes) {
		if (actor.scopes !== null && !actor.scopes.has(scope))
			throw new Refusal(
				"not_eligible",
				`This API key lacks the scope ${scope}: it makes no key that has it.`,
			);
	}
	return changeDirectory(ctx, async (change) => {
		const { tx, workspaceId } = change;
		const person = await requirePerson(tx, "person", input.person ?? actor.personId);
		if (!person.active) throw invalid("person", `${person.email} is deactivated: write somebody active`);
		const [row] = await tx.sql<{ count: number }[]>`
			select count(*)::int as count from api_keys where person_id = ${person.id} and revoked_at is null`;
		if ((row?.count ?? 0) >= MOST)
			throw invalid("person", `${person.email} has ${MOST} API keys, which is the most: revoke some first`);
		const key = newSecret("csk");
		const id = newId();
		await tx.sql`
			insert into api_keys (id, workspace_id, person_id, name, prefix, hash, scopes)
			values (${id}, ${workspaceId}, ${person.id}, ${name}, ${key.slice(0, 10)},
				decode(${secretHash(key)}, 'hex'), ${scopes})`;
		await change.record("api_key_created", { apiKey: id, person: person.id, scopes });
		const [made] = await tx.sql<Row[]>`${select(tx)} where k.id = ${id}`;
		if (made === undefined) throw new Error(`API key ${id} was not written`);
		return { ...toView(made), key };
	});
}

/**
 * A page of API keys, newest first, for administrators.
 *
 * @param filter.person only this person's, by id or e-mail address
 * @param filter.revoked also those that are revoked. Default: false
 * Refuses: `invalid` (limit, cursor), `not_eligible`.
 */
export async function listApiKeys(
	ctx: Ctx,
	filter: PageInput & { person?: string; revoked?: boolean } = {},
): Promise<PageOf<ApiKeyView>> {
	requireKeeper(ctx.actor);
	const limit = checkedLimit(filter.limit);
	const [before] = keyOfCursor(filter.cursor, UUID) ?? [];
	return readDirectory(ctx, async (tx) => {
		const { sql } = tx;
		const person =
			filter.person === undefined ? undefined : ((await findPeople(tx, [filter.person]))[0]?.id ?? null);
		// Ids are UUIDs of version 7: their order is that of making.
		const rows = await sql<Row[]>`
			${select(tx)} where true
				${before === undefined ? sql`` : sql`and k.id < ${before}`}
				${person === undefined ? sql`` : sql`and k.person_id = ${person}`}
				${filter.revoked === true ? sql`` : sql`and k.revoked_at is null`}
			order by k.id desc limit ${limit + 1}`;
		return pageOf(rows, limit, toView, (row) => [row.id]);
	});
}

/** Revokes an API key, at once. Doing so again changes nothing. Refuses: `not_found`, `not_eligible`. */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<ApiKeyView> {
	requireKeeper(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx } = change;
		if (!UUID.test(id)) throw noKey();
		const revoked = await tx.sql<{ person_id: string }[]>`
			update api_keys set revoked_at = now() where id = ${id} and revoked_at is null returning person_id`;
		const [row] = await tx.sql<Row[]>`${select(tx)} where k.id = ${id}`;
		if (row === undefined) throw noKey();
		if (revoked.length > 0) await change.record("api_key_revoked", { apiKey: id, person: row.person_id });
		return toView(row);
	});
}

/** Administrators keep keys; a key of theirs needs the scope for the directory. */
function requireKeeper(actor: Actor): void {
	requireScope(actor, "directory:write");
	if (actor.role !== "administrator") throw new Refusal("not_eligible", "Only administrators keep API keys.");
}

interface Row {
	id: string;
	name: string;
	prefix: string;
	scopes: Scope[];
	created_at: string;
	revoked_at: string | null;
	person_id: string;
	person_name: string;
	email: string;
}

function select({ sql }: Tx) {
	return sql`
		select k.id, k.name, k.prefix, k.scopes, k.created_at, k.revoked_at, k.person_id, p.name as person_name, p.email
		from api_keys k join people p on p.id = k.person_id`;
}

function toView(row: Row): ApiKeyView {
	const iso = (at: string) => new Date(at).toISOString();
	return {
		id: row.id,
		name: row.name,
		prefix: row.prefix,
		person: { id: row.person_id, name: row.person_name, email: row.email },
		scopes: row.scopes,
		createdAt: iso(row.created_at),
		revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
	};
}

function noKey(): Refusal {
	return new Refusal("not_found", "There is no such API key.");
}
