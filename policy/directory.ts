/** Milliseconds since 1970-01-01T00:00:00Z, whole. */
export type Instant = number;
/** A person's id: a UUID in the ledger, any string in a simulation. */
export type PersonId = string;

/** What the rules need to know of a person. Deactivated people stay known, `active: false`. */
export interface Person {
	id: PersonId;
	/** Lower case. */
	email: string;
	active: boolean;
	manager: PersonId | null;
	admin: boolean;
}

/** `to` may decide for `from` from `start` (inclusive) to `end` (exclusive). */
export interface Delegation {
	id: string;
	from: PersonId;
	to: PersonId;
	start: Instant;
	end: Instant;
}

/**
 * The people a policy may need, as they are now. It may be a part of the workspace's directory:
 * everybody whom the policy names, the members of its groups, the requester with the managers above,
 * and the delegates reachable from those.
 */
export interface Directory {
	people: Readonly<Record<PersonId, Person>>;
	/** Group name → ids of its members. */
	groups: Readonly<Record<string, readonly PersonId[]>>;
	delegations: readonly Delegation[];
}

/** The person of that id, active or not; undefined where the directory does not know them. */
export function personOf(directory: Directory, id: PersonId): Person | undefined {
	return Object.hasOwn(directory.people, id) ? directory.people[id] : undefined;
}

/** The ids of a group's members; none where the directory does not know the group. */
export function membersOf(directory: Directory, group: string): readonly PersonId[] {
	return (Object.hasOwn(directory.groups, group) ? directory.groups[group] : undefined) ?? [];
}

/** The ids of the people with these e-mail addresses (lower case). */
export function idsByEmail(directory: Directory, emails: ReadonlySet<string>): Map<string, PersonId> {
	const ids = new Map<string, PersonId>();
	if (emails.size === 0) return ids;
	for (const person of Object.values(directory.people)) {
		if (emails.has(person.email) && !ids.has(person.email)) ids.set(person.email, person.id);
	}
	return ids;
}
