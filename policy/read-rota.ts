import type { PersonId, Rota } from "./directory.ts";
import { parseDuration } from "./duration.ts";
import { fieldPath, isObject, type Problem, Problems, refuseUnknownFields, shown } from "./problems.ts";
import { isDate, isTimeOfDay, readName, readTimeZone } from "./read-calendar.ts";
import { readInstant } from "./read-instant.ts";

const MAX_PEOPLE = 200;
const MAX_OVERRIDES = 1_000;
const SHORTEST_MS = 3_600_000;
const FIELDS = ["name", "timeZone", "start", "handOver", "shiftLength", "people", "overrides"];

/**
 * Reads a rota: `{ name, timeZone, start: "2026-01-05", handOver: "09:00", shiftLength: 1w, people: [ids],
 * overrides: [{ person, start, end }] }`. What is wrong is told all at once, each with its path.
 */
export function readRota(document: unknown): { ok: true; rota: Rota } | { ok: false; errors: Problem[] } {
	const problems = new Problems();
	const rota = rotaAt(document, "", problems);
	return rota === null || problems.list.length > 0
		? { ok: false, errors: problems.list }
		: { ok: true, rota };
}

/** Reads a rota that stands in another document, at `path`. */
export function rotaAt(value: unknown, path: string, problems: Problems): Rota | null {
	if (!isObject(value)) {
		problems.add(path, `must be an object with ${FIELDS.join(", ")}, not ${shown(value)}`);
		return null;
	}
	refuseUnknownFields(value, path, FIELDS, problems);
	const at = (field: string) => fieldPath(path, field);
	const { start, handOver, shiftLength } = value;
	if (!isDate(start))
		problems.add(at("start"), `must be the day of the first shift such as 2026-01-05, not ${shown(start)}`);
	if (!isTimeOfDay(handOver) || handOver === "24:00") {
		problems.add(at("handOver"), `must be a time of day such as "09:00", not ${shown(handOver)}`);
	}
	const length = parseDuration(shiftLength);
	if (!length.ok) problems.add(at("shiftLength"), length.message);
	else if (length.span.unit !== "ms" || length.span.ms < SHORTEST_MS) {
		problems.add(
			at("shiftLength"),
			`must be at least an hour by the clock, such as 12h, 1d or 1w, not ${shown(shiftLength)}`,
		);
	}
	return {
		name: readName(value.name, at("name"), problems),
		timeZone: readTimeZone(value.timeZone, at("timeZone"), problems),
		start: isDate(start) ? start : "1970-01-01",
		handOver: isTimeOfDay(handOver) ? handOver : "00:00",
		shiftLength: length.ok ? String(shiftLength) : "1d",
		people: readPeople(value.people, at("people"), problems),
		overrides: readOverrides(value.overrides, at("overrides"), problems),
	};
}

function readPeople(value: unknown, path: string, problems: Problems): PersonId[] {
	if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PEOPLE) {
		problems.add(path, `must be a list of 1 to ${MAX_PEOPLE} ids of users, in the order of their turns`);
		return [];
	}
	return value.map((id: unknown, i) => readPerson(id, `${path}[${i}]`, problems));
}

function readPerson(value: unknown, path: string, problems: Problems): PersonId {
	if (typeof value === "string" && value !== "") return value;
	problems.add(path, `must be the id of a user, not ${shown(value)}`);
	return "";
}

function readOverrides(value: unknown, path: string, problems: Problems): Rota["overrides"] {
	if (value === undefined) return [];
	if (!Array.isArray(value) || value.length > MAX_OVERRIDES) {
		problems.add(path, `must be a list of at most ${MAX_OVERRIDES} such as { person, start, end }`);
		return [];
	}
	return value.flatMap((override: unknown, i) => {
		const overridePath = `${path}[${i}]`;
		if (!isObject(override)) {
			problems.add(overridePath, `must be an object with person, start and end, not ${shown(override)}`);
			return [];
		}
		refuseUnknownFields(override, overridePath, ["person", "start", "end"], problems);
		const person = readPerson(override.person, `${overridePath}.person`, problems);
		const start = readInstant(override.start, `${overridePath}.start`, problems);
		const end = readInstant(override.end, `${overridePath}.end`, problems);
		if (start === null || end === null) return [];
		if (end <= start) problems.add(`${overridePath}.end`, "must be later than start");
		return [{ person, start, end }];
	});
}
