import type { Ctx } from "../context.ts";
import { changeDirectory, type DirectoryChange, readDirectory } from "../directory/change.ts";
import { deleteGroup, type GroupInput, type GroupView, writeGroup } from "../directory/groups.ts";
import { requireDirectoryWriter } from "../directory/rights.ts";
import { Refusal } from "../refusal.ts";
import { findGroup, findGroups, groupGoingBy } from "./find-groups.ts";
import { groupNameOf } from "./group-name.ts";
import type { ScimGroup } from "./group-resource.ts";
import type { ListPage, ListQuery } from "./list-query.ts";
import type { PatchOperation } from "./patch-body.ts";
import { changedMembers, type GroupChange, readGroup, readGroupPatch } from "./patch-group.ts";
import { badScim, ScimError } from "./scim-error.ts";

/** A page of groups, with their members or without. Refuses: `not_eligible`, invalidFilter. */
export async function listGroups(
	ctx: Ctx,
	query: ListQuery,
	withMembers: boolean,
): Promise<ListPage<ScimGroup>> {
	requireDirectoryWriter(ctx.actor);
	return readDirectory(ctx, (tx) => findGroups(tx, query, withMembers));
}

/** Refuses: `not_eligible`, `not_found`. */
export async function getGroup(ctx: Ctx, id: string, withMembers: boolean): Promise<ScimGroup> {
	requireDirectoryWriter(ctx.actor);
	return readDirectory(ctx, async (tx) => (await findGroup(tx, id, withMembers)) ?? refuseUnknown());
}

/**
 * Adds a group. Its title is the displayName; its name, which policies write, is made of it once (`groupNameOf`)
 * and stays. Where another group has the title or the name, it is refused: two groups never become one by accident.
 *
 * Refuses: `not_eligible`, uniqueness 409, invalidValue (displayName, members), 413.
 */
export async function createGroup(ctx: Ctx, body: unknown): Promise<ScimGroup> {
	const wanted = readGroup(body);
	const { displayName: title, externalId = null } = wanted;
	if (title === undefined) throw badScim("invalidValue", "displayName: is required.");
	const name = groupNameOf(title);
	if (name === null)
		throw badScim(
			"invalidValue",
			"displayName: needs a letter a to z or a digit, for policies to name the group by.",
		);
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		await refuseSame(change, { title, name }, null);
		const members = changedMembers([], wanted);
		const added = await writeNamed(change, { name, title, members, externalId });
		return (await findGroup(change.tx, added.id, true)) ?? refuseUnknown();
	});
}

/**
 * Replaces a group. What the body leaves out stays as it is; `members: []` takes everybody out.
 * Refuses: `not_eligible`, `not_found`, uniqueness 409, invalidValue, 413.
 */
export async function replaceGroup(ctx: Ctx, id: string, body: unknown): Promise<ScimGroup> {
	return changeGroup(ctx, id, readGroup(body));
}

/** Applies the operations of a PATCH: all or none. Refuses as `replaceGroup`, and what `readGroupPatch` refuses. */
export async function patchGroupById(
	ctx: Ctx,
	id: string,
	operations: readonly PatchOperation[],
): Promise<ScimGroup> {
	return changeGroup(ctx, id, readGroupPatch(operations));
}

/** Deletes a group. Refuses: `not_eligible`, `not_found`, `in_use` (a policy names it). */
export async function deleteGroupById(ctx: Ctx, id: string): Promise<void> {
	const { name } = await getGroup(ctx, id, false);
	await deleteGroup(ctx, name);
}

async function changeGroup(ctx: Ctx, id: string, wanted: GroupChange): Promise<ScimGroup> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const group = (await findGroup(change.tx, id, true)) ?? refuseUnknown();
		const title = wanted.displayName ?? group.title;
		if (title !== group.title) await refuseSame(change, { title, name: null }, group.id);
		const members = changedMembers(
			(group.members ?? []).map((member) => member.id),
			wanted,
		);
		await writeNamed(change, {
			name: group.name,
			title,
			...(wanted.members.length === 0 ? {} : { members }),
			...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
		});
		return (await findGroup(change.tx, id, true)) ?? refuseUnknown();
	});
}

/** Writes the group; who is nobody is named by what the provider sent. */
async function writeNamed(change: DirectoryChange, input: GroupInput): Promise<GroupView> {
	try {
		return await writeGroup(change, input);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const unknown = error.errors.flatMap(({ path }) => {
			const index = /^members\[(\d+)\]$/.exec(path)?.[1];
			return index === undefined ? [] : [input.members?.[Number(index)] ?? ""];
		});
		if (unknown.length === 0) throw error;
		throw badScim("invalidValue", `members: nobody here has the id ${unknown.join(", ")}.`);
	}
}

async function refuseSame(
	{ tx }: DirectoryChange,
	wanted: { title: string; name: string | null },
	own: string | null,
): Promise<void> {
	if (wanted.title.includes("\0"))
		throw badScim("invalidValue", "displayName: has characters that cannot be kept.");
	const other = await groupGoingBy(tx, wanted, own);
	if (other === null) return;
	throw new ScimError(
		409,
		"uniqueness",
		`displayName: the group ${other.name} (${other.title}) goes by this already: find it by displayName, or choose another.`,
	);
}

function refuseUnknown(): never {
	throw new Refusal("not_found", "There is no such group.");
}
