import { isTimeZone } from "../../policy/zone.ts";
import type { Role } from "../actor.ts";
import { type FieldError, Refusal } from "../refusal.ts";
import { groupNameOf } from "../scim/group-name.ts";
import { cleanLine } from "../text-limits.ts";
import { isDirectoryName } from "./names.ts";
import type { Column, CsvLine } from "./people-csv.ts";
import { isAddress } from "./person-reference.ts";

/** Somebody as the directory has them before an import. */
export interface KnownPerson {
	id: string;
	email: string;
	name: string;
	kind: "person" | "service";
	role: Role;
	active: boolean;
	managerId: string | null;
	timeZone: string;
	externalId: string | null;
	/** Names. */
	groups: readonly string[];
}

export interface KnownDirectory {
	people: readonly KnownPerson[];
	/** Names. */
	groups: ReadonlySet<string>;
}

/** Somebody as an import leaves them. */
export type ImportedPerson = Omit<KnownPerson, "kind">;

/** What an import does; nothing of it is done yet. */
export interface ImportPlan {
	created: ImportedPerson[];
	/** Also who is deactivated. */
	changed: { before: KnownPerson; after: ImportedPerson }[];
	unchanged: number;
	/** Names. */
	newGroups: string[];
}

const ROLES: readonly Role[] = ["member", "auditor", "administrator"];
const YES = new Set(["true", "yes", "1"]);
const NO = new Set(["false", "no", "0"]);
const MOST_MEMBERS = 10_000;
const LINE_LENGTH = 200;

/**
 * What the lines of a file do to a directory. A column that the file has not leaves as it is. An empty cell of
 * manager, groups or externalId means none; of name, role, timeZone or active it leaves as it is (a new person:
 * member, UTC, active). The groups of a line are exactly those that the person is in from then on; groups that
 * are not there are made. Managers may stand anywhere in the file.
 *
 * Answers the plan, and everything that is wrong, with line, column and what to write; with errors there is
 * nothing to carry out.
 *
 * @param options.newId makes an id for somebody new
 * @param options.deactivateMissing deactivates who is active and not in the file, other than service accounts
 * @param options.actorId must not be among those
 */
export function planImport(
	lines: readonly CsvLine[],
	directory: KnownDirectory,
	options: { newId: () => string; deactivateMissing: boolean; actorId: string },
): { plan: ImportPlan; errors: FieldError[] } {
	const planner = new Planner(directory, options.newId);
	for (const line of lines) planner.read(line);
	for (const line of lines) planner.readManager(line);
	if (options.deactivateMissing) planner.deactivateMissing(options.actorId);
	planner.checkExternalIds();
	planner.checkCircles();
	planner.checkAdministrators();
	planner.checkGroups();
	return { plan: planner.plan(), errors: planner.errors };
}

interface Entry {
	line: number | null;
	before: KnownPerson | null;
	after: ImportedPerson;
}

class Planner {
	readonly errors: FieldError[] = [];
	readonly #directory: KnownDirectory;
	readonly #newId: () => string;
	readonly #known: ReadonlyMap<string, KnownPerson>;
	/** By e-mail address; everybody as they are going to be, also who is in no line. */
	readonly #entries = new Map<string, Entry>();
	readonly #byId = new Map<string, Entry>();

	constructor(directory: KnownDirectory, newId: () => string) {
		this.#directory = directory;
		this.#newId = newId;
		this.#known = new Map(directory.people.map((person) => [person.email, person]));
		for (const before of directory.people) {
			const { kind: _, ...after } = before;
			this.#keep({ line: null, before, after });
		}
	}

