import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import type { Actor } from "../actor.ts";
import { requireMayAct, requireScope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { UUID } from "../locked-request.ts";
import { invalid, Refusal } from "../refusal.ts";
import { changeDirectory, type DirectoryChange, readDirectory, readNow } from "./change.ts";
import { checkedLimit, keyOfCursor, type PageInput, type PageOf, pageOf } from "./page.ts";
import { findPeople, type ReferredPerson, requirePerson } from "./person-reference.ts";
import { readsDirectory, requireAnyReader } from "./rights.ts";

/** `to` decides for `from` from `start` (inclusive) to `end` (exclusive). */
export interface DelegationView {
	id: string;
	/** Ids. */
	from: string;
	to: string;
	/** ISO 8601 instants. */
	start: string;
	end: string;
	/** Who made it: the absent person, an administrator, or the person's out-of-office calendar. */
	origin: "self" | "administrator" | "feed";
	createdAt: string;
	/** Both, by id. */
	people: Record<string, { name: string; email: string }>;
}

export interface DelegationInput {
	/** Id or e-mail address of who is away. Default: the actor. */
	from?: string;
	/** Id or e-mail address of who decides meanwhile. */
	to: string;
	/** ISO 8601 instants. `start`: default now. */
	start?: string;
	end: string;
}

export interface DelegationsFilter extends PageInput {
	/** Id or e-mail address: only those in which this person is away or stands in. */
	person?: string;
	/** Only those of this absent person, by id or e-mail address. */
	from?: string;
	/** Only those in which this person stands in, by id or e-mail address. */
	to?: string;
	/** Also those that are over. Default: false. */
	ended?: boolean;
}

/** Delegations of one person that are not over. */
const MOST = 100;
/**
 * A delegation that is ended ends a moment from now, as a timer: a decision that is being recorded meanwhile has read
 * the directory before, and must not stand later than the delegation it was made by. Lists show it no more at once.
 */
export const END_AHEAD_MS = 1_000;
/** How far from now it may begin and end. */
const FARTHEST_YEARS = 10;
const FARTHEST_MS = FARTHEST_YEARS * 366 * 86_400_000;

/**
 * Lets somebody decide for a person who is away. Anybody may do so for themselves, administrators for anybody.
 * Delegations may overlap; the same one again answers the one there is (`created` false), as does one without `start`
 * where one to the same person and end has begun.
 *
 * Refuses: `invalid` (from, to, start, end; over 100 not yet over), `not_eligible` (for somebody else).
 */
export async function delegate(
	ctx: Ctx,
	input: DelegationInput,
): Promise<DelegationView & { created: boolean }> {
	const start = input.start === undefined ? null : instantOf("start", input.start);
	const end = instantOf("end", input.end);
	requireDelegator(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx, actor, now } = change;
		const from = await absentPerson(tx, actor, input.from);
		if (start !== null && start >= end) throw invalid("end", "is not after start: write a later instant");
		if (end <= now) throw invalid("end", "is over already: write an instant that is still to come");
		if (end > now + FARTHEST_MS)
			throw invalid("end", `is too far away: write at most ${FARTHEST_YEARS} years from now`);
		if (start !== null && start < now - FARTHEST_MS)
			throw invalid("start", `is too long ago: write at most ${FARTHEST_YEARS} years before now`);
		const to = await requireDelegate(tx, from, input.to);
		const same = await findSame(tx, { from: from.id, to: to.id, start, end, now });
		if (same !== null) return { ...same, created: false };
		await refuseTooMany(tx, from, now);
		return {
			...(await insert(change, { from: from.id, to: to.id, start: start ?? now, end })),
			created: true,
		};
	});
}

/**
 * Ends a delegation: one that has begun ends now and stays on the list of those that are over, one that has not is
 * taken away (`removed`). Ending one that is over changes nothing.
 *
 * Refuses: `not_found`, `not_eligible` (of somebody else; one that a calendar keeps).
 */
