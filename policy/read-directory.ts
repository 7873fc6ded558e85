import type { Calendar, Delegation, Directory, Person, PersonId, Rota } from "./directory.ts";
import { isObject, type Problems, refuseUnknownFields, shown } from "./problems.ts";
import { calendarAt } from "./read-calendar.ts";
import { readInstant } from "./read-instant.ts";
import { rotaAt } from "./read-rota.ts";

const FIELDS = ["users", "groups", "delegations", "calendars", "rotas"];
const CHANGES = ["deactivate", "activate", "groups", "managers", "delegations", "calendars", "rotas"];

/** What a `directory` event of a simulation changes. */
export interface DirectoryChange {
	active: readonly (readonly [PersonId, boolean])[];
	managers: readonly (readonly [PersonId, PersonId | null])[];
	/** Groups whose members are now these. */
	groups: Readonly<Record<string, readonly PersonId[]>>;
	/** All delegations there are now; null where they stay. */
	delegations: readonly Delegation[] | null;
	/** Calendars and rotas that are now these, by name. */
	calendars: Readonly<Record<string, Calendar>>;
	rotas: Readonly<Record<string, Rota>>;
}

/** Reads the `directory` of a simulation. */
export function readDirectory(value: unknown, problems: Problems): Directory {
	const people: Record<PersonId, Person> = {};
	const directory: Directory = { people, groups: {}, delegations: [] };
	if (!isObject(value)) {
		if (value === undefined) problems.missing("directory", "write { users: [ … ], groups: { … } }");
		else problems.add("directory", `must be an object, not ${shown(value)}`);
		return directory;
	}
	refuseUnknownFields(value, "directory", FIELDS, problems);
	for (const [i, user] of listOf(value.users, "directory.users", problems).entries()) {
		const person = readPerson(user, `directory.users[${i}]`, problems);
		if (person === null) continue;
		if (Object.hasOwn(people, person.id))
			problems.add(`directory.users[${i}].id`, `stands twice: ${shown(person.id)}`);
		define(people, person.id, person);
	}
	return {
		people,
		groups: readGroups(value.groups, "directory.groups", directory, problems),
		delegations: readDelegations(value.delegations, "directory.delegations", directory, problems),
		calendars: byName(value.calendars, "directory.calendars", calendarAt, problems),
		rotas: readRotas(value.rotas, "directory.rotas", directory, problems),
	};
}

/**
 * Reads what a `directory` event changes: `deactivate` and `activate` (ids), `groups` (their members from now on),
 * `managers` (id → id or null), `delegations` (all of them from now on), `calendars` and `rotas` (by name).
 */
export function readDirectoryChange(
	value: Record<string, unknown>,
	path: string,
	directory: Directory,
	problems: Problems,
): DirectoryChange {
	refuseUnknownFields(value, path, CHANGES, problems);
	const ids = (field: string) =>
		(value[field] === undefined ? [] : listOf(value[field], `${path}.${field}`, problems)).map((id, i) =>
			knownId(id, `${path}.${field}[${i}]`, directory, problems),
		);
	const managers = value.managers ?? {};
	if (!isObject(managers))
		problems.add(`${path}.managers`, `must be an object of user ids, not ${shown(managers)}`);
	return {
		active: [
			...ids("deactivate").map((id) => [id, false] as const),
			...ids("activate").map((id) => [id, true] as const),
		],
		managers: Object.entries(isObject(managers) ? managers : {}).map(([id, manager]) => {
			const at = `${path}.managers.${id}`;
			return [
				knownId(id, at, directory, problems),
				manager === null ? null : knownId(manager, at, directory, problems),
			] as const;
		}),
		groups: readGroups(value.groups, `${path}.groups`, directory, problems),
		delegations:
			value.delegations === undefined
				? null
				: readDelegations(value.delegations, `${path}.delegations`, directory, problems),
		calendars: byName(value.calendars, `${path}.calendars`, calendarAt, problems),
		rotas: readRotas(value.rotas, `${path}.rotas`, directory, problems),
	};
}

/** The directory after a change; the one given stays as it is. */
export function changedDirectory(directory: Directory, change: DirectoryChange): Directory {
	const people: Record<PersonId, Person> = { ...directory.people };
	for (const [id, active] of change.active) {
		const person = people[id];
		if (person !== undefined) define(people, id, { ...person, active });
	}
	for (const [id, manager] of change.managers) {
		const person = people[id];
		if (person !== undefined) define(people, id, { ...person, manager });
	}
	return {
		people,
		groups: { ...directory.groups, ...change.groups },
		delegations: change.delegations ?? directory.delegations,
		calendars: { ...directory.calendars, ...change.calendars },
		rotas: { ...directory.rotas, ...change.rotas },
	};
}

