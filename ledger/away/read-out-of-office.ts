import ICAL from "ical.js";
import type { Instant } from "../../policy/directory.ts";
import type { Budget } from "./budget.ts";
import { type EventTime, instantOfTime, Zones } from "./event-time.ts";
import { FeedError } from "./feed-error.ts";
import { DEFAULT_WORDS, titleMatcher } from "./out-of-office-words.ts";
import { type AwayPeriod, joinPeriods } from "./period.ts";
import { repetitions } from "./repetition.ts";

/** Bounds of what is read of one calendar. */
export const CALENDAR_LIMITS = { bytes: 5 * 1024 * 1024, events: 20_000, periods: 500, steps: 100_000 };

const DAY = 86_400_000;
/** How far ahead is looked. */
const AHEAD_DAYS = 400;
/** Longer is a mistake, and would give everything away for years. */
const LONGEST_DAYS = 366;

export interface ReadingOptions {
	/** Periods that are over by then are left out. */
	now: Instant;
	/** IANA zone of the person: whole days and floating times are theirs. */
	timeZone: string;
	/** Words in a title that mark an event. Default: {@link DEFAULT_WORDS}. */
	words?: readonly string[];
}

/**
 * When a calendar (iCalendar, RFC 5545) says that its owner is out of office, from now on and up to 400 days ahead:
 * joined, in order, at most the first 500.
 *
 * An event counts that is marked so (`X-MICROSOFT-CDO-BUSYSTATUS:OOF`, as Outlook and Exchange do; Google marks its own
 * by their title alone) or whose title holds one of the words. Repetitions are counted out (RRULE, RDATE, EXDATE,
 * RECURRENCE-ID of one occurrence); cancelled ones and those without a length do not count; TRANSP says nothing here.
 * What is longer than a year counts as its first year.
 *
 * Throws `FeedError`: `too_large`, `not_a_calendar`, `too_many`.
 */
export function readOutOfOffice(text: string, options: ReadingOptions): AwayPeriod[] {
	if (text.length > CALENDAR_LIMITS.bytes) throw tooLarge();
	const calendars = parse(text);
	const budget: Budget = { left: CALENDAR_LIMITS.steps };
	const isMarked = titleMatcher(options.words ?? DEFAULT_WORDS);
	// By whole days, so that the end of the window does not move with every look.
	const until = Math.floor(options.now / DAY) * DAY + AHEAD_DAYS * DAY;
	const window = { first: options.now, last: until };
	const periods = calendars.flatMap((calendar) => {
		const zones = new Zones(calendar.zones, options.timeZone, budget);
		return [...byUid(calendar.events)].flatMap(([uid, events]) =>
			occurrencesOf(events, { zones, isMarked, window, budget }).map((times) => ({ ...times, uid })),
		);
	});
	const counting = periods.filter(({ start, end }) => start < end && end > options.now && start < until);
	return joinPeriods(counting).slice(0, CALENDAR_LIMITS.periods);
}

/** What is larger than a calendar may be. */
export function tooLarge(): FeedError {
	return new FeedError("too_large", "The calendar is larger than 5 MiB.");
}

/** The parts of a calendar that count here. */
interface Calendar {
	events: ICAL.Component[];
	zones: ICAL.Component[];
}

/** One file may hold several calendars. */
function parse(text: string): Calendar[] {
	const calendars = jCalOf(text).filter(([name]) => name === "vcalendar");
	if (calendars.length === 0) throw notACalendar();
	const read = calendars.map(([, , parts]) => ({
		events: partsNamed(parts, "vevent"),
		zones: partsNamed(parts, "vtimezone"),
	}));
	if (read.reduce((sum, { events }) => sum + events.length, 0) > CALENDAR_LIMITS.events) {
		throw new FeedError(
			"too_many",
			`The calendar holds more than ${CALENDAR_LIMITS.events.toLocaleString("en")} events.`,
		);
	}
	return read;
}

/** jCal (RFC 7265): name, properties, parts. */
type JCal = [name: string, properties: unknown[], parts: JCal[]];

function jCalOf(text: string): JCal[] {
	const trimmed = text.replace(/^\uFEFF/, "").trimStart();
	if (!/^BEGIN:VCALENDAR/i.test(trimmed) || hasEndlessLine(trimmed)) throw notACalendar();
	try {
		const parsed: unknown[] = ICAL.parse(trimmed);
		return (Array.isArray(parsed[0]) ? parsed : [parsed]) as JCal[];
	} catch {
		throw notACalendar();
	}
}

/** Characters of one content line, folded or not: reading a line's parameters costs the square of its length. */
const LONGEST_LINE = 65_536;

function hasEndlessLine(text: string): boolean {
	let length = 0;
	for (const line of text.split(/\r?\n|\r/)) {
		length = /^[ \t]/.test(line) ? length + line.length : line.length;
		if (length > LONGEST_LINE) return true;
	}
	return false;
}

/** Each a component of its own: inside the calendar, every time would look through all of it for its zone. */
function partsNamed(parts: readonly JCal[], wanted: string): ICAL.Component[] {
	return parts.filter(([name]) => name === wanted).map((part) => new ICAL.Component(part));
}

function notACalendar(): FeedError {
	return new FeedError(
		"not_a_calendar",
		"There is no calendar that can be read at this address: give the address of an iCalendar file (.ics).",
	);
}

/** The events in the order of the file: each with those that stand in for single occurrences of it. */
function byUid(events: readonly ICAL.Component[]): Map<string, ICAL.Component[]> {
	const known = new Map<string, ICAL.Component[]>();
	for (const [index, event] of events.entries()) {
		const uid = textOf(event, "uid").slice(0, 500) || `event ${index}`;
		const same = known.get(uid);
		if (same === undefined) known.set(uid, [event]);
		else same.push(event);
	}
	return known;
}

