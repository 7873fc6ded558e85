import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import { isTimeZone } from "../../policy/zone.ts";
import { PRIVILEGED_SCOPES, type Role } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { UUID } from "../locked-request.ts";
import { invalid, Refusal } from "../refusal.ts";
import { cleanLine } from "../text-limits.ts";
import { changeDirectory, type DirectoryChange, readDirectory } from "./change.ts";
import { refuseManager } from "./managers.ts";
import { checkedLimit, containing, keyOfCursor, type PageInput, type PageOf, pageOf } from "./page.ts";
import { findPeople, isAddress } from "./person-reference.ts";
import {
	readsDirectory,
	requireAnyReader,
	requireDirectoryReader,
	requireDirectoryWriter,
	requireGuardian,
	requireRoleGiver,
} from "./rights.ts";

/** A person or service account as administrators see it. */
export interface PersonView {
	id: string;
	/** Lower case. */
	email: string;
	name: string;
	kind: "person" | "service";
	role: Role;
	active: boolean;
	/** Id. */
	manager: string | null;
	/** IANA name. */
	timeZone: string;
	/** Names, in order. */
	groups: string[];
	/** What an identity provider calls this person (SCIM `externalId` and `userName`). */
	externalId: string | null;
	userName: string | null;
	createdAt: string;
}

/** A person as colleagues see one. */
export type Colleague = Pick<PersonView, "id" | "email" | "name" | "active">;

export interface NewPerson {
	email: string;
	name: string;
	/** Default: person. */
	kind?: "person" | "service";
	/** Default: member. */
	role?: Role;
	/** Id or e-mail address. */
	manager?: string | null;
	/** IANA name. Default: UTC. */
	timeZone?: string;
	/** Default: true. */
	active?: boolean;
	externalId?: string | null;
	userName?: string | null;
}

/** What is left out stays as it is. */
export type PersonChanges = Partial<Omit<NewPerson, "kind">>;

export interface PeopleFilter extends PageInput {
	/** Part of the name or of the e-mail address. */
	q?: string;
	active?: boolean;
	/** Name of a group that they are in. */
	group?: string;
	/** The whole of what an identity provider calls them; `userName` in any case. */
	externalId?: string;
	userName?: string;
}

const NAME_LENGTH = 200;

/**
 * Adds a person or a service account.
 *
 * Refuses: `invalid` (email, name, timeZone, manager), `in_use` (email, externalId, userName), `not_eligible`.
 */
export async function createPerson(ctx: Ctx, input: NewPerson): Promise<PersonView> {
	const fields = cleanFields(input);
	requireDirectoryWriter(ctx.actor);
	if (input.role !== undefined && input.role !== "member") requireRoleGiver(ctx.actor);
	return changeDirectory(ctx, (change) => addPerson(change, { ...input, ...fields }));
}

/**
 * Changes a person. Changing nothing records nothing. Deactivating does what `deactivatePerson` does.
 *
 * @param reference id or e-mail address
 * Refuses: `not_found`, `invalid` (email, name, timeZone, manager, and role or active of the last administrator),
 * `in_use` (email, externalId, userName), `not_eligible`.
 */
export async function updatePerson(ctx: Ctx, reference: string, changes: PersonChanges): Promise<PersonView> {
	const fields = cleanFields(changes);
	requireDirectoryWriter(ctx.actor);
	if (changes.role !== undefined) requireRoleGiver(ctx.actor);
	return changeDirectory(ctx, (change) => changePerson(change, reference, { ...changes, ...fields }));
}

/**
 * Deactivates a person: sessions, sign-in links and API keys end at once, and with them the right to decide. What
 * they decided stands. Doing so again changes nothing.
 *
 * @param reference id or e-mail address
 * Refuses: `not_found`, `invalid` (active: the last administrator), `not_eligible`.
 */
export async function deactivatePerson(ctx: Ctx, reference: string): Promise<PersonView> {
	return updatePerson(ctx, reference, { active: false });
}

