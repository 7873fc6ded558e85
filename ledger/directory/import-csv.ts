import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import { type AuditRow, auditRow } from "../audit-entry.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, Refusal } from "../refusal.ts";
import { changeDirectory, type DirectoryChange, readDirectory } from "./change.ts";
import {
	changedFields,
	type ImportedPerson,
	type ImportPlan,
	type KnownDirectory,
	type KnownPerson,
	planImport,
} from "./import-plan.ts";
import { type CsvLine, readPeopleCsv } from "./people-csv.ts";
import { requireDirectoryWriter, requireRoleGiver } from "./rights.ts";

/** What an import did, or would do. Numbers of people. */
export interface PeopleImport {
	/** True: nothing was changed. */
	dryRun: boolean;
	created: number;
	updated: number;
	unchanged: number;
	deactivated: number;
	/** Names of groups that were made. */
	groupsCreated: string[];
}

export interface ImportOptions {
	dryRun?: boolean;
	/** Deactivates who is active and not in the file, other than service accounts. */
	deactivateMissing?: boolean;
}

/**
 * Imports a file of people (see `readPeopleCsv` and `planImport`), all of it or nothing, in one transaction with
 * an audit entry for each person who changes, each group that is made, and the import.
 *
 * @param text CSV
 * Refuses: `invalid` with every wrong line, its column and what to write; `too_large`; `not_eligible`.
 */
export async function importPeople(
	ctx: Ctx,
	text: string,
	options: ImportOptions = {},
): Promise<PeopleImport> {
	requireDirectoryWriter(ctx.actor);
	const { dryRun = false, deactivateMissing = false } = options;
	const { lines, errors } = readPeopleCsv(text);
	const plan = async (tx: Tx) => checkedPlan(ctx, await readKnown(tx), lines, errors, deactivateMissing);
	if (dryRun) return readDirectory(ctx, async (tx) => resultOf(await plan(tx), true));
	return changeDirectory(ctx, async (change) => {
		const checked = await plan(change.tx);
		await carryOut(change, checked);
		return resultOf(checked, false);
	});
}

function checkedPlan(
	ctx: Ctx,
	known: KnownDirectory,
	lines: readonly CsvLine[],
	unread: readonly FieldError[],
	deactivateMissing: boolean,
): ImportPlan {
	const actorId = ctx.actor.personId;
	const { plan, errors } = planImport(lines, known, { newId, deactivateMissing, actorId });
	const all = [...unread, ...errors].sort((one, other) => lineOf(one) - lineOf(other));
	const [first] = all;
	const givesRoles =
		plan.created.some(({ role }) => role !== "member") ||
		plan.changed.some(({ before, after }) => before.role !== after.role);
	if (first === undefined && givesRoles) requireRoleGiver(ctx.actor);
	if (first === undefined) return plan;
	const more = all.length === 1 ? "" : ` (and ${all.length - 1} more)`;
	throw new Refusal("invalid", `Nothing was changed. ${first.path}: ${first.message}${more}`, {
		errors: all,
	});
}

function lineOf({ path }: FieldError): number {
	return Number(/^line (\d+)/.exec(path)?.[1] ?? Number.POSITIVE_INFINITY);
}

function resultOf(plan: ImportPlan, dryRun: boolean): PeopleImport {
	const left = plan.changed.filter(({ before, after }) => before.active && !after.active);
	return {
		dryRun,
		created: plan.created.length,
		updated: plan.changed.length - left.length,
		unchanged: plan.unchanged,
		deactivated: left.length,
		groupsCreated: plan.newGroups,
	};
}

/** Put together here: just after an import the planner knows nothing of so many new rows, and joins them badly. */
async function readKnown({ sql }: Tx): Promise<KnownDirectory> {
	const [people, groups, members] = await Promise.all([
		sql<Omit<KnownPerson, "groups">[]>`
			select id, email, name, kind, role, active, manager_id as "managerId", time_zone as "timeZone",
				external_id as "externalId" from people`,
		sql<{ id: string; name: string }[]>`select id, name from groups`,
		sql<
			{ group: string; person: string }[]
		>`select group_id as "group", person_id as person from group_members`,
	]);
	const names = new Map(groups.map(({ id, name }) => [id, name]));
	const groupsOf = new Map<string, string[]>(people.map(({ id }) => [id, []]));
	for (const { group, person } of members) groupsOf.get(person)?.push(names.get(group) ?? "");
	return {
		people: people.map((person) => ({ ...person, groups: groupsOf.get(person.id)?.sort() ?? [] })),
		groups: new Set(names.values()),
	};
}