	#keep(entry: Entry): void {
		this.#entries.set(entry.after.email, entry);
		this.#byId.set(entry.after.id, entry);
	}

	#wrong(line: number | null, column: Column | "deactivateMissing", message: string): void {
		this.errors.push({ path: line === null ? column : `line ${line}, ${column}`, message });
	}

	read({ line, cells }: CsvLine): void {
		const email = (cells.email ?? "").toLowerCase();
		if (!isAddress(email)) {
			const what = email === "" ? "is empty" : "is no e-mail address";
			this.#wrong(line, "email", `${what}: write one such as ana@example.com`);
			return;
		}
		const entry = this.#entries.get(email);
		if (entry !== undefined && entry.line !== null) {
			this.#wrong(line, "email", `${email} stands in line ${entry.line} already: write each person once`);
			return;
		}
		const before = this.#known.get(email) ?? null;
		if (before?.kind === "service") {
			this.#wrong(line, "email", `${email} is a service account: leave the line out`);
			return;
		}
		const old = before ?? newcomer(this.#newId(), email);
		this.#keep({
			line,
			before,
			after: {
				...old,
				name: this.#name(line, cells.name, before),
				role: this.#role(line, cells.role, old.role),
				active: this.#active(line, cells.active, old.active),
				timeZone: this.#timeZone(line, cells.timeZone, old.timeZone),
				externalId: this.#externalId(line, cells.externalId, old.externalId),
				groups: this.#groups(line, cells.groups, old.groups),
			},
		});
	}

	#name(line: number, cell: string | undefined, before: KnownPerson | null): string {
		if (cell !== undefined && cell !== "") return this.#clean(line, "name", cell);
		if (before !== null) return before.name;
		this.#wrong(line, "name", "is needed for somebody new: write the name, such as Ana Arnold");
		return "";
	}

	#role(line: number, cell = "", old: Role): Role {
		if (cell === "") return old;
		const role = ROLES.find((known) => known === cell.toLowerCase());
		if (role === undefined) this.#wrong(line, "role", "write member, auditor or administrator");
		return role ?? old;
	}

	#active(line: number, cell = "", old: boolean): boolean {
		const word = cell.toLowerCase();
		if (word === "") return old;
		if (!YES.has(word) && !NO.has(word)) this.#wrong(line, "active", "write true or false");
		return YES.has(word);
	}

	#timeZone(line: number, cell = "", old: string): string {
		if (cell === "") return old;
		if (!isTimeZone(cell))
			this.#wrong(line, "timeZone", "write a time zone of the IANA database such as Europe/London");
		return cell;
	}

	#externalId(line: number, cell: string | undefined, old: string | null): string | null {
		if (cell === undefined) return old;
		return cell === "" ? null : this.#clean(line, "externalId", cell);
	}

	#groups(line: number, cell: string | undefined, old: readonly string[]): readonly string[] {
		if (cell === undefined) return old;
		const names = cell.split(";").map((name) => name.trim());
		const wanted = [...new Set(names.filter((name) => name !== ""))].sort();
		for (const name of wanted) {
			if (isDirectoryName(name)) continue;
			const near = groupNameOf(name) ?? "finance-leads";
			this.#wrong(
				line,
				"groups",
				`${name} is no name of a group: write small letters, digits and dashes, such as ${near}`,
			);
		}
		return wanted;
	}

	#clean(line: number, column: Column, cell: string): string {
		try {
			return cleanLine(column, cell, LINE_LENGTH);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			for (const { message } of error.errors) this.#wrong(line, column, message);
			return cell;
		}
	}

	readManager({ line, cells }: CsvLine): void {
		const entry = this.#entries.get((cells.email ?? "").toLowerCase());
		if (cells.manager === undefined || entry === undefined || entry.line !== line) return;
		const address = cells.manager.toLowerCase();
		if (address === "") {
			entry.after.managerId = null;
			return;
		}
		const manager = this.#entries.get(address);
		if (manager === undefined) {
			this.#wrong(
				line,
				"manager",
				`${cells.manager} is nobody: write the e-mail address of somebody in this file or here already`,
			);
		} else if (manager === entry) {
			this.#wrong(line, "manager", "nobody is their own manager: write somebody else, or nothing");
		} else if (manager.before?.kind === "service") {
			this.#wrong(line, "manager", `${address} is a service account: write a person`);
		} else if (!manager.after.active && manager.after.id !== entry.before?.managerId) {
			this.#wrong(line, "manager", `${address} is deactivated: write somebody active`);
		} else entry.after.managerId = manager.after.id;
	}

	deactivateMissing(actorId: string): void {
		for (const { line, before, after } of this.#entries.values()) {
			if (line !== null || before === null || before.kind !== "person" || !before.active) continue;
			if (before.id === actorId)
				this.#wrong(null, "deactivateMissing", `would deactivate you: add a line with ${before.email}`);
			after.active = false;
		}
	}

	checkExternalIds(): void {
		const holders = new Map<string, Entry>();
		for (const entry of this.#entries.values()) {
			const { externalId } = entry.after;
			if (externalId === null) continue;
			const other = holders.get(externalId);
			holders.set(externalId, entry);
			if (other === undefined) continue;
			const [wrong, right] = entry.line === null ? [other, entry] : [entry, other];
			this.#wrong(
				wrong.line,
				"externalId",
				`${externalId} stands for ${right.after.email} already: write each once`,
			);
		}
	}

	/** Each circle is told once, at the first of its lines. */
	checkCircles(): void {
		const done = new Set<Entry>();
		const lines = [...this.#entries.values()].filter(({ line }) => line !== null);
		lines.sort((one, other) => Number(one.line) - Number(other.line));
		for (const start of lines) {
			const path = new Set<Entry>();
			let here: Entry | undefined = start;
			while (here !== undefined && !done.has(here) && !path.has(here)) {
				path.add(here);
				here = here.after.managerId === null ? undefined : this.#byId.get(here.after.managerId);
			}
			for (const entry of path) done.add(entry);
			if (here === undefined || !path.has(here)) continue;
			const from = [...path].indexOf(here);
			const circle = [...path].slice(from);
			const told = lines.find((entry) => circle.includes(entry));
			if (told === undefined) continue;
			const at = circle.indexOf(told);
			const names = [...circle.slice(at), ...circle.slice(0, at), told].map(({ after }) => after.email);
			this.#wrong(
				told.line,
				"manager",
				`makes a circle of managers: ${names.join(" → ")}. Write somebody who is not below`,
			);
		}
	}

	/** Somebody must stay who can sign in and put things right. */
	checkAdministrators(): void {
		const rules = (person: Pick<KnownPerson, "role" | "active"> | null) =>
			person !== null && person.role === "administrator" && person.active;
		const all = [...this.#entries.values()].filter(({ before }) => before?.kind !== "service");
		if (!all.some(({ before }) => rules(before)) || all.some(({ after }) => rules(after))) return;
		const last = all.find(({ before }) => rules(before));
		const column = last?.after.active === false ? "active" : "role";
		this.#wrong(
			last?.line ?? null,
			last?.line == null ? "deactivateMissing" : column,
			"no active administrator would be left: keep one",
		);
	}

	checkGroups(): void {
		const sizes = new Map<string, number>();
		for (const { line, after } of this.#entries.values()) {
			for (const name of after.groups) {
				const size = (sizes.get(name) ?? 0) + 1;
				sizes.set(name, size);
				if (size === MOST_MEMBERS + 1 && line !== null)
					this.#wrong(line, "groups", `${name} would have over ${MOST_MEMBERS} members`);
			}
		}
	}

	plan(): ImportPlan {
		const plan: ImportPlan = { created: [], changed: [], unchanged: 0, newGroups: [] };
		const groups = new Set<string>();
		for (const { line, before, after } of this.#entries.values()) {
			if (before === null) plan.created.push(after);
			else if (changedFields(before, after).length > 0) plan.changed.push({ before, after });
			else if (line !== null) plan.unchanged += 1;
			for (const name of after.groups) if (!this.#directory.groups.has(name)) groups.add(name);
		}
		plan.newGroups = [...groups].sort();
		return plan;
	}
}

const FIELDS = ["name", "role", "active", "managerId", "timeZone", "externalId"] as const;

/** What is different, in the directory's words: `manager` for the manager's id. */
export function changedFields(before: KnownPerson, after: ImportedPerson): string[] {
	const fields = FIELDS.filter((field) => before[field] !== after[field]);
	const named = fields.map((field) => (field === "managerId" ? "manager" : field));
	return before.groups.join() === after.groups.join() ? named : [...named, "groups"];
}

function newcomer(id: string, email: string): ImportedPerson {
	return {
		id,
		email,
		name: "",
		role: "member",
		active: true,
		managerId: null,
		timeZone: "UTC",
		externalId: null,
		groups: [],
	};
}