/** A person by id or e-mail address; oneself, or anybody for who may read the directory. Refuses: `not_found`. */
export async function getPerson(ctx: Ctx, reference: string): Promise<PersonView> {
	const { actor } = ctx;
	requireAnyReader(actor);
	return readDirectory(ctx, async (tx) => {
		const [found] = await findPeople(tx, [reference]);
		if (found === undefined || found === null) throw noPerson();
		if (found.id !== actor.personId && !readsDirectory(actor)) throw noPerson();
		return readPerson(tx, found.id);
	});
}

/**
 * A person by id or e-mail address as the actor may see them: all of it for oneself and for who may read the
 * directory, an active person's name and address for everybody else. Refuses: `not_found`.
 */
export async function findVisiblePerson(ctx: Ctx, reference: string): Promise<PersonView | Colleague> {
	const { actor } = ctx;
	requireAnyReader(actor);
	return readDirectory(ctx, async (tx) => {
		const [found] = await findPeople(tx, [reference]);
		if (found === undefined || found === null) throw noPerson();
		if (found.id === actor.personId || readsDirectory(actor)) return readPerson(tx, found.id);
		const { id, email, name, active, kind } = found;
		if (!active || kind !== "person") throw noPerson();
		return { id, email, name, active };
	});
}

/** A page of people and service accounts, by e-mail address. Refuses: `invalid` (limit, cursor), `not_eligible`. */
export async function listPeople(ctx: Ctx, filter: PeopleFilter = {}): Promise<PageOf<PersonView>> {
	requireDirectoryReader(ctx.actor);
	return readDirectory(ctx, (tx) => pageOfPeople(tx, filter));
}

/** A page of active people, by e-mail address, as anybody may see them: to choose a delegate. */
export async function listColleagues(
	ctx: Ctx,
	filter: Pick<PeopleFilter, "q" | "limit" | "cursor"> = {},
): Promise<PageOf<Colleague>> {
	requireAnyReader(ctx.actor);
	const page = await readDirectory(ctx, (tx) => pageOfPeople(tx, { ...filter, active: true }, true));
	return {
		...page,
		items: page.items.map(({ id, email, name, active }) => ({ id, email, name, active })),
	};
}

/** Adds a person inside a transaction that changes the directory; see `createPerson`. */
export async function addPerson(change: DirectoryChange, input: NewPerson): Promise<PersonView> {
	const { tx, workspaceId } = change;
	const fields = { ...input, ...cleanFields(input) };
	const { kind = "person", role = "member", timeZone = "UTC", active = true } = fields;
	await refuseTaken(tx, fields, null);
	const id = newId();
	const manager = fields.manager == null ? null : await refuseManager(tx, id, fields.manager);
	await tx.sql`
		insert into people (id, workspace_id, email, name, kind, role, active, manager_id, time_zone, external_id, user_name)
		values (${id}, ${workspaceId}, ${fields.email}, ${fields.name}, ${kind}, ${role}, ${active}, ${manager},
			${timeZone}, ${fields.externalId ?? null}, ${fields.userName ?? null})`;
	await change.record("person_added", { person: id, personKind: kind, role, active, manager });
	return readPerson(tx, id);
}

/** Changes a person inside a transaction that changes the directory; see `updatePerson`. */
export async function changePerson(
	change: DirectoryChange,
	reference: string,
	changes: PersonChanges,
): Promise<PersonView> {
	const { tx } = change;
	const [found] = await findPeople(tx, [reference]);
	if (found === undefined || found === null) throw noPerson();
	const before = await readPerson(tx, found.id);
	const wanted = { ...changes, ...cleanFields(changes) };
	const after = { ...before, ...definedOf(wanted), manager: before.manager };
	if (wanted.manager !== undefined) {
		after.manager = wanted.manager === null ? null : await managerOf(tx, before, wanted.manager);
	}
	const changed = CHANGEABLE.filter((field) => after[field] !== before[field]);
	if (changed.length === 0) return before;
	// Sign-in goes by the address: who may change an administrator's is one.
	const guarded = changed.some((field) => field !== "name" && field !== "timeZone" && field !== "manager");
	if (before.role !== "member" && guarded) requireGuardian(change.actor, before.role);
	await refuseTaken(tx, after, before.id);
	await refuseLastAdministrator(tx, before, after);
	await tx.sql`
		update people set email = ${after.email}, name = ${after.name}, role = ${after.role}, active = ${after.active},
			manager_id = ${after.manager}, time_zone = ${after.timeZone}, external_id = ${after.externalId},
			user_name = ${after.userName}
		where id = ${before.id}`;
	if (before.active && !after.active) await endAccess(tx, before.id);
	else if (before.email !== after.email) await endSessions(tx, before.id);
	if (before.role !== after.role) await revokePrivilegedKeys(tx, before.id, after.role);
	await change.record(kindOfChange(before, after), {
		person: before.id,
		changed,
		...Object.fromEntries(
			TELLABLE.filter((field) => changed.includes(field)).map((field) => [
				field,
				{ from: before[field], to: after[field] },
			]),
		),
	});
	return readPerson(tx, before.id);
}

