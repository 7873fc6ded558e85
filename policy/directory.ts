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

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Opening and closing, `HH:MM` on the wall clock; a closing at or before its opening is on the next day. */
export type Period = readonly [opening: string, closing: string];

/** The hours in which work is done. Made by `readCalendar`. Never altered: a change makes a new object. */
export interface Calendar {
	name: string;
	/** IANA, such as Europe/London. */
	timeZone: string;
	hours: Readonly<Partial<Record<Weekday, readonly Period[]>>>;
	/** Days without hours, `YYYY-MM-DD`. */
	holidays: readonly string[];
	/** The hours of a day that differs, whatever its weekday and the holidays say. */
	exceptions: Readonly<Record<string, readonly Period[]>>;
}

/** Who is on call when: people take turns, shift by shift. Made by `readRota`. */
export interface Rota {
	name: string;
	/** IANA, such as Europe/London. */
	timeZone: string;
	/** The day of the first shift, `YYYY-MM-DD`. */
	start: string;
	/** When a shift begins, `HH:MM` on the wall clock. */
	handOver: string;
	/** A wall-clock duration such as `1w`, `1d` or `12h`. */
	shiftLength: string;
	/** In the order of their turns. */
	people: readonly PersonId[];
	/** Who stands in from `start` (inclusive) to `end` (exclusive); the last that covers an instant counts. */
	overrides: readonly { person: PersonId; start: Instant; end: Instant }[];
}

/**
 * The people a policy may need, as they are now. It may be a part of the workspace's directory. It has to hold:
 *
 * - everybody whom the policy names by e-mail, the members of the groups it names, everybody on the rotas it names
 *   (their people and overrides), the requester and the managers above, as far as the policy looks up;
 * - whoever stands in the request's record: assigned now, named by a reassignment, and who acts in the event;
 * - every delegation that has not ended and begins at one of those, or at a delegate reached from them (five deep),
 *   also those that have not begun, with the people delegated to;
 * - the calendar and the rotas that the policy names;
 * - where the policy has conditions (`when`): every group that the requester is in.
 */
export interface Directory {
	people: Readonly<Record<PersonId, Person>>;
	/** Group name → ids of its members. */
	groups: Readonly<Record<string, readonly PersonId[]>>;
	delegations: readonly Delegation[];
	/** By name. */
	calendars?: Readonly<Record<string, Calendar>>;
	/** By name. */
	rotas?: Readonly<Record<string, Rota>>;
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
