import type { Tx } from "../db/transaction.ts";
import type { Calendar, Delegation, Directory, Person, PersonId, Rota } from "../policy/directory.ts";
import type { Policy } from "../policy/document.ts";
import { readCalendar } from "../policy/read-calendar.ts";
import { readRota } from "../policy/read-rota.ts";
import type { RequestRecord } from "../policy/record.ts";
import { needsOf } from "./directory-needs.ts";

/**
 * The directory as a policy sees it, remembered for as long as the workspace's directory version stands; a decision
 * then reads no people at all. In four layers: what holds for the whole workspace (delegations, calendars, rotas, and
 * the people in them), what a policy names (groups, addresses), what belongs to a requester (managers, groups), and
 * single people.
 */
export interface DirectoryQuestion {
	workspaceId: string;
	/** As read in this transaction. */
	directoryVersion: number;
	policyVersionId: string;
	policy: Policy;
	requester: PersonId;
	/** Who else must be in it: the actor, people already on the record. */
	people: PersonId[];
}

/** What a policy and its requests may need of the directory; policy/directory.ts says what has to be in it. */
export async function directoryFor(tx: Tx, question: DirectoryQuestion): Promise<Directory> {
	const memory = memoryOf(question);
	const base = await remembered(memory.policies, question.policyVersionId, () =>
		readForPolicy(tx, memory, question.policy),
	);
	const needs = needsOf(question.policy);
	if (needs.managerLevels === 0 && !needs.hasConditions) return withPeople(tx, memory, base, question.people);
	const requester = await remembered(memory.requesters, question.requester, () =>
		readRequester(tx, question.requester),
	);
	const groups: Record<string, readonly PersonId[]> = { ...base.groups };
	for (const name of requester.groups) if (!Object.hasOwn(groups, name)) groups[name] = [question.requester];
	return withPeople(tx, memory, { ...base, groups }, [...question.people, ...requester.chain]);
}

/** Everybody on a record whom the directory has to know. */
export function peopleOn(record: RequestRecord): PersonId[] {
	const { stage } = record;
	if (stage === null) return [record.requester];
	const reassigned = stage.reassigned?.flatMap(({ from, to }) => [from, to]) ?? [];
	return [record.requester, ...stage.assignments.map((assignment) => assignment.person), ...reassigned];
}

/** What is remembered of one workspace, at one version of its directory. */
interface Memory {
	version: number;
	wide: Map<"wide", Promise<Wide>>;
	/** By policy version. */
	policies: Map<string, Promise<Directory>>;
	requesters: Map<PersonId, Promise<Requester>>;
	people: Map<PersonId, Person>;
}

const memories = new Map<string, Memory>();
const MOST_WORKSPACES = 200;
const MOST_ENTRIES = 20_000;

function memoryOf({ workspaceId, directoryVersion }: DirectoryQuestion): Memory {
	const known = memories.get(workspaceId);
	if (known?.version === directoryVersion) return known;
	const fresh: Memory = {
		version: directoryVersion,
		wide: new Map(),
		policies: new Map(),
		requesters: new Map(),
		people: new Map(),
	};
	// A transaction that began before the newest change works on what it read, and leaves what is remembered alone.
	if (known !== undefined && known.version > directoryVersion) return fresh;
	if (memories.size >= MOST_WORKSPACES) memories.clear();
	memories.set(workspaceId, fresh);
	return fresh;
}

/** Two transactions that need the same wait for one reading; one that failed is not remembered. */
async function remembered<K, V>(map: Map<K, Promise<V>>, key: K, read: () => Promise<V>): Promise<V> {
	const known = map.get(key);
	if (known !== undefined) return known;
	const value = await read();
	if (map.size >= MOST_ENTRIES) map.clear();
	map.set(key, Promise.resolve(value));
	return value;
}

/** The same with people whom it does not have: requesters above all, who come again and again. */
async function withPeople(
	tx: Tx,
	{ people }: Memory,
	directory: Directory,
	ids: readonly PersonId[],
): Promise<Directory> {
	const others = [...new Set(ids)].filter((id) => directory.people[id] === undefined);
	if (others.length === 0) return directory;
	const unknown = others.filter((id) => !people.has(id));
	if (unknown.length > 0) {
		if (people.size >= MOST_ENTRIES) people.clear();
		const rows = await tx.sql<PersonRow[]>`
			select id, email, active, manager_id, role from people where id = any(${unknown}::uuid[])`;
		for (const person of rows.map(toPerson)) people.set(person.id, person);
	}
	const found = others.flatMap((id) => people.get(id) ?? []);
	return {
		...directory,
		people: { ...directory.people, ...Object.fromEntries(found.map((person) => [person.id, person])) },
	};
}

interface PersonRow {
	id: string;
	email: string;
	active: boolean;
	manager_id: string | null;
	role: string;
}

function toPerson(row: PersonRow): Person {
	return {
		id: row.id,
		email: row.email,
		// To the rules auditors are not there: they look and change nothing, so no stage may count on them.
		active: row.active && row.role !== "auditor",
		manager: row.manager_id,
		admin: row.role === "administrator",
	};
}