const CHANGEABLE = [
	"email",
	"name",
	"role",
	"active",
	"manager",
	"timeZone",
	"externalId",
	"userName",
] as const;
/** Fields whose values an audit entry may hold. */
const TELLABLE = ["role", "active", "manager", "timeZone"] as const;

function kindOfChange(before: PersonView, after: PersonView): string {
	if (before.active === after.active) return "person_changed";
	return after.active ? "person_reactivated" : "person_deactivated";
}

/** The manager's id. One who was it already is not held against anything: they may have left since. */
async function managerOf(tx: Tx, person: PersonView, reference: string): Promise<string> {
	const [same] = await findPeople(tx, [reference]);
	if (same !== undefined && same !== null && same.id === person.manager) return same.id;
	return refuseManager(tx, person.id, reference);
}

/** Ends what a person could come in with. Those who come back sign in and get keys anew. */
async function endAccess(tx: Tx, personId: string): Promise<void> {
	await Promise.all([
		endSessions(tx, personId),
		tx.sql`update api_keys set revoked_at = now() where person_id = ${personId} and revoked_at is null`,
	]);
}

/** With another address it may be somebody else who signs in. */
async function endSessions(tx: Tx, personId: string): Promise<void> {
	await Promise.all([
		tx.sql`update sessions set ended_at = now() where person_id = ${personId} and ended_at is null`,
		tx.sql`update sign_in_tokens set used_at = now() where person_id = ${personId} and used_at is null`,
	]);
}

/** Keys that an administrator made for more than a member may do end with the role. */
async function revokePrivilegedKeys(tx: Tx, personId: string, role: Role): Promise<void> {
	if (role === "administrator") return;
	await tx.sql`
		update api_keys set revoked_at = now()
		where person_id = ${personId} and revoked_at is null and scopes && ${[...PRIVILEGED_SCOPES]}::text[]`;
}

/** Somebody must stay who can sign in and put things right. */
async function refuseLastAdministrator(tx: Tx, before: PersonView, after: PersonView): Promise<void> {
	const was = before.active && before.role === "administrator";
	const is = after.active && after.role === "administrator";
	if (!was || is) return;
	const [other] = await tx.sql`
		select 1 from people where role = 'administrator' and active and id <> ${before.id}
			${before.kind === "person" ? tx.sql`and kind = 'person'` : tx.sql``} limit 1`;
	if (other !== undefined) return;
	throw invalid(
		after.active ? "role" : "active",
		"this is the last active administrator: make somebody else an administrator first",
	);
}

async function refuseTaken(
	tx: Tx,
	wanted: { email: string; externalId?: string | null; userName?: string | null },
	own: string | null,
): Promise<void> {
	const { email, externalId = null, userName = null } = wanted;
	const taken = await tx.sql<{ email: string; external_id: string | null; user_name: string | null }[]>`
		select email, external_id, user_name from people
		where (email = ${email} or external_id = ${externalId} or lower(user_name) = lower(${userName}))
			and id is distinct from ${own}::uuid`;
	const errors = [
		...(taken.some((row) => row.email === email)
			? [{ path: "email", message: "belongs to somebody else in this workspace already: write another" }]
			: []),
		...(externalId !== null && taken.some((row) => row.external_id === externalId)
			? [{ path: "externalId", message: "stands for somebody else in this workspace already" }]
			: []),
	];
	if (errors.length === 0 && taken.length > 0) {
		errors.push({ path: "userName", message: "stands for somebody else in this workspace already" });
	}
	const [first] = errors;
	if (first !== undefined) throw new Refusal("in_use", `${first.path}: ${first.message}`, { errors });
}

