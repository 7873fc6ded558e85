import type { Ctx } from "../context.ts";
import { changeDirectory, type DirectoryChange, readDirectory } from "../directory/change.ts";
import { addPerson, changePerson, type PersonChanges } from "../directory/people.ts";
import { requireDirectoryWriter } from "../directory/rights.ts";
import { Refusal } from "../refusal.ts";
import { findManager, findPeople, findPerson, goesBy } from "./find-people.ts";
import type { ListPage, ListQuery } from "./list-query.ts";
import { isObject, type PatchOperation } from "./patch-body.ts";
import { patchUser } from "./patch-user.ts";
import { badScim, ScimError } from "./scim-error.ts";
import {
	readPatchedUser,
	readUser,
	type ScimPerson,
	type UserAttributes,
	userDocument,
} from "./user-resource.ts";

/** A page of users. Refuses: `not_eligible`, invalidFilter. */
export async function listUsers(ctx: Ctx, query: ListQuery): Promise<ListPage<ScimPerson>> {
	requireDirectoryWriter(ctx.actor);
	return readDirectory(ctx, (tx) => findPeople(tx, query));
}

/** A user, also a deactivated one. Refuses: `not_eligible`, `not_found`. */
export async function getUser(ctx: Ctx, id: string): Promise<ScimPerson> {
	requireDirectoryWriter(ctx.actor);
	return readDirectory(ctx, async (tx) => (await findPerson(tx, id)) ?? refuseUnknown());
}

/**
 * Adds a user. The e-mail address is the primary one, or the userName where that is one.
 *
 * Refuses: `not_eligible`, uniqueness 409 (userName, e-mail address or externalId of somebody, also of somebody
 * deactivated: providers look for them first and make them active again), invalidValue.
 */
export async function createUser(ctx: Ctx, body: unknown): Promise<ScimPerson> {
	requireDirectoryWriter(ctx.actor);
	const wanted = readUser(patchUser({}, [{ op: "add", path: null, value: objectOf(body) }]));
	const { userName, email, name, active, timeZone, externalId } = wanted;
	if (userName === null) throw badScim("invalidValue", "userName: is required.");
	if (email === null)
		throw badScim(
			"invalidValue",
			'emails: write a list such as [{"value": "ana@example.com", "primary": true}].',
		);
	return changeDirectory(ctx, async (change) => {
		await refuseGoingBy(change, userName, null);
		const added = await addPerson(change, {
			email,
			name: name ?? userName,
			manager: await managerOf(change, wanted.manager),
			active: active ?? true,
			externalId,
			userName,
			...(timeZone === null ? {} : { timeZone }),
		});
		return (await findPerson(change.tx, added.id)) ?? refuseUnknown();
	});
}

/**
 * Replaces a user. What the body leaves out is not asserted by the provider (RFC 7644, section 3.5.1) and stays as
 * it is, so that one that knows no managers does not take them away; null takes away.
 *
 * Refuses: `not_eligible`, `not_found`, uniqueness 409, invalidValue.
 */
export async function replaceUser(ctx: Ctx, id: string, body: unknown): Promise<ScimPerson> {
	const value = objectOf(body);
	return changeUser(ctx, id, (person) => {
		const { name: _, displayName: __, emails: ___, ...rest } = userDocument(person);
		const wanted = readUser(patchUser(rest, [{ op: "replace", path: null, value }]));
		const asserted = Object.keys(value).some((key) => key.toLowerCase() === "emails");
		return {
			...wanted,
			name: wanted.name ?? person.name,
			// A userName stands in for an address only where the provider says that there is none.
			email: asserted ? wanted.email : person.email,
		};
	});
}

/**
 * Applies the operations of a PATCH: all or none. Refuses: `not_eligible`, `not_found`, uniqueness 409, and what
 * `patchUser` refuses.
 */
export async function patchUserById(
	ctx: Ctx,
	id: string,
	operations: readonly PatchOperation[],
): Promise<ScimPerson> {
	return changeUser(ctx, id, (person) => {
		const before = userDocument(person);
		return readPatchedUser(before, patchUser(before, operations));
	});
}

/**
 * Deactivates a user. Nobody is deleted: what they decided stays theirs, and the audit trail names them. So the
 * user can still be read, with `active: false`, and not 404 as RFC 7644 (3.6) would have it: a provider that gets
 * the person back finds them by userName and makes them active, where a 404 and then 409 would lead nowhere.
 *
 * Refuses: `not_eligible`, `not_found`, invalidValue (the last administrator).
 */
export async function deleteUser(ctx: Ctx, id: string): Promise<void> {
	requireDirectoryWriter(ctx.actor);
	await changeDirectory(ctx, async (change) => {
		const person = (await findPerson(change.tx, id)) ?? refuseUnknown();
		await changePerson(change, person.id, { active: false });
	});
}

async function changeUser(
	ctx: Ctx,
	id: string,
	wantedOf: (person: ScimPerson) => UserAttributes,
): Promise<ScimPerson> {
	requireDirectoryWriter(ctx.actor);
	return changeDirectory(ctx, async (change) => {
		const person = (await findPerson(change.tx, id)) ?? refuseUnknown();
		const wanted = wantedOf(person);
		await changePerson(change, person.id, await changesOf(change, person, wanted));
		return (await findPerson(change.tx, person.id)) ?? refuseUnknown();
	});
}

/** What is different, in the directory's words. */
async function changesOf(
	change: DirectoryChange,
	person: ScimPerson,
	wanted: UserAttributes,
): Promise<PersonChanges> {
	const { userName, email, name, active, timeZone, externalId, manager } = wanted;
	if (userName === null) throw badScim("invalidValue", "userName: a user needs one.");
	if (email === null) throw badScim("invalidValue", "emails: a user needs one.");
	if (active === null) throw badScim("invalidValue", "active: write true or false.");
	const moves = email.toLowerCase() !== person.email;
	if (userName !== person.userName) await refuseGoingBy(change, userName, person.id);
	return {
		// Who went by the e-mail address keeps that name when the address changes.
		...(userName === person.userName && !moves ? {} : { userName }),
		...(moves ? { email } : {}),
		...(name === null || name === person.name ? {} : { name }),
		...(active === person.active ? {} : { active }),
		...(timeZone === person.timeZone ? {} : { timeZone: timeZone ?? "UTC" }),
		...(externalId === person.externalId ? {} : { externalId }),
		...(manager === (person.manager?.id ?? null) ? {} : { manager: await managerOf(change, manager) }),
	};
}

async function managerOf({ tx }: DirectoryChange, reference: string | null): Promise<string | null> {
	if (reference === null) return null;
	const id = await findManager(tx, reference);
	if (id !== null) return id;
	throw badScim("invalidValue", "manager: is nobody here: provision the manager first, or send their id.");
}

async function refuseGoingBy({ tx }: DirectoryChange, userName: string, own: string | null): Promise<void> {
	if (!userName.includes("\0") && (await goesBy(tx, userName, own)))
		throw new ScimError(409, "uniqueness", "userName: stands for somebody else in this workspace already.");
}

function objectOf(body: unknown): Record<string, unknown> {
	if (!isObject(body)) throw badScim("invalidSyntax", "Write a JSON object.");
	return body;
}

function refuseUnknown(): never {
	throw new Refusal("not_found", "There is no such user.");
}
