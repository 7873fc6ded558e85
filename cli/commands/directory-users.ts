import type { Colleague, NewPerson, PeopleFilter, Person, PersonChanges, Role } from "../../sdk/index.ts";
import { oneOf, wholeNumber } from "../arguments.ts";
import { UsageError } from "../cli-error.ts";
import { EXIT } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

const ROLES: readonly Role[] = ["member", "auditor", "administrator"];

export interface UsersListOptions {
	q?: string;
	group?: string;
	active?: true;
	inactive?: true;
	limit?: string;
	cursor?: string;
}

/** Shows a page of people. */
export async function usersList(session: Session, options: UsersListOptions): Promise<number> {
	const { limit, active, inactive, ...others } = options;
	const filter: PeopleFilter = {
		...others,
		...(active === true ? { active: true } : inactive === true ? { active: false } : {}),
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
	};
	const page = await session.client().users.list(filter);
	session.answer(page, () =>
		page.items.length === 0 ? "Nobody." : tableText(page.items.map((person) => personRow(person))),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

/** Shows a person. */
export async function usersShow(session: Session, who: string): Promise<number> {
	const person = await session.client().users.get(who);
	session.answer(person, () => personText(person));
	return EXIT.done;
}

export interface UserOptions {
	name?: string;
	email?: string;
	role?: string;
	manager?: string | false;
	timeZone?: string;
	externalId?: string;
	userName?: string;
	active?: true;
	service?: true;
}

/** Adds a person or a service account. */
export async function usersAdd(
	session: Session,
	email: string,
	name: string,
	options: UserOptions,
): Promise<number> {
	const { service, ...others } = options;
	const input: NewPerson = {
		...changesOf(others),
		email,
		name,
		...(service === true ? { kind: "service" } : {}),
	};
	const person = await session.client().users.add(input);
	session.answer(person, () => `Added ${plain(person.name)} <${plain(person.email)}>, id ${person.id}.`);
	return EXIT.done;
}

/** Changes a person. */
export async function usersSet(session: Session, who: string, options: UserOptions): Promise<number> {
	const changes = changesOf(options);
	if (Object.keys(changes).length === 0)
		throw new UsageError("users set: say what changes, such as --manager bo@example.com");
	const person = await session.client().users.update(who, changes);
	session.answer(person, () => personText(person));
	return EXIT.done;
}

/** Deactivates a person. */
export async function usersDeactivate(session: Session, who: string): Promise<number> {
	const person = await session.client().users.deactivate(who);
	session.answer(person, () => `${plain(person.name)} <${plain(person.email)}> is deactivated.`);
	return EXIT.done;
}

function changesOf(options: UserOptions): PersonChanges {
	const { role, manager, service: _, ...others } = options;
	return {
		...others,
		...(role === undefined ? {} : { role: oneOf("--role", role, ROLES) }),
		...(manager === undefined ? {} : { manager: manager === false ? null : manager }),
	};
}

function personRow(person: Person | Colleague): string[] {
	const [name, email] = [plain(person.name), plain(person.email)];
	if (!("role" in person)) return [person.id, email, name];
	const kind = person.kind === "service" ? "service account" : person.role;
	const groups = person.groups.map(plain).join(", ");
	return [person.id, email, person.active ? kind : `${kind}, deactivated`, name, groups];
}

function personText(person: Person | Colleague): string {
	const rows: [string, string][] = [
		["e-mail", plain(person.email)],
		["state", person.active ? "active" : "deactivated"],
	];
	if ("role" in person) {
		rows.push(["role", person.kind === "service" ? `${person.role} (service account)` : person.role]);
		rows.push(["manager", person.manager ?? "nobody"]);
		rows.push(["groups", person.groups.length === 0 ? "none" : person.groups.map(plain).join(", ")]);
		rows.push(["time zone", plain(person.timeZone)]);
		if (person.userName !== null) rows.push(["user name", plain(person.userName)]);
		if (person.externalId !== null) rows.push(["external id", plain(person.externalId)]);
	}
	rows.push(["id", person.id]);
	return `${plain(person.name)}\n${tableText(rows.map(([label, text]) => [`  ${label}`, text]))}`;
}
