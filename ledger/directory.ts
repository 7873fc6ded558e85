import { and, eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import type { Database } from "../db/connect.ts";
import { groupMembers, groups, people } from "../db/schema/index.ts";
import { inWorkspace } from "../db/transaction.ts";
import type { Role } from "./actor.ts";

export interface PersonInput {
	email: string;
	name: string;
	kind?: "person" | "service";
	role?: Role;
	timeZone?: string;
}

/** Adds a person, or brings the one with this e-mail address up to date. Answers the id. */
export async function putPerson(db: Database, workspaceId: string, input: PersonInput): Promise<string> {
	const email = input.email.trim().toLowerCase();
	const { name, kind = "person", role = "member", timeZone = "UTC" } = input;
	return inWorkspace(db, { workspaceId, actorId: null }, async ({ orm }) => {
		const [row] = await orm
			.insert(people)
			.values({ id: newId(), workspaceId, email, name, kind, role, timeZone })
			.onConflictDoUpdate({ target: [people.workspaceId, people.email], set: { name, kind, role, timeZone } })
			.returning({ id: people.id });
		if (row === undefined) throw new Error(`person ${email} was not written`);
		return row.id;
	});
}

/** Adds a group, or brings the one of this name up to date, with exactly these members. */
export async function putGroup(
	db: Database,
	workspaceId: string,
	input: { name: string; title: string; members: readonly string[] },
): Promise<void> {
	await inWorkspace(db, { workspaceId, actorId: null }, async ({ orm }) => {
		const [row] = await orm
			.insert(groups)
			.values({ id: newId(), workspaceId, name: input.name, title: input.title })
			.onConflictDoUpdate({ target: [groups.workspaceId, groups.name], set: { title: input.title } })
			.returning({ id: groups.id });
		if (row === undefined) throw new Error(`group ${input.name} was not written`);
		await orm.delete(groupMembers).where(eq(groupMembers.groupId, row.id));
		if (input.members.length === 0) return;
		await orm
			.insert(groupMembers)
			.values(input.members.map((personId) => ({ workspaceId, groupId: row.id, personId })));
	});
}

/** Deactivates a person: sessions and keys stop at once. What they decided stands. */
export async function deactivatePerson(db: Database, workspaceId: string, personId: string): Promise<void> {
	await inWorkspace(db, { workspaceId, actorId: null }, async ({ orm }) => {
		await orm
			.update(people)
			.set({ active: false })
			.where(and(eq(people.id, personId), eq(people.workspaceId, workspaceId)));
	});
}