async function carryOut(change: DirectoryChange, plan: ImportPlan): Promise<void> {
	const { tx } = change;
	const groupIds = await addGroups(change, plan.newGroups);
	await freeExternalIds(tx, plan.changed);
	await addPeople(change, plan.created);
	await changePeople(tx, plan.changed);
	await endAccess(tx, plan.changed);
	await moveMembers(change, plan);
	await record(change, plan, groupIds);
}

async function addGroups(
	{ tx, workspaceId }: DirectoryChange,
	names: readonly string[],
): Promise<Map<string, string>> {
	const ids = new Map(names.map((name) => [name, newId()]));
	if (names.length === 0) return ids;
	const rows = JSON.stringify([...ids].map(([name, id]) => ({ id, name })));
	await tx.sql`
		insert into groups (id, workspace_id, name, title)
		select x.id, ${workspaceId}, x.name, x.name from jsonb_to_recordset(${rows}::jsonb) as x(id uuid, name text)`;
	return ids;
}

/** Two may change theirs for each other's: uniqueness is looked at row by row, so they are given up first. */
async function freeExternalIds(tx: Tx, changed: ImportPlan["changed"]): Promise<void> {
	const ids = changed
		.filter(({ before, after }) => before.externalId !== null && before.externalId !== after.externalId)
		.map(({ before }) => before.id);
	for (const portion of portionsOf(ids)) {
		await tx.sql`update people set external_id = null where id = any(${portion}::uuid[])`;
	}
}

async function addPeople(
	{ tx, workspaceId }: DirectoryChange,
	created: readonly ImportedPerson[],
): Promise<void> {
	if (created.length === 0) return;
	// Foreign keys are looked at when the statement ends, so a manager may be a row of it.
	await tx.sql`
		insert into people (id, workspace_id, email, name, role, active, manager_id, time_zone, external_id)
		select x.id, ${workspaceId}, x.email, x.name, x.role, x.active, x."managerId", x."timeZone", x."externalId"
		from jsonb_to_recordset(${JSON.stringify(created)}::jsonb) as x(id uuid, email text, name text, role text,
			active boolean, "managerId" uuid, "timeZone" text, "externalId" text)`;
}

async function changePeople(tx: Tx, changed: ImportPlan["changed"]): Promise<void> {
	const rows = changed
		.filter(({ before, after }) => changedFields(before, after).some((field) => field !== "groups"))
		.map(({ after }) => after);
	for (const portion of portionsOf(rows)) {
		await tx.sql`
			update people p set name = x.name, role = x.role, active = x.active, manager_id = x."managerId",
				time_zone = x."timeZone", external_id = x."externalId"
			from jsonb_to_recordset(${JSON.stringify(portion)}::jsonb) as x(id uuid, name text, role text, active boolean,
				"managerId" uuid, "timeZone" text, "externalId" text)
			where p.id = x.id`;
	}
}

/**
 * Portions for updates of people: the trigger that writes down what open requests follow compares the rows of one
 * statement with each other, whose time grows with their square.
 */
function portionsOf<T>(rows: readonly T[]): T[][] {
	const count = Math.ceil(rows.length / PORTION);
	return Array.from({ length: count }, (_, i) => rows.slice(i * PORTION, (i + 1) * PORTION));
}

const PORTION = 500;

/** What `deactivatePerson` does, for all at once. */
async function endAccess({ sql }: Tx, changed: ImportPlan["changed"]): Promise<void> {
	const ids = changed
		.filter(({ before, after }) => before.active && !after.active)
		.map(({ before }) => before.id);
	if (ids.length === 0) return;
	await Promise.all([
		sql`update sessions set ended_at = now() where person_id = any(${ids}::uuid[]) and ended_at is null`,
		sql`update api_keys set revoked_at = now() where person_id = any(${ids}::uuid[]) and revoked_at is null`,
		sql`update sign_in_tokens set used_at = now() where person_id = any(${ids}::uuid[]) and used_at is null`,
	]);
}

