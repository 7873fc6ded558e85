import { type Directory, type Instant, type Person, type PersonId, personOf } from "./directory.ts";
import type { Policy } from "./document.ts";
import type { PolicyEvent } from "./event.ts";
import { parsePolicy } from "./parse.ts";
import { isObject, type Problem, Problems, refuseUnknownFields, shown } from "./problems.ts";
import { validateContext } from "./validate-context.ts";

/** A made-up timeline, ready to run (contract.md, «Simulation»). */
export interface Scenario {
	policy: Policy;
	directory: Directory;
	requester: PersonId;
	context: unknown;
	submittedAt: Instant;
	events: ScenarioEvent[];
}

export interface ScenarioEvent {
	at: Instant;
	event: PolicyEvent;
	/** Who leaves at this instant. */
	deactivate: PersonId[];
}

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; errors: Problem[] };

const EVENTS = ["decide", "cancel", "directory", "sendBack", "resubmit", "ask", "answer", "reassign"];
const EVENTS_NOT_YET = ["sendBack", "resubmit", "ask", "answer", "reassign"];
const MAX_EVENTS = 10_000;

/** Reads a scenario: errors of the policy have the paths of the policy document, others begin at the scenario. */
export function readScenario(document: unknown): ReadScenario {
	if (!isObject(document)) {
		return refused([
			{
				path: "",
				message: `a simulation is an object with policy, directory, request and events, not ${shown(document)}`,
			},
		]);
	}
	const problems = new Problems();
	refuseUnknownFields(document, "", ["policy", "directory", "request", "events"], problems);
	if (document.policy === undefined) problems.missing("policy", "write a policy document");
	const parsed = document.policy === undefined ? null : parsePolicy(document.policy);
	const directory = readDirectory(document.directory, problems);
	const request = readRequest(document.request, problems);
	const events = readEvents(document.events, request.submittedAt, problems);
	refuseUnknownLeavers(events, directory, problems);
	if (parsed === null || !parsed.ok) return refused([...(parsed?.errors ?? []), ...problems.list]);

	if (isObject(document.request)) {
		for (const { path, message } of validateContext(parsed.policy, request.context)) {
			problems.add(`request.${path}`, message);
		}
	}
	if (problems.list.length > 0) return refused(problems.list);
	return { ok: true, scenario: { policy: parsed.policy, directory, ...request, events } };
}

function refused(errors: Problem[]): ReadScenario {
	return { ok: false, errors };
}