function readGroups(
	value: unknown,
	path: string,
	directory: Directory,
	problems: Problems,
): Record<string, PersonId[]> {
	const groups: Record<string, PersonId[]> = {};
	if (value === undefined) return groups;
	if (!isObject(value)) {
		problems.add(path, `must be an object of lists of user ids, not ${shown(value)}`);
		return groups;
	}
	for (const [name, members] of Object.entries(value)) {
		const groupPath = `${path}.${name}`;
		const ids = listOf(members, groupPath, problems).map((id, i) =>
			knownId(id, `${groupPath}[${i}]`, directory, problems),
		);
		define(groups, name, ids);
	}
	return groups;
}

function readDelegations(
	value: unknown,
	path: string,
	directory: Directory,
	problems: Problems,
): Delegation[] {
	const list = value === undefined ? [] : listOf(value, path, problems);
	return list.flatMap((item, i) => {
		const at = `${path}[${i}]`;
		if (!isObject(item)) {
			problems.add(at, `must be an object with from, to, start and end, not ${shown(item)}`);
			return [];
		}
		refuseUnknownFields(item, at, ["from", "to", "start", "end"], problems);
		const start = readInstant(item.start, `${at}.start`, problems) ?? 0;
		const end = readInstant(item.end, `${at}.end`, problems) ?? start + 1;
		if (end <= start) problems.add(`${at}.end`, "must be later than start");
		const from = knownId(item.from, `${at}.from`, directory, problems);
		const to = knownId(item.to, `${at}.to`, directory, problems);
		return [{ id: `delegation-${i + 1}`, from, to, start, end }];
	});
}

function readRotas(
	value: unknown,
	path: string,
	directory: Directory,
	problems: Problems,
): Record<string, Rota> {
	const rotas = byName(value, path, rotaAt, problems);
	for (const { name, people, overrides } of Object.values(rotas)) {
		for (const id of [...people, ...overrides.map(({ person }) => person)]) {
			if (id !== "") knownId(id, `${path} (${name})`, directory, problems);
		}
	}
	return rotas;
}

function byName<T extends { name: string }>(
	value: unknown,
	path: string,
	read: (item: unknown, path: string, problems: Problems) => T | null,
	problems: Problems,
): Record<string, T> {
	const named: Record<string, T> = {};
	for (const [i, item] of (value === undefined ? [] : listOf(value, path, problems)).entries()) {
		const one = read(item, `${path}[${i}]`, problems);
		if (one === null) continue;
		if (Object.hasOwn(named, one.name))
			problems.add(`${path}[${i}].name`, `stands twice: ${shown(one.name)}`);
		define(named, one.name, one);
	}
	return named;
}

function knownId(value: unknown, path: string, { people }: Directory, problems: Problems): PersonId {
	if (typeof value === "string" && Object.hasOwn(people, value)) return value;
	problems.add(path, `is not the id of a user: ${shown(value)}`);
	return "";
}

function readPerson(value: unknown, path: string, problems: Problems): Person | null {
	if (!isObject(value)) {
		problems.add(path, `must be an object such as { id: ana, email: ana@example.com }, not ${shown(value)}`);
		return null;
	}
	refuseUnknownFields(value, path, ["id", "email", "manager", "active", "admin"], problems);
	const { id, email, manager, active, admin } = value;
	if (typeof id !== "string" || id === "") {
		problems.missing(`${path}.id`, "write a text such as ana");
		return null;
	}
	if (email !== undefined && typeof email !== "string")
		problems.add(`${path}.email`, `must be a text, not ${shown(email)}`);
	if (manager !== undefined && manager !== null && typeof manager !== "string") {
		problems.add(`${path}.manager`, `must be the id of a user, not ${shown(manager)}`);
	}
	for (const [field, flag] of Object.entries({ active, admin })) {
		if (flag !== undefined && typeof flag !== "boolean")
			problems.add(`${path}.${field}`, `must be true or false, not ${shown(flag)}`);
	}
	return {
		id,
		email: typeof email === "string" ? email.toLowerCase() : "",
		manager: typeof manager === "string" ? manager : null,
		active: active !== false,
		admin: admin === true,
	};
}

export function listOf(value: unknown, path: string, problems: Problems): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (value === undefined) problems.missing(path, "write a list");
	else problems.add(path, `must be a list, not ${shown(value)}`);
	return [];
}

/** Sets an own property whatever its name is (`__proto__` too). */
function define<T>(object: Record<string, T>, key: string, value: T): void {
	Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
