import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { Ctx } from "../context.ts";
import { invalid, Refusal } from "../refusal.ts";
import { cleanLine } from "../text-limits.ts";
import { changeDirectory, type DirectoryChange, readDirectory } from "./change.ts";
import { isDirectoryName, requireDirectoryName } from "./names.ts";
import { checkedLimit, containing, keyOfCursor, type PageInput, type PageOf, pageOf } from "./page.ts";
import { requirePeople } from "./person-reference.ts";
import { refuseInUse } from "./policies-naming.ts";
import { requireDirectoryReader, requireDirectoryWriter } from "./rights.ts";

export interface GroupView {
	id: string;
	/** What policies write: `{ group: finance }`. */
	name: string;
	title: string;
	/** Ids. */
	members: string[];
	/** What an identity provider calls this group (SCIM `externalId`). */
	externalId: string | null;
}

export interface GroupInput {
	/** `[a-z0-9-]{1,64}` */
	name: string;
	/** Default: as it was, else the name. */
	title?: string;
	/** Ids or e-mail addresses. Default: as they were, else nobody. */
	members?: readonly string[];
	/** Default: as it was, else none. */
	externalId?: string | null;
}

export interface GroupsFilter extends PageInput {
	/** Part of the name or title. */
	q?: string;
	/** The whole of what an identity provider calls it. */
	externalId?: string;
}

const MOST_MEMBERS = 10_000;
const TITLE_LENGTH = 200;

/**
 * Adds a group. Refuses: `invalid` (name, title, `members[2]`), `in_use` (name, externalId), `not_eligible`.
 */
export async function createGroup(ctx: Ctx, input: GroupInput): Promise<GroupView> {
	const clean = cleanGroup(input);
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		if ((await findGroup(change.tx, clean.name)) !== null) throw taken("name");
		const { created: _always, ...group } = await writeGroup(change, clean);
		return group;
	});
}

/**
 * Adds a group, or brings the one of this name up to date, with exactly these members where members are given.
 * Changing nothing records nothing.
 *
 * Refuses: `invalid` (name, title, `members[2]`), `in_use` (externalId), `not_eligible`.
 */
export async function putGroup(ctx: Ctx, input: GroupInput): Promise<GroupView & { created: boolean }> {
	const clean = cleanGroup(input);
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, (change) => writeGroup(change, clean));
}

/**
 * Adds members to a group and takes members away. Adding one who is in it, or taking away one who is not, is
 * harmless; who stands in both is taken away.
 *
 * Refuses: `not_found`, `invalid` (`add[0]`, `remove[0]`), `not_eligible`.
 */
export async function changeMembers(
	ctx: Ctx,
	name: string,
	changes: { add?: readonly string[]; remove?: readonly string[] },
): Promise<GroupView> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const group = await requireGroup(change.tx, name);
		const add = await requirePeople(change.tx, "add", changes.add ?? []);
		const remove = await requirePeople(change.tx, "remove", changes.remove ?? []);
		const gone = new Set(remove.map(({ id }) => id));
		const wanted = new Set([...group.members, ...add.map(({ id }) => id)].filter((id) => !gone.has(id)));
		if (wanted.size > MOST_MEMBERS) throw tooMany("add");
		const { added, removed } = await setMembers(change, group, wanted);
		if (added.length + removed.length > 0) {
			await change.record("group_changed", { group: group.name, groupId: group.id, added, removed });
		}
		return requireGroup(change.tx, name);
	});
}

/** Refuses: `not_found`, `not_eligible`. */
export async function getGroup(ctx: Ctx, name: string): Promise<GroupView> {
	requireDirectoryReader(ctx.actor);
	return readDirectory(ctx, (tx) => requireGroup(tx, name));
}

/** A page of groups, by name. Refuses: `invalid` (limit, cursor), `not_eligible`. */
export async function listGroups(ctx: Ctx, filter: GroupsFilter = {}): Promise<PageOf<GroupView>> {
	requireDirectoryReader(ctx.actor);
	const limit = checkedLimit(filter.limit);
	const [after] = keyOfCursor(filter.cursor, /^[a-z0-9-]{1,64}$/) ?? [];
	const { q, externalId } = filter;
	const pattern = q === undefined ? "" : containing(q);
	return readDirectory(ctx, async ({ sql }) => {
		const rows = await sql<Row[]>`
			select ${sql.unsafe(COLUMNS)} from groups g where true
				${after === undefined ? sql`` : sql`and g.name > ${after}`}
				${q === undefined ? sql`` : sql`and (g.name ilike ${pattern} or g.title ilike ${pattern})`}
				${externalId === undefined ? sql`` : sql`and g.external_id = ${externalId}`}
			order by g.name limit ${limit + 1}`;
		return pageOf(rows, limit, toView, (row) => [row.name]);
	});
}

/**
 * Deletes a group. Refuses: `not_found`, `in_use` (a policy names it), `not_eligible`. Answers the group as it was.
 */
