import { v7 as newId } from "uuid";
import type { Database } from "../../../db/connect.ts";
import type { Tx } from "../../../db/transaction.ts";
import { inWorkspace } from "../../../db/transaction.ts";
import type {
	DirectoryChangeDocument,
	DirectoryDocument,
	NamedDocument,
	RotaDocument,
} from "./scenario-files.ts";

/** The scenario's names for people, and their ids in the ledger. */
export class Names {
	readonly #ids = new Map<string, string>();
	readonly #names = new Map<string, string>();

	add(name: string, id: string): void {
		this.#ids.set(name, id);
		this.#names.set(id, name);
	}

	id(name: string): string {
		const id = this.#ids.get(name);
		if (id === undefined) throw new Error(`nobody in the scenario is called ${name}`);
		return id;
	}

	name(id: string): string {
		return this.#names.get(id) ?? `somebody else (${id})`;
	}
}

/** Writes exactly the scenario's directory into a workspace of its own. */
export async function seedDirectory(
	db: Database,
	workspaceId: string,
	directory: DirectoryDocument,
): Promise<Names> {
	const names = new Names();
	const users = directory.users ?? [];
	for (const { id } of users) names.add(id, newId());
	await inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
		for (const { id, email, active = true, admin = false } of users) {
			await tx.sql`
				insert into people (id, workspace_id, email, name, role, active)
				values (${names.id(id)}, ${workspaceId}, ${email.toLowerCase()}, ${id}, ${admin ? "administrator" : "member"}, ${active})`;
		}
		await writeManagers(tx, names, Object.fromEntries(users.map(({ id, manager }) => [id, manager ?? null])));
		await writeChange(tx, workspaceId, names, directory);
	});
	return names;
}

/** Changes the directory as an event says, in one transaction; triggers write down what is to be followed. */
export async function changeDirectory(
	db: Database,
	workspaceId: string,
	names: Names,
	change: DirectoryChangeDocument,
): Promise<void> {
	await inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
		for (const name of change.deactivate ?? [])
			await tx.sql`update people set active = false where id = ${names.id(name)}`;
		for (const name of change.activate ?? [])
			await tx.sql`update people set active = true where id = ${names.id(name)}`;
		await writeManagers(tx, names, change.managers ?? {});
		await writeChange(tx, workspaceId, names, change);
	});
}

async function writeManagers(tx: Tx, names: Names, managers: Record<string, string | null>): Promise<void> {
	for (const [name, manager] of Object.entries(managers)) {
		const managerId = manager === null ? null : names.id(manager);
		await tx.sql`
			update people set manager_id = ${managerId}
			where id = ${names.id(name)} and manager_id is distinct from ${managerId}`;
	}
}

async function writeChange(
	tx: Tx,
	workspaceId: string,
	names: Names,
	{ groups = {}, delegations, calendars = [], rotas = [] }: DirectoryChangeDocument,
): Promise<void> {
	for (const [name, members] of Object.entries(groups)) {
		const [group] = await tx.sql<{ id: string }[]>`
			insert into groups (id, workspace_id, name, title) values (${newId()}, ${workspaceId}, ${name}, ${name})
			on conflict (workspace_id, name) do update set title = excluded.title returning id`;
		const ids = members.map((member) => names.id(member));
		await tx.sql`delete from group_members where group_id = ${group?.id ?? ""} and person_id <> all(${ids}::uuid[])`;
		await tx.sql`
			insert into group_members (workspace_id, group_id, person_id)
			select ${workspaceId}, ${group?.id ?? ""}, unnest(${ids}::uuid[]) on conflict do nothing`;
	}
	if (delegations !== undefined) {
		await tx.sql`delete from delegations where workspace_id = ${workspaceId}`;
		for (const { from, to, start, end } of delegations) {
			await tx.sql`
				insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
				values (${newId()}, ${workspaceId}, ${names.id(from)}, ${names.id(to)}, ${start}, ${end}, 'self')`;
		}
	}
	for (const calendar of calendars) await writeDocument(tx, "calendars", workspaceId, calendar);
	for (const rota of rotas) await writeDocument(tx, "rotas", workspaceId, withIds(rota, names));
}

/** A rota's people are kept as ids. */
function withIds({ people, overrides = [], ...rota }: RotaDocument, names: Names): NamedDocument {
	return {
		...rota,
		people: people.map((name) => names.id(name)),
		overrides: overrides.map((override) => ({ ...override, person: names.id(override.person) })),
	};
}

async function writeDocument(
	tx: Tx,
	table: "calendars" | "rotas",
	workspaceId: string,
	document: NamedDocument,
): Promise<void> {
	await tx.sql`
		insert into ${tx.sql(table)} (id, workspace_id, name, document)
		values (${newId()}, ${workspaceId}, ${document.name}, ${JSON.stringify(document)}::jsonb)
		on conflict (workspace_id, name) do update set document = excluded.document, updated_at = now()`;
}
