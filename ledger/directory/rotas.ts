import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { Instant, Rota } from "../../policy/directory.ts";
import { isObject } from "../../policy/problems.ts";
import { readRota } from "../../policy/read-rota.ts";
import { nextHandOver, onCallAt } from "../../policy/rota.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, invalid, Refusal } from "../refusal.ts";
import { changeDirectory, readDirectory, readNow } from "./change.ts";
import { isDirectoryName, nameTaken } from "./names.ts";
import { checkedLimit, keyOfCursor, type PageInput, type PageOf, pageOf } from "./page.ts";
import { findPeople, type ReferredPerson, refuseAll } from "./person-reference.ts";
import { refuseInUse } from "./policies-naming.ts";
import { requireAnyReader, requireDirectoryWriter } from "./rights.ts";
import { digestOf, notValid, readNamed } from "./stored-document.ts";

/** Who is on call at an instant, until when, and who then. */
export interface OnCall {
	at: string;
	/** Id; null before the first shift. */
	person: string | null;
	/** The next instant at which a shift or an override begins or ends. */
	until: string;
	/** Id of who is on call from then on. */
	next: string | null;
}

export interface RotaView {
	name: string;
	/** As it was put, people by id; what `policy/read-rota.ts` reads. */
	document: Record<string, unknown>;
	updatedAt: string;
	onCall: OnCall;
	/** Everybody in it, by id. */
	people: Record<string, { name: string; email: string }>;
}

/**
 * Adds a rota, or brings the one of this name up to date. People may stand in it as ids or e-mail addresses; they are
 * kept as ids. Putting the same again records nothing.
 *
 * @param document YAML or JSON text, or data
 * @param name what it is put under; where the document names itself too, the same
 * @param mustBeNew refuse a name that there is
 * Refuses: `invalid` (with every path: `people[1]`, `overrides[0].person`), `in_use` (name, where it must be new),
 * `not_eligible`.
 */
export async function putRota(
	ctx: Ctx,
	document: unknown,
	name?: string,
	{ mustBeNew = false } = {},
): Promise<RotaView & { created: boolean }> {
	const named = readNamed(document, name);
	const shape = readRota(named.data);
	if (!shape.ok) throw notValid("The rota", shape.errors);
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx, workspaceId, now } = change;
		const before = await findRow(tx, named.name);
		if (before !== null && mustBeNew) throw nameTaken("rota", named.name);
		const kept = await withIds(tx, named.data, shape.rota, now);
		const digest = digestOf(kept);
		const same = before !== null && digestOf(before.document) === digest;
		if (!same) {
			await tx.sql`
				insert into rotas (id, workspace_id, name, document)
				values (${newId()}, ${workspaceId}, ${named.name}, ${JSON.stringify(kept)}::text::jsonb)
				on conflict (workspace_id, name) do update set document = excluded.document, updated_at = now()`;
			await change.record(before === null ? "rota_added" : "rota_changed", { rota: named.name, digest });
		}
		const [view] = await viewsOf(tx, [await requireRow(tx, named.name)], now);
		if (view === undefined) throw new Error(`rota ${named.name} was not written`);
		return { ...view, created: before === null };
	});
}

/**
 * A rota, with who is on call.
 *
 * @param at ms since 1970, before 2200; default now
 * Refuses: `not_found`, `invalid` (at).
 */
export async function getRota(ctx: Ctx, name: string, at?: Instant): Promise<RotaView> {
	requireAnyReader(ctx.actor);
	if (at !== undefined && !(at >= 0 && at < Date.UTC(2200, 0)))
		throw invalid("at", "write an instant from 1970 to 2199");
	return readDirectory(ctx, async (tx) => {
		const [view] = await viewsOf(tx, [await requireRow(tx, name)], at ?? (await readNow(ctx, tx)));
		if (view === undefined) throw noRota(name);
		return view;
	});
}

/** A page of rotas, by name, with who is on call now. Refuses: `invalid` (limit, cursor). */
export async function listRotas(ctx: Ctx, filter: PageInput = {}): Promise<PageOf<RotaView>> {
	requireAnyReader(ctx.actor);
	const limit = checkedLimit(filter.limit);
	const [after] = keyOfCursor(filter.cursor, /^[a-z0-9-]{1,64}$/) ?? [];
	return readDirectory(ctx, async (tx) => {
		const { sql } = tx;
		const rows = await sql<Row[]>`
			select name, document, updated_at from rotas
			${after === undefined ? sql`` : sql`where name > ${after}`} order by name limit ${limit + 1}`;
		const views = await viewsOf(tx, rows, await readNow(ctx, tx));
		return pageOf(
			views,
			limit,
			(view) => view,
			(view) => [view.name],
		);
	});
}

