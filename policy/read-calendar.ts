import { type Calendar, type Period, WEEKDAYS, type Weekday } from "./directory.ts";
import { isName } from "./parse-stage.ts";
import { fieldPath, isObject, type Problem, Problems, refuseUnknownFields, shown } from "./problems.ts";
import { isTimeZone } from "./zone.ts";

const MAX_DAYS = 2_000;
const MAX_PERIODS = 10;
const HOURS = 'write the hours of a weekday, such as { mon: [["09:00", "17:30"]] }';

/** Reads a calendar (contract.md, «Policy document»): what is wrong is told all at once, each with its path. */
export function readCalendar(
	document: unknown,
): { ok: true; calendar: Calendar } | { ok: false; errors: Problem[] } {
	const problems = new Problems();
	const calendar = calendarAt(document, "", problems);
	return calendar === null || problems.list.length > 0
		? { ok: false, errors: problems.list }
		: { ok: true, calendar };
}

/** Reads a calendar that stands in another document, at `path`. */
export function calendarAt(value: unknown, path: string, problems: Problems): Calendar | null {
	if (!isObject(value)) {
		problems.add(path, `must be an object with name, timeZone and hours, not ${shown(value)}`);
		return null;
	}
	refuseUnknownFields(value, path, ["name", "timeZone", "hours", "holidays", "exceptions"], problems);
	return {
		name: readName(value.name, fieldPath(path, "name"), problems),
		timeZone: readTimeZone(value.timeZone, fieldPath(path, "timeZone"), problems),
		hours: readHours(value.hours, fieldPath(path, "hours"), problems),
		holidays: readHolidays(value.holidays, fieldPath(path, "holidays"), problems),
		exceptions: readExceptions(value.exceptions, fieldPath(path, "exceptions"), problems),
	};
}

export function readName(value: unknown, path: string, problems: Problems): string {
	if (isName(value)) return value;
	if (value === undefined) problems.missing(path, "write a name such as london");
	else problems.add(path, `must be a text of 1 to 200 characters, not ${shown(value)}`);
	return "";
}

export function readTimeZone(value: unknown, path: string, problems: Problems): string {
	if (isTimeZone(value)) return value;
	if (value === undefined) problems.missing(path, "write a time zone such as Europe/London");
	else
		problems.add(path, `must be a time zone of the IANA database such as Europe/London, not ${shown(value)}`);
	return "UTC";
}

/** `HH:MM`; `24:00` is the end of the day. */
export function isTimeOfDay(value: unknown): value is string {
	return typeof value === "string" && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value);
}

/** `YYYY-MM-DD`, a day that exists. */
export function isDate(value: unknown): value is string {
	if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
	const instant = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value);
}

function readHours(value: unknown, path: string, problems: Problems): Calendar["hours"] {
	const hours: Partial<Record<Weekday, Period[]>> = {};
	if (!isObject(value)) {
		if (value === undefined) problems.missing(path, HOURS);
		else problems.add(path, `must be an object: ${HOURS}, not ${shown(value)}`);
		return hours;
	}
	refuseUnknownFields(value, path, WEEKDAYS, problems);
	for (const weekday of WEEKDAYS) {
		if (value[weekday] !== undefined)
			hours[weekday] = readPeriods(value[weekday], `${path}.${weekday}`, problems);
	}
	if (Object.values(value).every((periods) => Array.isArray(periods) && periods.length === 0)) {
		problems.add(path, `must have hours on at least one weekday: ${HOURS}`);
	}
	return hours;
}

function readPeriods(value: unknown, path: string, problems: Problems): Period[] {
	if (!Array.isArray(value) || value.length > MAX_PERIODS) {
		problems.add(path, `must be a list of at most ${MAX_PERIODS} periods such as ["09:00", "17:30"]`);
		return [];
	}
	const periods: Period[] = [];
	for (const [i, period] of value.entries()) {
		const [opening, closing]: unknown[] = Array.isArray(period) ? period : [];
		const right =
			Array.isArray(period) && period.length === 2 && isTimeOfDay(opening) && isTimeOfDay(closing);
		if (right && opening !== "24:00") periods.push([opening, closing]);
		else problems.add(`${path}[${i}]`, 'must be an opening and a closing time such as ["09:00", "17:30"]');
	}
	const inOrder = [...periods].sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [i, [opening]] of inOrder.entries()) {
		const [before, end] = inOrder[i - 1] ?? [];
		if (before !== undefined && end !== undefined && (end <= before || opening < end)) {
			problems.add(path, `has periods that overlap: ${before} to ${end}, and one from ${opening}`);
		}
	}
	return periods;
}

function readHolidays(value: unknown, path: string, problems: Problems): string[] {
	if (value === undefined) return [];
	if (!Array.isArray(value) || value.length > MAX_DAYS) {
		problems.add(path, `must be a list of at most ${MAX_DAYS} days such as 2026-12-25`);
		return [];
	}
	for (const [i, date] of value.entries()) {
		if (!isDate(date)) problems.add(`${path}[${i}]`, `must be a day such as 2026-12-25, not ${shown(date)}`);
	}
	return value.filter(isDate);
}

function readExceptions(value: unknown, path: string, problems: Problems): Calendar["exceptions"] {
	if (value === undefined) return {};
	if (!isObject(value) || Object.keys(value).length > MAX_DAYS) {
		problems.add(
			path,
			`must be an object of at most ${MAX_DAYS} days such as { "2026-12-24": [["09:00", "12:00"]] }`,
		);
		return {};
	}
	const exceptions: Record<string, Period[]> = {};
	for (const [date, periods] of Object.entries(value)) {
		const datePath = fieldPath(path, date);
		if (isDate(date)) exceptions[date] = readPeriods(periods, datePath, problems);
		else problems.add(datePath, "must be a day such as 2026-12-24");
	}
	return exceptions;
}