export async function endDelegation(ctx: Ctx, id: string): Promise<DelegationView & { removed: boolean }> {
	requireDelegator(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx, actor, now } = change;
		const row = await findDelegation(tx, id);
		const own = row?.from_id === actor.personId;
		if (row === null || !(own || row.to_id === actor.personId || readsDirectory(actor))) throw noDelegation();
		if (!own && !mayDelegateForOthers(actor))
			throw new Refusal("not_eligible", "Only who is away, and administrators, end a delegation.");
		const end = now + END_AHEAD_MS;
		if (row.ends_ms <= end) return { ...toView(row), removed: false };
		if (row.origin === "feed") {
			throw new Refusal(
				"not_eligible",
				"This delegation comes from an out-of-office calendar: change it there, or take the calendar away.",
			);
		}
		const removed = row.starts_ms >= now;
		if (removed) await tx.sql`delete from delegations where id = ${id}`;
		else await tx.sql`update delegations set ends_at = ${iso(end)} where id = ${id}`;
		await change.record("delegation_ended", { delegation: id, from: row.from_id, to: row.to_id, removed });
		return { ...toView(removed ? row : { ...row, ends_ms: end }), removed };
	});
}

/**
 * A page of delegations, by start. Members see those in which they are away or stand in.
 *
 * Refuses: `invalid` (limit, cursor).
 */
export async function listDelegations(
	ctx: Ctx,
	filter: DelegationsFilter = {},
): Promise<PageOf<DelegationView>> {
	const { actor } = ctx;
	requireAnyReader(actor);
	const limit = checkedLimit(filter.limit);
	const after = keyOfCursor(filter.cursor, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, UUID);
	if (after !== null && !isInstant(after[0] ?? ""))
		throw invalid("cursor", "is not a cursor of this list: leave it out to begin at the start");
	return readDirectory(ctx, async (tx) => {
		const { sql } = tx;
		const idOf = async (reference: string | undefined) =>
			reference === undefined ? undefined : ((await findPeople(tx, [reference]))[0]?.id ?? null);
		const [person, from, to] = [await idOf(filter.person), await idOf(filter.from), await idOf(filter.to)];
		const soon = iso((await readNow(ctx, tx)) + END_AHEAD_MS);
		const me = actor.personId;
		const rows = await sql<Row[]>`
			${select(tx)} where true
				${readsDirectory(actor) ? sql`` : sql`and (d.from_id = ${me} or d.to_id = ${me})`}
				${person === undefined ? sql`` : sql`and (d.from_id = ${person} or d.to_id = ${person})`}
				${from === undefined ? sql`` : sql`and d.from_id = ${from}`}
				${to === undefined ? sql`` : sql`and d.to_id = ${to}`}
				${filter.ended === true ? sql`` : sql`and d.ends_at > ${soon}`}
				${after === null ? sql`` : sql`and (d.starts_at, d.id) > (${after[0] ?? ""}::timestamptz, ${after[1] ?? ""}::uuid)`}
			order by d.starts_at, d.id limit ${limit + 1}`;
		return pageOf(rows, limit, toView, (row) => [iso(row.starts_ms), row.id]);
	});
}

/** Members delegate with a session, or with a key that may write requests or the directory. */
function requireDelegator(actor: Actor): void {
	if (mayDelegateForOthers(actor)) return;
	requireMayAct(actor);
	requireScope(actor, "requests:write");
}

function mayDelegateForOthers(actor: Actor): boolean {
	return actor.scopes === null ? actor.role === "administrator" : actor.scopes.has("directory:write");
}

async function absentPerson(tx: Tx, actor: Actor, reference: string | undefined): Promise<ReferredPerson> {
	const [person] = await findPeople(tx, [reference ?? actor.personId]);
	if (person?.id !== actor.personId && !mayDelegateForOthers(actor))
		throw new Refusal("not_eligible", "from: only administrators delegate for somebody else.");
	const from = person ?? (await requirePerson(tx, "from", reference ?? actor.personId));
	if (!from.active) throw invalid("from", `${from.email} is deactivated: write somebody active`);
	if (from.kind !== "person") throw invalid("from", `${from.email} is a service account: write a person`);
	return from;
}

async function requireDelegate(tx: Tx, from: ReferredPerson, reference: string): Promise<ReferredPerson> {
	const to = await requirePerson(tx, "to", reference);
	if (to.id === from.id) throw invalid("to", "is the absent person: write somebody else");
	if (!to.active) throw invalid("to", `${to.email} is deactivated: write somebody active`);
	if (to.kind !== "person") throw invalid("to", `${to.email} is a service account: write a person`);
	if (to.role === "auditor")
		throw invalid("to", `${to.email} is an auditor, who decides nothing: write another`);
	return to;
}