/** Refuses: `not_found`, `in_use` (a policy asks it), `not_eligible`. Answers the rota as it was. */
export async function deleteRota(ctx: Ctx, name: string): Promise<RotaView> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx, now } = change;
		const [view] = await viewsOf(tx, [await requireRow(tx, name)], now);
		if (view === undefined) throw noRota(name);
		await refuseInUse(tx, { rota: name });
		await tx.sql`delete from rotas where name = ${name}`;
		await change.record("rota_deleted", { rota: name, digest: digestOf(view.document) });
		return view;
	});
}

/** The document with ids where people stand. Refuses with `invalid`, each person who cannot be on call named. */
async function withIds(
	tx: Tx,
	data: Record<string, unknown>,
	rota: Rota,
	now: Instant,
): Promise<Record<string, unknown>> {
	const overrides = rota.overrides.map(({ person }) => person);
	const found = await findPeople(tx, [...rota.people, ...overrides]);
	const turns = found.slice(0, rota.people.length);
	const standIns = found.slice(rota.people.length);
	refuseAll([
		...turns.flatMap((person, i) => faultOf(person, `people[${i}]`, true)),
		...standIns.flatMap((person, i) =>
			// One that is over tells what was; who stood in then may have left since.
			faultOf(person, `overrides[${i}].person`, (rota.overrides[i]?.end ?? 0) > now),
		),
	]);
	const idOf = (person: ReferredPerson | null | undefined) => person?.id ?? "";
	const listed = Array.isArray(data.overrides) ? data.overrides.filter(isObject) : [];
	return {
		...data,
		people: turns.map(idOf),
		...(data.overrides === undefined
			? {}
			: { overrides: listed.map((override, i) => ({ ...override, person: idOf(standIns[i]) })) }),
	};
}

function faultOf(person: ReferredPerson | null, path: string, mustBeActive: boolean): FieldError[] {
	if (person === null)
		return [{ path, message: "is nobody in this workspace: write the id or e-mail address of a person" }];
	if (mustBeActive && !person.active)
		return [{ path, message: `${person.email} is deactivated: write somebody active` }];
	if (person.kind !== "person")
		return [{ path, message: `${person.email} is a service account: write a person` }];
	return [];
}

interface Row {
	name: string;
	document: Record<string, unknown>;
	updated_at: string;
}

async function findRow(tx: Tx, name: string): Promise<Row | null> {
	if (!isDirectoryName(name)) return null;
	const [row] = await tx.sql<Row[]>`select name, document, updated_at from rotas where name = ${name}`;
	return row ?? null;
}

async function requireRow(tx: Tx, name: string): Promise<Row> {
	const row = await findRow(tx, name);
	if (row === null) throw noRota(name);
	return row;
}

async function viewsOf(tx: Tx, rows: readonly Row[], at: Instant): Promise<RotaView[]> {
	const rotas = rows.map((row) => {
		const reading = readRota(row.document);
		if (!reading.ok) throw new Error(`the stored rota ${row.name} does not read`);
		return { row, rota: reading.rota };
	});
	const idsOf = (rota: Rota) => [...rota.people, ...rota.overrides.map(({ person }) => person)];
	const ids = [...new Set(rotas.flatMap(({ rota }) => idsOf(rota)))];
	const people = await tx.sql<{ id: string; name: string; email: string }[]>`
		select id, name, email from people where id = any(${ids}::uuid[])`;
	const known = new Map(people.map(({ id, name, email }) => [id, { name, email }]));
	return rotas.map(({ row, rota }) => ({
		name: row.name,
		document: row.document,
		updatedAt: new Date(row.updated_at).toISOString(),
		onCall: onCall(rota, at),
		people: Object.fromEntries(
			idsOf(rota).flatMap((id) => {
				const person = known.get(id);
				return person === undefined ? [] : [[id, person] as const];
			}),
		),
	}));
}

function onCall(rota: Rota, at: Instant): OnCall {
	const until = nextHandOver(rota, at);
	return {
		at: new Date(at).toISOString(),
		person: onCallAt(rota, at),
		until: new Date(until).toISOString(),
		next: onCallAt(rota, until),
	};
}

function noRota(name: string): Refusal {
	return new Refusal("not_found", `There is no rota named ${name}.`);
}
