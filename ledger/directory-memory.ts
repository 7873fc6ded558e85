import type { Tx } from "../db/transaction.ts";
import type { Directory, Person, PersonId } from "../policy/directory.ts";
import type { ApproverSource, Policy } from "../policy/document.ts";
import type { RequestRecord } from "../policy/record.ts";

/**
 * The part of a directory that a policy can reach, remembered for as long as the workspace's directory
 * version stands; a decision then reads no people at all.
 */
const remembered = new Map<string, { version: number; directory: Directory }>();
const MOST = 500;

export interface DirectoryQuestion {
	workspaceId: string;
	/** As read in this transaction. */
	directoryVersion: number;
	policyVersionId: string;
	policy: Policy;
	/** Who else must be in it: the requester, the actor, people already on the record. */
	people: PersonId[];
}

/** The people of the policy's groups and e-mail addresses, and those asked for by id. */
export async function directoryFor(tx: Tx, question: DirectoryQuestion): Promise<Directory> {
	const key = `${question.workspaceId}/${question.policyVersionId}`;
	let entry = remembered.get(key);
	if (entry === undefined || entry.version !== question.directoryVersion) {
		entry = { version: question.directoryVersion, directory: await readReachable(tx, question.policy) };
		if (remembered.size >= MOST) remembered.clear();
		remembered.set(key, entry);
	}
	const { directory } = entry;
	const others = question.people.filter((id) => directory.people[id] === undefined);
	if (others.length === 0) return directory;
	return { ...directory, people: { ...directory.people, ...(await othersOf(tx, question, others)) } };
}

/** People whom the policy does not name: requesters above all, who come again and again. */
const otherPeople = new Map<string, { version: number; people: Map<PersonId, Person> }>();
const MOST_OTHERS = 20_000;

async function othersOf(
	tx: Tx,
	question: DirectoryQuestion,
	ids: readonly PersonId[],
): Promise<Record<PersonId, Person>> {
	let entry = otherPeople.get(question.workspaceId);
	if (entry === undefined || entry.version !== question.directoryVersion || entry.people.size > MOST_OTHERS) {
		entry = { version: question.directoryVersion, people: new Map() };
		otherPeople.set(question.workspaceId, entry);
	}
	const { people } = entry;
	const unknown = ids.filter((id) => !people.has(id));
	if (unknown.length > 0) {
		for (const person of Object.values(await readPeople(tx, unknown))) people.set(person.id, person);
	}
	const found = ids.flatMap((id) => people.get(id) ?? []);
	return Object.fromEntries(found.map((person) => [person.id, person]));
}

/** Everybody on a record whom the directory has to know. */
export function peopleOn(record: RequestRecord): PersonId[] {
	return [record.requester, ...(record.stage?.assignments.map((assignment) => assignment.person) ?? [])];
}

function sourcesOf(policy: Policy): ApproverSource[] {
	return policy.stages.flatMap((stage) => [...stage.approvers, ...stage.escalate.flatMap((step) => step.to)]);
}

interface PersonRow {
	id: string;
	email: string;
	active: boolean;
	manager_id: string | null;
	role: string;
}

function toPeople(rows: readonly PersonRow[]): Record<PersonId, Person> {
	return Object.fromEntries(
		rows.map((row) => [
			row.id,
			{
				id: row.id,
				email: row.email,
				active: row.active,
				manager: row.manager_id,
				admin: row.role === "administrator",
			},
		]),
	);
}

async function readReachable(tx: Tx, policy: Policy): Promise<Directory> {
	const sources = sourcesOf(policy);
	const groups = sources.flatMap((source) => ("group" in source ? [source.group] : []));
	const emails = sources.flatMap((source) => ("user" in source ? [source.user.toLowerCase()] : []));
	const [members, people] = await Promise.all([
		tx.sql<{ name: string; person_id: string }[]>`
			select g.name, m.person_id from groups g join group_members m on m.group_id = g.id
			where g.name = any(${groups}) order by g.name, m.person_id`,
		tx.sql<PersonRow[]>`
			select id, email, active, manager_id, role from people where email = any(${emails})
			union
			select p.id, p.email, p.active, p.manager_id, p.role from people p
				join group_members m on m.person_id = p.id join groups g on g.id = m.group_id
				where g.name = any(${groups})`,
	]);
	const byName: Record<string, PersonId[]> = Object.fromEntries(groups.map((name) => [name, []]));
	for (const member of members) byName[member.name]?.push(member.person_id);
	return { people: toPeople(people), groups: byName, delegations: [] };
}

async function readPeople(tx: Tx, ids: readonly PersonId[]): Promise<Record<PersonId, Person>> {
	return toPeople(
		await tx.sql<PersonRow[]>`
			select id, email, active, manager_id, role from people where id = any(${[...ids]}::uuid[])`,
	);
}