/** The texts as they are kept. Refuses with `invalid`. */
function cleanFields<T extends PersonChanges>(
	input: T,
): Pick<T, "email" | "name" | "externalId" | "userName"> {
	const clean: PersonChanges = {};
	if (input.email !== undefined) {
		clean.email = input.email.trim().toLowerCase();
		if (!isAddress(clean.email)) throw invalid("email", "write an e-mail address such as ana@example.com");
	}
	if (input.name !== undefined) clean.name = cleanLine("name", input.name, NAME_LENGTH);
	if (input.timeZone !== undefined && !isTimeZone(input.timeZone))
		throw invalid("timeZone", "write a time zone of the IANA database such as Europe/London");
	if (input.externalId != null) clean.externalId = cleanLine("externalId", input.externalId, NAME_LENGTH);
	if (input.userName != null) clean.userName = cleanLine("userName", input.userName, NAME_LENGTH);
	return clean as Pick<T, "email" | "name" | "externalId" | "userName">;
}

/** The same without what is undefined. */
function definedOf<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
	const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
	return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

interface Row {
	id: string;
	email: string;
	name: string;
	kind: "person" | "service";
	role: Role;
	active: boolean;
	manager_id: string | null;
	time_zone: string;
	groups: string[];
	external_id: string | null;
	user_name: string | null;
	created_at: string;
}

const COLUMNS = `p.id, p.email, p.name, p.kind, p.role, p.active, p.manager_id, p.time_zone, p.external_id, p.user_name,
	p.created_at, array(select g.name from group_members m join groups g on g.id = m.group_id
		where m.person_id = p.id order by g.name) as groups`;

async function readPerson(tx: Tx, id: string): Promise<PersonView> {
	const [row] = await tx.sql<Row[]>`select ${tx.sql.unsafe(COLUMNS)} from people p where p.id = ${id}`;
	if (row === undefined) throw noPerson();
	return toView(row);
}

async function pageOfPeople(tx: Tx, filter: PeopleFilter, humansOnly = false): Promise<PageOf<PersonView>> {
	const { sql } = tx;
	const limit = checkedLimit(filter.limit);
	const [after] = keyOfCursor(filter.cursor, UUID) ?? [];
	const { q, active, group, externalId, userName } = filter;
	const pattern = q === undefined ? "" : containing(q);
	// The cursor is an id: an address would end up in logs.
	const rows = await sql<Row[]>`
		select ${sql.unsafe(COLUMNS)} from people p where true
			${after === undefined ? sql`` : sql`and p.email > (select email from people where id = ${after})`}
			${q === undefined ? sql`` : sql`and (p.name ilike ${pattern} or p.email ilike ${pattern})`}
			${active === undefined ? sql`` : sql`and p.active = ${active}`}
			${humansOnly ? sql`and p.kind = 'person'` : sql``}
			${externalId === undefined ? sql`` : sql`and p.external_id = ${externalId}`}
			${userName === undefined ? sql`` : sql`and lower(p.user_name) = lower(${userName})`}
			${group === undefined ? sql`` : sql`and exists (select 1 from group_members m join groups g on g.id = m.group_id where m.person_id = p.id and g.name = ${group})`}
		order by p.email limit ${limit + 1}`;
	return pageOf(rows, limit, toView, (row) => [row.id]);
}

function toView(row: Row): PersonView {
	return {
		id: row.id,
		email: row.email,
		name: row.name,
		kind: row.kind,
		role: row.role,
		active: row.active,
		manager: row.manager_id,
		timeZone: row.time_zone,
		groups: row.groups,
		externalId: row.external_id,
		userName: row.user_name,
		createdAt: new Date(row.created_at).toISOString(),
	};
}

function noPerson(): Refusal {
	return new Refusal("not_found", "There is no such person, or you may not see them.");
}