interface Move {
	person: string;
	group: string;
}

function movesOf({ created, changed }: ImportPlan): { joins: Move[]; leaves: Move[] } {
	const people = [...created.map((after) => ({ after, before: null })), ...changed];
	const joins: Move[] = [];
	const leaves: Move[] = [];
	for (const { before, after } of people) {
		const { joined, left } = groupChanges(before, after);
		joins.push(...joined.map((group) => ({ person: after.id, group })));
		leaves.push(...left.map((group) => ({ person: after.id, group })));
	}
	return { joins, leaves };
}

function groupChanges(
	before: KnownPerson | null,
	after: ImportedPerson,
): { joined: string[]; left: string[] } {
	const old = before?.groups ?? [];
	return {
		joined: after.groups.filter((name) => !old.includes(name)),
		left: old.filter((name) => !after.groups.includes(name)),
	};
}

async function moveMembers({ tx, workspaceId }: DirectoryChange, plan: ImportPlan): Promise<void> {
	const { joins, leaves } = movesOf(plan);
	if (leaves.length > 0) {
		await tx.sql`
			delete from group_members m using jsonb_to_recordset(${JSON.stringify(leaves)}::jsonb) as x(person uuid, "group" text)
				join groups g on g.name = x."group"
			where m.group_id = g.id and m.person_id = x.person`;
	}
	if (joins.length > 0) {
		await tx.sql`
			insert into group_members (workspace_id, group_id, person_id)
			select ${workspaceId}, g.id, x.person
			from jsonb_to_recordset(${JSON.stringify(joins)}::jsonb) as x(person uuid, "group" text)
				join groups g on g.name = x."group"`;
	}
}

/** The entries that the verbs for one person write, in one statement; all name the import that they belong to. */
async function record(
	change: DirectoryChange,
	plan: ImportPlan,
	groupIds: ReadonlyMap<string, string>,
): Promise<void> {
	const { tx, workspaceId, actor, now } = change;
	const importId = newId();
	const entry = (kind: string, facts: Record<string, unknown>): AuditRow =>
		auditRow({
			workspaceId,
			at: now,
			appliedAt: now,
			kind,
			actorId: actor.personId,
			requestId: null,
			requestVersion: null,
			facts: { channel: actor.channel, import: importId, ...facts },
		});
	const { dryRun: _, groupsCreated: __, ...counts } = resultOf(plan, false);
	const rows = [
		entry("people_imported", counts),
		...[...groupIds].map(([group, groupId]) => entry("group_added", { group, groupId })),
		...plan.created.map((person) => entry("person_added", addedFacts(person))),
		...plan.changed.map(({ before, after }) =>
			entry(kindOfChange(before, after), changedFacts(before, after)),
		),
	];
	await tx.sql`
		insert into audit_entries (id, workspace_id, at, kind, actor_id, body)
		select x.id, ${workspaceId}, x.at, x.kind, x.actor_id, x.body
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, at timestamptz, kind text, actor_id uuid, body text)
		order by x.id`;
}

function kindOfChange(before: KnownPerson, after: ImportedPerson): string {
	if (before.active === after.active) return "person_changed";
	return after.active ? "person_reactivated" : "person_deactivated";
}

function addedFacts(person: ImportedPerson): Record<string, unknown> {
	const { id, role, active, managerId: manager, groups } = person;
	return { person: id, personKind: "person", role, active, manager, groups };
}

/** Names of fields, and the values of those that are no text a person wrote. */
function changedFacts(before: KnownPerson, after: ImportedPerson): Record<string, unknown> {
	const changed = changedFields(before, after);
	const values = {
		role: { from: before.role, to: after.role },
		active: { from: before.active, to: after.active },
		manager: { from: before.managerId, to: after.managerId },
		timeZone: { from: before.timeZone, to: after.timeZone },
		groups: groupChanges(before, after),
	};
	const told = Object.entries(values).filter(([field]) => changed.includes(field));
	return { person: before.id, changed, ...Object.fromEntries(told) };
}