async function findSame(
	tx: Tx,
	like: { from: string; to: string; start: Instant | null; end: Instant; now: Instant },
): Promise<DelegationView | null> {
	const [row] = await tx.sql<Row[]>`
		${select(tx)} where d.from_id = ${like.from} and d.to_id = ${like.to} and d.ends_at = ${iso(like.end)}
			and ${like.start === null ? tx.sql`d.starts_at <= ${iso(like.now)}` : tx.sql`d.starts_at = ${iso(like.start)}`}
		limit 1`;
	return row === undefined ? null : toView(row);
}

async function refuseTooMany(tx: Tx, from: ReferredPerson, now: Instant): Promise<void> {
	const [row] = await tx.sql<{ count: number }[]>`
		select count(*)::int as count from delegations where from_id = ${from.id} and ends_at > ${iso(now)}
			and origin <> 'feed'`;
	if ((row?.count ?? 0) >= MOST)
		throw invalid("from", `has ${MOST} delegations that are not over, which is the most: end some first`);
}

async function insert(
	{ tx, workspaceId, actor, record }: DirectoryChange,
	made: { from: string; to: string; start: Instant; end: Instant },
): Promise<DelegationView> {
	const id = newId();
	const origin = made.from === actor.personId ? "self" : "administrator";
	const [start, end] = [iso(made.start), iso(made.end)];
	await tx.sql`
		insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin, created_by)
		values (${id}, ${workspaceId}, ${made.from}, ${made.to}, ${start}, ${end}, ${origin}, ${actor.personId})`;
	await record("delegation_added", { delegation: id, from: made.from, to: made.to, start, end, origin });
	const row = await findDelegation(tx, id);
	if (row === null) throw new Error(`delegation ${id} was not written`);
	return toView(row);
}

interface Row {
	id: string;
	from_id: string;
	from_name: string;
	from_email: string;
	to_id: string;
	to_name: string;
	to_email: string;
	starts_ms: number;
	ends_ms: number;
	created_ms: number;
	origin: DelegationView["origin"];
}

function select({ sql }: Tx) {
	return sql`
		select d.id, d.from_id, f.name as from_name, f.email as from_email, d.to_id, t.name as to_name,
			t.email as to_email, d.origin, extract(epoch from d.starts_at)::float8 * 1000 as starts_ms,
			extract(epoch from d.ends_at)::float8 * 1000 as ends_ms,
			extract(epoch from d.created_at)::float8 * 1000 as created_ms
		from delegations d join people f on f.id = d.from_id join people t on t.id = d.to_id`;
}

async function findDelegation(tx: Tx, id: string): Promise<Row | null> {
	if (!UUID.test(id)) return null;
	const [row] = await tx.sql<Row[]>`${select(tx)} where d.id = ${id}`;
	return row === undefined
		? null
		: { ...row, starts_ms: Math.round(row.starts_ms), ends_ms: Math.round(row.ends_ms) };
}

function toView(row: Row): DelegationView {
	return {
		id: row.id,
		from: row.from_id,
		to: row.to_id,
		start: iso(row.starts_ms),
		end: iso(row.ends_ms),
		origin: row.origin,
		createdAt: iso(row.created_ms),
		people: {
			[row.from_id]: { name: row.from_name, email: row.from_email },
			[row.to_id]: { name: row.to_name, email: row.to_email },
		},
	};
}

function iso(at: Instant): string {
	return new Date(Math.round(at)).toISOString();
}

/** As `iso` writes one; whatever else JavaScript takes for a date, Postgres may not. */
function isInstant(text: string): boolean {
	const at = Date.parse(text);
	return at >= 0 && iso(at) === text;
}

/** ISO 8601 with a zone, whole ms. Refuses with `invalid` at `path`. */
function instantOf(path: string, text: string): Instant {
	const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
	const at = shape.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(at)) throw invalid(path, "write an instant with a zone such as 2026-01-05T09:00:00Z");
	return at;
}

function noDelegation(): Refusal {
	return new Refusal("not_found", "There is no such delegation, or you may not see it.");
}
