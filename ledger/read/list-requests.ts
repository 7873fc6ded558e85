import { REQUEST_STATES } from "../../db/schema/requests.ts";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import { requireScope, seesAll } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { UUID } from "../locked-request.ts";
import { invalid } from "../refusal.ts";
import { iso, REQUEST_COLUMNS, type RequestRow, type RequestView, viewsOf } from "./request-view.ts";

export interface ListInput {
	/** Only requests in these states. */
	state?: readonly string[];
	/** Only what waits for this person: `me`, an id; needs the right to see all for others than oneself. */
	assignee?: string;
	/** Only what this person asked for: `me` or an id. */
	requester?: string;
	/** Name of a policy. */
	policy?: string;
	/** Part of the title. */
	q?: string;
	/** `created` (newest first, the default) or `due` (soonest first, open requests only). */
	sort?: "created" | "due";
	/** 1 to 200, default 50. */
	limit?: number;
	cursor?: string;
}

export interface Page {
	items: RequestView[];
	nextCursor: string | null;
}

interface FoundRow extends RequestRow {
	sort_at: string;
	sort_id: string;
}

/**
 * A page of the requests that the actor may see. Each way of asking is one index scan that stops after a
 * page, so it costs the same among a thousand requests and among a million.
 *
 * Refuses: `invalid` (state, limit, cursor, sort).
 */
export async function listRequests(ctx: Ctx, input: ListInput): Promise<Page> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		const limit = checkedLimit(input.limit);
		const rows = await findRows(tx, ctx, input, limit + 1);
		const last = rows.length > limit ? rows[limit - 1] : undefined;
		return {
			items: await viewsOf(tx, rows.slice(0, limit)),
			nextCursor: last === undefined ? null : toCursor(last),
		};
	});
}

/** How many requests wait for the actor's decision now. */
export async function countWaiting(ctx: Ctx): Promise<{ waiting: number; overdueSoon: number }> {
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		const [row] = await tx.sql<{ waiting: number; soon: number }[]>`
			select count(*)::int as waiting, count(*) filter (where due_at < now() + interval '1 hour')::int as soon
			from assignments where person_id = ${ctx.actor.personId} and state = 'waiting'`;
		return { waiting: row?.waiting ?? 0, overdueSoon: row?.soon ?? 0 };
	});
}

async function findRows(tx: Tx, ctx: Ctx, input: ListInput, limit: number): Promise<FoundRow[]> {
	const { sql } = tx;
	const { actor } = ctx;
	const me = (who: string | undefined) => (who === "me" ? actor.personId : (who ?? null));
	const assignee = me(input.assignee);
	const requester = me(input.requester);
	// Nobody has an id that is none; as ids, and not as texts, the others are found by index.
	if ([assignee, requester].some((id) => id !== null && !UUID.test(id))) return [];
	const byDue = input.sort === "due";
	const after = fromCursor(input.cursor);
	const states = checkedStates(input.state);
	const visible =
		seesAll(actor) || assignee === actor.personId || requester === actor.personId
			? sql`true`
			: sql`(r.requester_id = ${actor.personId} or r.submitted_by = ${actor.personId}
				or exists (select 1 from assignments v where v.request_id = r.id and v.person_id = ${actor.personId}))`;
	const filters = sql`${visible}
		${states === null ? sql`` : sql`and r.state = any(${states})`}
		${requester === null ? sql`` : sql`and r.requester_id = ${requester}`}
		${input.policy === undefined ? sql`` : sql`and r.policy_name = ${input.policy}`}
		${input.q ? sql`and r.title ilike ${`%${input.q.replace(/[\\%_]/g, "\\$&")}%`}` : sql``}`;
	const columns = sql.unsafe(REQUEST_COLUMNS);
	if (assignee !== null) {
		const order = byDue ? sql`a.due_at, a.id` : sql`r.created_at desc, r.id desc`;
		const key = byDue
			? sql`a.due_at as sort_at, a.id as sort_id`
			: sql`r.created_at as sort_at, r.id as sort_id`;
		const from =
			after === null
				? sql``
				: byDue
					? sql`and (a.due_at, a.id) > (${after.at}, ${after.id})`
					: sql`and (r.created_at, r.id) < (${after.at}, ${after.id})`;
		return sql<FoundRow[]>`
			select ${columns}, ${key} from assignments a join requests r on r.id = a.request_id
			where a.person_id = ${assignee} and a.state = 'waiting' and ${filters} ${from}
			order by ${order} limit ${limit}`;
	}
	if (byDue) {
		const from = after === null ? sql`` : sql`and (r.due_at, r.id) > (${after.at}, ${after.id})`;
		return sql<FoundRow[]>`
			select ${columns}, r.due_at as sort_at, r.id as sort_id from requests r
			where r.workspace_id = ${actor.workspaceId} and r.closed_at is null and r.due_at is not null and ${filters} ${from}
			order by r.due_at, r.id limit ${limit}`;
	}
	const from = after === null ? sql`` : sql`and (r.created_at, r.id) < (${after.at}, ${after.id})`;
	return sql<FoundRow[]>`
		select ${columns}, r.created_at as sort_at, r.id as sort_id from requests r
		where r.workspace_id = ${actor.workspaceId} and ${filters} ${from}
		order by r.created_at desc, r.id desc limit ${limit}`;
}

function checkedLimit(limit: number | undefined): number {
	if (limit === undefined) return 50;
	if (!Number.isInteger(limit) || limit < 1 || limit > 200)
		throw invalid("limit", "write a whole number from 1 to 200");
	return limit;
}

function checkedStates(states: readonly string[] | undefined): string[] | null {
	if (states === undefined || states.length === 0) return null;
	const known: readonly string[] = REQUEST_STATES;
	for (const state of states) {
		if (!known.includes(state)) throw invalid("state", `${state} is none: write one of ${known.join(", ")}`);
	}
	return [...states];
}

function toCursor(row: FoundRow): string {
	return Buffer.from(JSON.stringify([iso(row.sort_at), row.sort_id])).toString("base64url");
}

/** As `toCursor` writes one; whatever else JavaScript takes for a date, Postgres may not. */
function isInstant(text: string): boolean {
	const ms = Date.parse(text);
	return ms >= 0 && new Date(ms).toISOString() === text;
}

function fromCursor(cursor: string | undefined): { at: string; id: string } | null {
	if (cursor === undefined) return null;
	try {
		const [at, id]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
		if (typeof at === "string" && typeof id === "string" && isInstant(at) && UUID.test(id)) return { at, id };
	} catch {
		// falls through: whatever it is, it is not one of ours
	}
	throw invalid("cursor", "is not a cursor of this list: leave it out to begin at the start");
}