function readDirectory(value: unknown, problems: Problems): Directory {
	const directory = {
		people: {} as Record<PersonId, Person>,
		groups: {} as Record<string, PersonId[]>,
		delegations: [],
	};
	if (!isObject(value)) {
		if (value === undefined) problems.missing("directory", "write { users: [ … ], groups: { … } }");
		else problems.add("directory", `must be an object, not ${shown(value)}`);
		return directory;
	}
	refuseUnknownFields(value, "directory", ["users", "groups", "delegations", "calendars", "rotas"], problems);
	for (const field of ["delegations", "calendars", "rotas"] as const) {
		const list = value[field];
		if (list === undefined || (Array.isArray(list) && list.length === 0)) continue;
		problems.notYet(`directory.${field}`, field);
	}
	for (const [i, user] of listOf(value.users, "directory.users", problems).entries()) {
		const person = readPerson(user, `directory.users[${i}]`, problems);
		if (person === null) continue;
		if (Object.hasOwn(directory.people, person.id))
			problems.add(`directory.users[${i}].id`, `stands twice: ${shown(person.id)}`);
		define(directory.people, person.id, person);
	}
	const groups = value.groups ?? {};
	if (!isObject(groups)) {
		problems.add("directory.groups", `must be an object of lists of user ids, not ${shown(groups)}`);
		return directory;
	}
	for (const [name, members] of Object.entries(groups)) {
		const path = `directory.groups.${name}`;
		const ids: PersonId[] = [];
		for (const [i, id] of listOf(members, path, problems).entries()) {
			if (typeof id === "string" && Object.hasOwn(directory.people, id)) ids.push(id);
			else problems.add(`${path}[${i}]`, `is not the id of a user: ${shown(id)}`);
		}
		define(directory.groups, name, ids);
	}
	return directory;
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

function readRequest(
	value: unknown,
	problems: Problems,
): { requester: PersonId; context: unknown; submittedAt: Instant } {
	if (!isObject(value)) {
		problems.missing("request", "write { requester, context, submittedAt }");
		return { requester: "", context: {}, submittedAt: 0 };
	}
	refuseUnknownFields(value, "request", ["requester", "context", "submittedAt"], problems);
	return {
		requester: readId(value.requester, "request.requester", problems),
		context: value.context ?? {},
		submittedAt: readInstant(value.submittedAt, "request.submittedAt", problems) ?? 0,
	};
}

function readEvents(value: unknown, submittedAt: Instant, problems: Problems): ScenarioEvent[] {
	const list = value === undefined ? [] : listOf(value, "events", problems);
	if (list.length > MAX_EVENTS) {
		problems.add("events", `must be at most ${MAX_EVENTS}, not ${list.length}`);
		return [];
	}
	let earliest = submittedAt;
	const events: ScenarioEvent[] = [];
	for (const [i, item] of list.entries()) {
		const path = `events[${i}]`;
		if (!isObject(item)) {
			problems.add(path, `must be an object with at, not ${shown(item)}`);
			continue;
		}
		const at = readInstant(item.at, `${path}.at`, problems) ?? earliest;
		if (at < earliest)
			problems.add(
				`${path}.at`,
				"must not be earlier than what stands before it: write events in their order",
			);
		earliest = Math.max(earliest, at);
		events.push({ at, ...readEvent(item, i, path, problems) });
	}
	return events;
}

function refuseUnknownLeavers(
	events: readonly ScenarioEvent[],
	directory: Directory,
	problems: Problems,
): void {
	for (const [i, { deactivate }] of events.entries()) {
		for (const [j, id] of deactivate.entries()) {
			if (personOf(directory, id) !== undefined) continue;
			problems.add(`events[${i}].directory.deactivate[${j}]`, `is not the id of a user: ${shown(id)}`);
		}
	}
}

function readEvent(
	item: Record<string, unknown>,
	index: number,
	path: string,
	problems: Problems,
): Omit<ScenarioEvent, "at"> {
	refuseUnknownFields(item, path, ["at", ...EVENTS], problems);
	const given = EVENTS.filter((kind) => item[kind] !== undefined);
	const [kind] = given;
	if (kind === undefined) return { event: { kind: "time" }, deactivate: [] };
	if (given.length > 1) problems.add(path, `must be one event, not ${given.join(" and ")}`);
	if (EVENTS_NOT_YET.includes(kind)) problems.notYet(`${path}.${kind}`, kind);

	const body = item[kind];
	const bodyPath = `${path}.${kind}`;
	if (!isObject(body)) {
		problems.add(bodyPath, `must be an object, not ${shown(body)}`);
	} else if (kind === "decide") {
		return { event: readDecide(body, index, bodyPath, problems), deactivate: [] };
	} else if (kind === "cancel") {
		refuseUnknownFields(body, bodyPath, ["by"], problems);
		return { event: { kind: "cancel", by: readId(body.by, `${bodyPath}.by`, problems) }, deactivate: [] };
	} else if (kind === "directory") {
		refuseUnknownFields(body, bodyPath, ["deactivate"], problems);
		const ids = listOf(body.deactivate, `${bodyPath}.deactivate`, problems);
		const deactivate = ids.map((id, i) => readId(id, `${bodyPath}.deactivate[${i}]`, problems));
		return { event: { kind: "directory" }, deactivate };
	}
	return { event: { kind: "time" }, deactivate: [] };
}

function readDecide(
	body: Record<string, unknown>,
	index: number,
	path: string,
	problems: Problems,
): PolicyEvent {
	refuseUnknownFields(body, path, ["by", "verdict", "comment", "stage", "round", "version"], problems);
	const { verdict, comment, stage, round, version } = body;
	if (verdict !== "approve" && verdict !== "reject")
		problems.add(`${path}.verdict`, `must be approve or reject, not ${shown(verdict)}`);
	if (comment !== undefined && typeof comment !== "string")
		problems.add(`${path}.comment`, `must be a text, not ${shown(comment)}`);
	return {
		kind: "decide",
		id: `decision-${index + 1}`,
		by: readId(body.by, `${path}.by`, problems),
		verdict: verdict === "reject" ? "reject" : "approve",
		hasComment: typeof comment === "string" && comment.trim() !== "",
		...(typeof stage === "string" && { stage }),
		...(typeof round === "number" && { round }),
		...(typeof version === "number" && { version }),
	};
}

function readId(value: unknown, path: string, problems: Problems): PersonId {
	if (typeof value === "string" && value !== "") return value;
	problems.missing(path, "write the id of a user");
	return "";
}

/** ISO 8601 with a zone, to the millisecond. */
function readInstant(value: unknown, path: string, problems: Problems): Instant | null {
	const example = "write an instant such as 2026-01-05T09:00:00Z";
	const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
	const instant = typeof value === "string" && iso.test(value) ? Date.parse(value) : Number.NaN;
	if (!Number.isNaN(instant)) return instant;
	if (value === undefined) problems.missing(path, example);
	else problems.add(path, `${example}, not ${shown(value)}`);
	return null;
}

function listOf(value: unknown, path: string, problems: Problems): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (value === undefined) problems.missing(path, "write a list");
	else problems.add(path, `must be a list, not ${shown(value)}`);
	return [];
}

/** Sets an own property whatever its name is (`__proto__` too). */
function define<T>(object: Record<string, T>, key: string, value: T): void {
	Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