interface Reading {
	zones: Zones;
	isMarked: (title: string) => boolean;
	window: { first: Instant; last: Instant };
	budget: Budget;
}

interface Times {
	start: Instant;
	end: Instant;
}

function occurrencesOf(events: readonly ICAL.Component[], reading: Reading): Times[] {
	if (!events.some((event) => isOutOfOffice(event, reading))) return [];
	const single = new Set(events.filter((event) => event.hasProperty("recurrence-id")));
	const replaced = new Set(
		[...single].flatMap((event) => timesOf(event, "recurrence-id", reading.zones).map((time) => keyOf(time))),
	);
	return events
		.filter((event) => isOutOfOffice(event, reading))
		.flatMap((event) => (single.has(event) ? once(event, reading) : repeated(event, replaced, reading)));
}

function isOutOfOffice(event: ICAL.Component, { isMarked }: Reading): boolean {
	if (textOf(event, "status").toUpperCase() === "CANCELLED") return false;
	const status = textOf(event, "x-microsoft-cdo-busystatus").trim().toUpperCase();
	return status === "OOF" || isMarked(textOf(event, "summary"));
}

function textOf(event: ICAL.Component, name: string): string {
	const value = event.getFirstPropertyValue(name);
	return typeof value === "string" ? value : "";
}

function once(event: ICAL.Component, { zones }: Reading): Times[] {
	const [start] = timesOf(event, "dtstart", zones);
	return start === undefined ? [] : [{ start: instantOfTime(start), end: endOf(event, start, zones)(start) }];
}

function repeated(event: ICAL.Component, replaced: ReadonlySet<Instant>, reading: Reading): Times[] {
	const { zones, window, budget } = reading;
	const [start] = timesOf(event, "dtstart", zones);
	if (start === undefined) return [];
	const end = endOf(event, start, zones);
	const left = new Set([...timesOf(event, "exdate", zones).map((time) => keyOf(time)), ...replaced]);
	const found = new Map<Instant, Times>();
	const add = (time: EventTime) => {
		const key = keyOf(time);
		if (left.has(key)) return;
		found.set(key, { start: instantOfTime(time), end: end(time) });
	};
	add(start);
	for (const time of timesOf(event, "rdate", zones)) add(time);
	for (const property of event.getAllProperties("rrule")) {
		const rule = property.getFirstValue();
		if (!(rule instanceof ICAL.Recur)) continue;
		const isOver = afterUntil(rule, zones);
		// The wall clock is at most a day off UTC, and an occurrence that began a year ago may still last.
		const local = { first: window.first - (LONGEST_DAYS + 2) * DAY, last: window.last + 2 * DAY };
		for (const at of repetitions(rule, start.local, local, budget)) {
			const time = { ...start, local: at };
			if (isOver(time)) break;
			// What the rule says before its own start is none of the event's.
			if (at >= start.local) add(time);
		}
	}
	return [...found.values()];
}

/** UNTIL is an instant, or a day or wall-clock time of the event's own place; it is inclusive. */
function afterUntil(rule: ICAL.Recur, zones: Zones): (time: EventTime) => boolean {
	const { until } = rule;
	if (until === null || until === undefined) return () => false;
	const last = Date.UTC(until.year, until.month - 1, until.day, until.hour, until.minute, until.second);
	if (until.isDate) return (time) => time.local >= last + DAY;
	if (until.zone !== ICAL.Timezone.utcTimezone) return (time) => time.local > last;
	// For whole days some programs write the instant at which the last one begins.
	return (time) => (time.isDate ? time.local > zones.ownLocal(last) : instantOfTime(time) > last);
}

/** When an occurrence that begins then ends. Days are counted on the wall clock, hours are hours. */
function endOf(event: ICAL.Component, start: EventTime, zones: Zones): (of: EventTime) => Instant {
	const longest = (of: EventTime, end: Instant) => Math.min(end, instantOfTime(of) + LONGEST_DAYS * DAY);
	const [end] = timesOf(event, "dtend", zones);
	if (end !== undefined) {
		if (start.isDate) {
			const days = end.local - start.local;
			return (of) => longest(of, instantOfTime({ ...of, local: of.local + days }));
		}
		const length = instantOfTime(end) - instantOfTime(start);
		return (of) => longest(of, instantOfTime(of) + length);
	}
	const duration = event.getFirstPropertyValue("duration");
	if (duration instanceof ICAL.Duration) {
		const days = (duration.isNegative ? -1 : 1) * (duration.weeks * 7 + duration.days) * DAY;
		const hours = duration.toSeconds() * 1_000 - days;
		return (of) => longest(of, instantOfTime({ ...of, local: of.local + days }) + hours);
	}
	const whole = start.isDate ? DAY : 0;
	return (of) => instantOfTime({ ...of, local: of.local + whole });
}

/** The values of all properties of a name, dates and times; of a period its start. Nonsense is left out. */
function timesOf(event: ICAL.Component, name: string, zones: Zones): EventTime[] {
	return event.getAllProperties(name).flatMap((property) =>
		valuesOf(property).flatMap((value) => {
			const time = value instanceof ICAL.Period ? value.start : value;
			const read = time instanceof ICAL.Time ? zones.time(time, property) : null;
			return read === null ? [] : [read];
		}),
	);
}

function valuesOf(property: ICAL.Property): unknown[] {
	try {
		return property.getValues();
	} catch {
		return [];
	}
}

/** The same for the same occurrence, in whatever zone it is named. */
function keyOf(time: EventTime): Instant {
	return instantOfTime(time);
}