function byId(rows: readonly PersonRow[]): Record<PersonId, Person> {
	return Object.fromEntries(rows.map((row) => [row.id, toPerson(row)]));
}

async function readForPolicy(tx: Tx, memory: Memory, policy: Policy): Promise<Directory> {
	const needs = needsOf(policy);
	const groups = [...needs.groups];
	const [wide, members, people] = await Promise.all([
		remembered(memory.wide, "wide", () => readWide(tx)),
		tx.sql<{ name: string; person_id: string }[]>`
			select g.name, m.person_id from groups g join group_members m on m.group_id = g.id
			where g.name = any(${groups}) order by g.name, m.person_id`,
		tx.sql<PersonRow[]>`
			select id, email, active, manager_id, role from people where email = any(${[...needs.emails]})
			union
			select p.id, p.email, p.active, p.manager_id, p.role from people p
				join group_members m on m.person_id = p.id join groups g on g.id = m.group_id
				where g.name = any(${groups})`,
	]);
	const byName: Record<string, PersonId[]> = Object.fromEntries(groups.map((name) => [name, []]));
	for (const member of members) byName[member.name]?.push(member.person_id);
	const { delegations, calendars, rotas } = wide;
	return { people: { ...wide.people, ...byId(people) }, groups: byName, delegations, calendars, rotas };
}

interface Wide {
	delegations: readonly Delegation[];
	calendars: Readonly<Record<string, Calendar>>;
	rotas: Readonly<Record<string, Rota>>;
	people: Readonly<Record<PersonId, Person>>;
}

interface DelegationRow {
	id: string;
	from_id: string;
	to_id: string;
	starts_ms: number;
	ends_ms: number;
}

/**
 * Delegations that ended lately are there too: a timer that is applied late is dated by its own instant, and they may
 * have held at that.
 */
async function readWide(tx: Tx): Promise<Wide> {
	const [delegations, calendars, rotas] = await Promise.all([
		tx.sql<DelegationRow[]>`
			select id, from_id, to_id, extract(epoch from starts_at)::float8 * 1000 as starts_ms,
				extract(epoch from ends_at)::float8 * 1000 as ends_ms
			from delegations where ends_at > now() - interval '30 days' order by starts_at, id`,
		tx.sql<{ document: unknown }[]>`select document from calendars`,
		tx.sql<{ document: unknown }[]>`select document from rotas`,
	]);
	const readRotas = rotas.map(({ document }) => storedRota(document));
	const ids = new Set([
		...delegations.flatMap((row) => [row.from_id, row.to_id]),
		...readRotas.flatMap((rota) => [...rota.people, ...rota.overrides.map(({ person }) => person)]),
	]);
	const people =
		ids.size === 0
			? []
			: await tx.sql<PersonRow[]>`
				select id, email, active, manager_id, role from people where id = any(${[...ids]}::uuid[])`;
	return {
		delegations: delegations.map((row) => ({
			id: row.id,
			from: row.from_id,
			to: row.to_id,
			start: Math.round(row.starts_ms),
			end: Math.round(row.ends_ms),
		})),
		calendars: Object.fromEntries(
			calendars.map(({ document }) => storedCalendar(document)).map((calendar) => [calendar.name, calendar]),
		),
		rotas: Object.fromEntries(readRotas.map((rota) => [rota.name, rota])),
		people: byId(people),
	};
}

/** Both were held against these readers when they were written: what is wrong with them now is a defect. */
function storedCalendar(document: unknown): Calendar {
	const reading = readCalendar(document);
	if (!reading.ok) throw new Error(`a stored calendar does not read: ${JSON.stringify(reading.errors)}`);
	return reading.calendar;
}

function storedRota(document: unknown): Rota {
	const reading = readRota(document);
	if (!reading.ok) throw new Error(`a stored rota does not read: ${JSON.stringify(reading.errors)}`);
	return reading.rota;
}

interface Requester {
	/** Manager, manager's manager and so on, as far up as any policy looks. */
	chain: PersonId[];
	/** Names of the groups that the requester is in. */
	groups: string[];
}

/** Also of managers that stand in a circle: each level is looked up once. */
const HIGHEST_MANAGER = 20;

async function readRequester(tx: Tx, id: PersonId): Promise<Requester> {
	const [chain, groups] = await Promise.all([
		tx.sql<{ id: string }[]>`
			with recursive above as (
				select manager_id as id, 1 as level from people where id = ${id}
				union all
				select p.manager_id, a.level + 1 from above a join people p on p.id = a.id where a.level < ${HIGHEST_MANAGER}
			)
			select distinct id from above where id is not null`,
		tx.sql<{ name: string }[]>`
			select g.name from group_members m join groups g on g.id = m.group_id where m.person_id = ${id} order by g.name`,
	]);
	return { chain: chain.map((row) => row.id), groups: groups.map((row) => row.name) };
}