export async function deleteGroup(ctx: Ctx, name: string): Promise<GroupView> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const { tx } = change;
		const group = await requireGroup(tx, name);
		await refuseInUse(tx, { group: group.name });
		// Not left to the foreign key: its cascade would tell of members without the name of their group.
		await tx.sql`delete from group_members where group_id = ${group.id}`;
		await tx.sql`delete from groups where id = ${group.id}`;
		await change.record("group_deleted", { group: group.name, groupId: group.id, members: group.members });
		return group;
	});
}

/** Writes a group inside a transaction that changes the directory; see `putGroup`. */
export async function writeGroup(
	change: DirectoryChange,
	input: GroupInput,
): Promise<GroupView & { created: boolean }> {
	const { tx, workspaceId } = change;
	const clean = cleanGroup(input);
	const before = await findGroup(tx, clean.name);
	const members =
		clean.members === undefined
			? (before?.members ?? [])
			: (await requirePeople(tx, "members", clean.members)).map(({ id }) => id);
	const title = clean.title ?? before?.title ?? clean.name;
	const externalId = clean.externalId === undefined ? (before?.externalId ?? null) : clean.externalId;
	if (externalId !== null) await refuseTaken(tx, externalId, before?.id ?? null);
	const id = before?.id ?? newId();
	if (before === null) {
		await tx.sql`
			insert into groups (id, workspace_id, name, title, external_id)
			values (${id}, ${workspaceId}, ${clean.name}, ${title}, ${externalId})`;
	} else if (title !== before.title || externalId !== before.externalId) {
		await tx.sql`update groups set title = ${title}, external_id = ${externalId} where id = ${id}`;
	}
	const { added, removed } = await setMembers(
		change,
		{ id, members: before?.members ?? [] },
		new Set(members),
	);
	const changed = [
		...(before !== null && title !== before.title ? ["title"] : []),
		...(before !== null && externalId !== before.externalId ? ["externalId"] : []),
	];
	if (before === null) {
		await change.record("group_added", { group: clean.name, groupId: id, members: added });
	} else if (changed.length + added.length + removed.length > 0) {
		await change.record("group_changed", { group: clean.name, groupId: id, changed, added, removed });
	}
	return { ...(await requireGroup(tx, clean.name)), created: before === null };
}

async function setMembers(
	{ tx, workspaceId }: DirectoryChange,
	group: Pick<GroupView, "id" | "members">,
	wanted: ReadonlySet<string>,
): Promise<{ added: string[]; removed: string[] }> {
	const before = new Set(group.members);
	const added = [...wanted].filter((id) => !before.has(id));
	const removed = [...before].filter((id) => !wanted.has(id));
	if (removed.length > 0) {
		await tx.sql`delete from group_members where group_id = ${group.id} and person_id = any(${removed}::uuid[])`;
	}
	if (added.length > 0) {
		await tx.sql`
			insert into group_members (workspace_id, group_id, person_id)
			select ${workspaceId}, ${group.id}, unnest(${added}::uuid[])`;
	}
	return { added, removed };
}

function cleanGroup(input: GroupInput): GroupInput {
	requireDirectoryName(input.name);
	if ((input.members?.length ?? 0) > MOST_MEMBERS) throw tooMany("members");
	return {
		...input,
		...(input.title === undefined ? {} : { title: cleanLine("title", input.title, TITLE_LENGTH) }),
		...(input.externalId == null
			? {}
			: { externalId: cleanLine("externalId", input.externalId, TITLE_LENGTH) }),
	};
}

async function refuseTaken(tx: Tx, externalId: string, own: string | null): Promise<void> {
	const [other] = await tx.sql`
		select 1 from groups where external_id = ${externalId} and id is distinct from ${own}::uuid`;
	if (other !== undefined) throw taken("externalId");
}

function taken(path: "name" | "externalId"): Refusal {
	const message = "belongs to another group already: write another";
	return new Refusal("in_use", `${path}: ${message}`, { errors: [{ path, message }] });
}

function tooMany(path: string): Refusal {
	return invalid(path, `a group has at most ${MOST_MEMBERS} members`);
}

interface Row {
	id: string;
	name: string;
	title: string;
	external_id: string | null;
	members: string[];
}

const COLUMNS = `g.id, g.name, g.title, g.external_id,
	array(select m.person_id from group_members m where m.group_id = g.id order by m.person_id) as members`;

async function findGroup(tx: Tx, name: string): Promise<GroupView | null> {
	if (!isDirectoryName(name)) return null;
	const [row] = await tx.sql<Row[]>`select ${tx.sql.unsafe(COLUMNS)} from groups g where g.name = ${name}`;
	return row === undefined ? null : toView(row);
}

async function requireGroup(tx: Tx, name: string): Promise<GroupView> {
	const group = await findGroup(tx, name);
	if (group === null) throw new Refusal("not_found", `There is no group named ${name}.`);
	return group;
}

function toView(row: Row): GroupView {
	return {
		id: row.id,
		name: row.name,
		title: row.title,
		members: row.members,
		externalId: row.external_id,
	};
}
