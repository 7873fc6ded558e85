import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import { readCalendar } from "../../policy/read-calendar.ts";
import type { Ctx } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { changeDirectory, readDirectory } from "./change.ts";
import { isDirectoryName, nameTaken } from "./names.ts";
import { checkedLimit, keyOfCursor, type PageInput, type PageOf, pageOf } from "./page.ts";
import { refuseInUse } from "./policies-naming.ts";
import { requireAnyReader, requireDirectoryWriter } from "./rights.ts";
import { digestOf, notValid, readNamed } from "./stored-document.ts";

export interface CalendarView {
	name: string;
	/** As it was put; what `policy/read-calendar.ts` reads. */
	document: Record<string, unknown>;
	updatedAt: string;
}

/**
 * Adds a calendar, or brings the one of this name up to date. Putting the same again records nothing. What is due by
 * it moves with it only where it is worked out anew: instants that stand already stay.
 *
 * @param document YAML or JSON text, or data
 * @param name what it is put under; where the document names itself too, the same
 * @param mustBeNew refuse a name that there is
 * Refuses: `invalid` (with every path), `in_use` (name, where it must be new), `not_eligible`.
 */
export async function putCalendar(
	ctx: Ctx,
	document: unknown,
	name?: string,
	{ mustBeNew = false } = {},
): Promise<CalendarView & { created: boolean }> {
	const named = readNamed(document, name);
	const reading = readCalendar(named.data);
	if (!reading.ok) throw notValid("The calendar", reading.errors);
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx, workspaceId } = change;
		const before = await findCalendar(tx, named.name);
		if (before !== null && mustBeNew) throw nameTaken("calendar", named.name);
		const digest = digestOf(named.data);
		if (before !== null && digestOf(before.document) === digest) return { ...before, created: false };
		await tx.sql`
			insert into calendars (id, workspace_id, name, document)
			values (${newId()}, ${workspaceId}, ${named.name}, ${JSON.stringify(named.data)}::text::jsonb)
			on conflict (workspace_id, name) do update set document = excluded.document, updated_at = now()`;
		const kind = before === null ? "calendar_added" : "calendar_changed";
		await change.record(kind, { calendar: named.name, digest });
		return { ...(await requireOne(tx, named.name)), created: before === null };
	});
}

/** Refuses: `not_found`. */
export async function getCalendar(ctx: Ctx, name: string): Promise<CalendarView> {
	requireAnyReader(ctx.actor);
	return readDirectory(ctx, (tx) => requireOne(tx, name));
}

/** A page of calendars, by name. Refuses: `invalid` (limit, cursor). */
export async function listCalendars(ctx: Ctx, filter: PageInput = {}): Promise<PageOf<CalendarView>> {
	requireAnyReader(ctx.actor);
	const limit = checkedLimit(filter.limit);
	const [after] = keyOfCursor(filter.cursor, /^[a-z0-9-]{1,64}$/) ?? [];
	return readDirectory(ctx, async ({ sql }) => {
		const rows = await sql<Row[]>`
			select name, document, updated_at from calendars
			${after === undefined ? sql`` : sql`where name > ${after}`} order by name limit ${limit + 1}`;
		return pageOf(rows, limit, toView, (row) => [row.name]);
	});
}

/** Refuses: `not_found`, `in_use` (a policy counts in it), `not_eligible`. Answers the calendar as it was. */
export async function deleteCalendar(ctx: Ctx, name: string): Promise<CalendarView> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx } = change;
		// Held first: a push that needs it holds it too, and is seen once it has committed.
		if (isDirectoryName(name)) await tx.sql`select 1 from calendars where name = ${name} for update`;
		const calendar = await requireOne(tx, name);
		await refuseInUse(tx, { calendar: name });
		await tx.sql`delete from calendars where name = ${name}`;
		await change.record("calendar_deleted", { calendar: name, digest: digestOf(calendar.document) });
		return calendar;
	});
}

interface Row {
	name: string;
	document: Record<string, unknown>;
	updated_at: string;
}

async function findCalendar(tx: Tx, name: string): Promise<CalendarView | null> {
	if (!isDirectoryName(name)) return null;
	const [row] = await tx.sql<Row[]>`select name, document, updated_at from calendars where name = ${name}`;
	return row === undefined ? null : toView(row);
}

async function requireOne(tx: Tx, name: string): Promise<CalendarView> {
	const calendar = await findCalendar(tx, name);
	if (calendar === null) throw new Refusal("not_found", `There is no calendar named ${name}.`);
	return calendar;
}

function toView(row: Row): CalendarView {
	return { name: row.name, document: row.document, updatedAt: new Date(row.updated_at).toISOString() };
}
