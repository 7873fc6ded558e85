import { pathText } from "./attribute-path.ts";
import type { Filter } from "./filter.ts";
import { fieldOf, isObject, type PatchOperation } from "./patch-body.ts";
import { type PatchPath, parsePatchPath, patchPathOfKey } from "./patch-path.ts";
import { badScim, ScimError } from "./scim-error.ts";
import { textOf } from "./user-resource.ts";

/** What is to become of a group. What is left out stays as it is. */
export interface GroupChange {
	displayName?: string;
	externalId?: string | null;
	/** In order; `set` takes everybody else out. Ids. */
	members: { how: "add" | "remove" | "set"; ids: string[] }[];
}

/** In one call. A larger group is filled by several PATCHes. */
export const MOST_MEMBERS_A_CALL = 1000;

/**
 * What the operations of a PATCH do to a group, without knowing its members: so that a large group is changed
 * without being read. Members are removed as RFC 7644 has it (`members[value eq "…"]`) and as Entra ID does it
 * (`members` with a value); `members` without either takes everybody out.
 *
 * Refuses: `invalidPath`, `invalidFilter`, `invalidValue`, `mutability`, and 413 where too many are named.
 */
export function readGroupPatch(operations: readonly PatchOperation[]): GroupChange {
	const change: GroupChange = { members: [] };
	for (const operation of operations) {
		if (operation.path !== null)
			applyAt(change, operation.op, parsePatchPath(operation.path), operation.value);
		else readInto(change, operation.op, operation.value);
	}
	refuseMany(change);
	return change;
}

/** What the body of a POST or PUT says a group is. Refuses as `readGroupPatch`. */
export function readGroup(body: unknown): GroupChange {
	if (!isObject(body)) throw badScim("invalidSyntax", "Write a JSON object.");
	const change: GroupChange = { members: [] };
	readInto(change, "replace", body);
	refuseMany(change);
	return change;
}

/** Applies a change to the members of a group. */
export function changedMembers(before: readonly string[], { members }: GroupChange): string[] {
	let after = new Set(before);
	for (const { how, ids } of members) {
		if (how === "set") after = new Set(ids);
		for (const id of ids) {
			if (how === "remove") after.delete(id);
			else after.add(id);
		}
	}
	return [...after];
}

const IGNORED = new Set(["id", "meta", "schemas"]);

function readInto(change: GroupChange, op: PatchOperation["op"], value: unknown): void {
	for (const [key, inner] of Object.entries(value as Record<string, unknown>)) {
		const path = patchPathOfKey(key);
		if (path !== null && !IGNORED.has(path.name) && isKnown(path)) applyAt(change, op, path, inner);
	}
}

function isKnown({ urn, name }: PatchPath): boolean {
	return urn === null && ["displayname", "externalid", "members"].includes(name);
}

function applyAt(change: GroupChange, op: PatchOperation["op"], path: PatchPath, value: unknown): void {
	if (path.urn !== null) return;
	if (path.name === "id" || path.name === "meta")
		throw badScim("mutability", `${path.name} cannot be changed.`);
	if (!isKnown(path)) throw badScim("invalidPath", `There is no attribute ${pathText(path)} of a group.`);
	if (path.name === "members") {
		change.members.push(membersOf(op, path, value));
		return;
	}
	if (path.sub !== null || path.filter !== null)
		throw badScim("invalidPath", `There is no ${pathText(path)} of a group.`);
	const text = op === "remove" ? null : textOf(path.name, value);
	if (path.name === "externalid") change.externalId = text;
	else if (text === null) throw badScim("invalidValue", "displayName: a group needs one.");
	else change.displayName = text;
}

function membersOf(
	op: PatchOperation["op"],
	path: PatchPath,
	value: unknown,
): GroupChange["members"][number] {
	if (path.filter !== null) {
		if (op !== "remove" || path.sub !== null)
			throw badScim("invalidPath", 'Members are added as {"path": "members", "value": [{"value": "id"}]}.');
		return { how: "remove", ids: idsIn(path.filter) };
	}
	if (path.sub !== null && path.sub !== "value") throw badScim("invalidPath", `members has no ${path.sub}.`);
	const ids = idsOf(value);
	if (op === "remove")
		return value === undefined || value === null ? { how: "set", ids: [] } : { how: "remove", ids };
	return { how: op === "add" ? "add" : "set", ids };
}

/** Ids of members as they are given: objects with `value`, bare ids, a list or one. */
function idsOf(value: unknown): string[] {
	if (value === undefined || value === null) return [];
	const list = Array.isArray(value) ? value : [value];
	return list.map((member) => {
		const type = isObject(member) ? fieldOf(member, "type") : undefined;
		if (typeof type === "string" && type.toLowerCase() === "group")
			throw badScim("invalidValue", "members: a group is not a member of a group here: name its people.");
		const id = isObject(member) ? fieldOf(member, "value") : member;
		if (typeof id !== "string" || id === "")
			throw badScim("invalidValue", 'members: write a list such as [{"value": "id"}].');
		return id.toLowerCase();
	});
}

/** The ids that `value eq "…"`, or several of them joined by `or`, name. */
function idsIn(filter: Filter): string[] {
	if (filter.op === "or") return filter.filters.flatMap(idsIn);
	if (filter.op === "eq" && filter.path.name === "value" && typeof filter.value === "string")
		return [filter.value.toLowerCase()];
	throw badScim("invalidFilter", 'Members are named by their id: members[value eq "…"].');
}

function refuseMany({ members }: GroupChange): void {
	const named = members.reduce((sum, { ids }) => sum + ids.length, 0);
	if (named > MOST_MEMBERS_A_CALL)
		throw new ScimError(
			413,
			null,
			`${named} members in one call: at most ${MOST_MEMBERS_A_CALL}; PATCH the others in calls of their own.`,
		);
}
