import ICAL from "ical.js";
import type { Instant } from "../../policy/directory.ts";
import { instantOf, isTimeZone, type LocalTime, localTime } from "../../policy/zone.ts";
import { type Budget, spend } from "./budget.ts";
import { FeedError } from "./feed-error.ts";

/** A date or time as a calendar writes it. */
export interface EventTime {
	/** What the wall clock shows, midnight for a date. */
	local: LocalTime;
	/** A day, not a time of day. */
	isDate: boolean;
	/** Where the wall clock hangs. */
	zone: Zone;
}

/** Turns wall-clock times of one place into instants. */
export interface Zone {
	instant(local: LocalTime): Instant;
}

/** Years that a calendar may speak of: what lies outside is a mistake, and would cost much to count. */
const YEARS = { first: 1900, last: 2199 };

/** Counting out a rule of a described zone, since 1601 mostly, costs about as much as so many steps. */
const ZONE_RULE_COST = 100;

const UTC: Zone = { instant: (local) => local };

/** A zone of the IANA database. What was asked once is remembered: whole days share their midnights. */
function namedZone(name: string): Zone {
	const known = new Map<LocalTime, Instant>();
	return {
		instant(local) {
			const at = known.get(local) ?? instantOf(name, local);
			known.set(local, at);
			return at;
		},
	};
}

/** The instant of a date or time. */
export function instantOfTime(time: EventTime): Instant {
	return time.zone.instant(time.local);
}

/**
 * The zones that a calendar's times may hang in. Dates and floating times hang in the person's own.
 *
 * A TZID counts as the IANA zone it names, also where that stands at its end (`/example.org/Europe/Berlin`), else as
 * what the calendar's own VTIMEZONE says. Throws `FeedError` `not_a_calendar` for one that nothing explains.
 */
export class Zones {
	readonly own: Zone;
	readonly #ownZone: string;
	readonly #described: ReadonlyMap<unknown, ICAL.Component>;
	readonly #known = new Map<string, Zone>();
	readonly #budget: Budget;

	constructor(described: readonly ICAL.Component[], ownZone: string, budget: Budget) {
		this.#budget = budget;
		this.#described = new Map(described.map((zone) => [zone.getFirstPropertyValue("tzid"), zone]));
		this.own = namedZone(ownZone);
		this.#ownZone = ownZone;
	}

	/** What the person's own wall clock shows. */
	ownLocal(at: Instant): LocalTime {
		return localTime(this.#ownZone, at);
	}

	/** A value of a property, DATE or DATE-TIME; null where the year is none that counts. */
	time(value: ICAL.Time, property: ICAL.Property): EventTime | null {
		spend(this.#budget, 1);
		if (value.year < YEARS.first || value.year > YEARS.last) return null;
		const local = localOf(value);
		if (!Number.isFinite(local)) return null;
		if (value.isDate) return { local, isDate: true, zone: this.own };
		if (value.zone === ICAL.Timezone.utcTimezone) return { local, isDate: false, zone: UTC };
		const tzid = property.getFirstParameter("tzid");
		const zone = typeof tzid === "string" && tzid !== "" ? this.#zone(tzid) : this.own;
		return { local, isDate: false, zone };
	}

	#zone(tzid: string): Zone {
		const known = this.#known.get(tzid);
		if (known !== undefined) return known;
		const made = zoneNamedIn(tzid) ?? this.#describedZone(tzid);
		if (made === null)
			throw new FeedError("not_a_calendar", "The calendar uses a time zone that it does not describe.");
		this.#known.set(tzid, made);
		return made;
	}

	#describedZone(tzid: string): Zone | null {
		const component = this.#described.get(tzid);
		if (component === undefined || !isCountable(component)) return null;
		spend(this.#budget, ZONE_RULE_COST * component.getAllSubcomponents().length);
		const zone = new ICAL.Timezone({ component, tzid });
		return {
			instant: (local) => local - zone.utcOffset(timeOf(local)) * 1_000,
		};
	}
}

/** Milliseconds of the wall clock. */
export function localOf(time: ICAL.Time): LocalTime {
	return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
}

/** A wall-clock time as the library wants it, in no zone. */
export function timeOf(local: LocalTime): ICAL.Time {
	const at = new Date(local);
	return new ICAL.Time(
		{
			year: at.getUTCFullYear(),
			month: at.getUTCMonth() + 1,
			day: at.getUTCDate(),
			hour: at.getUTCHours(),
			minute: at.getUTCMinutes(),
			second: at.getUTCSeconds(),
			isDate: false,
		},
		ICAL.Timezone.localTimezone,
	);
}

/** No name of the IANA database is nearly as long, and every tail of a name costs a look. */
const LONGEST_TZID = 255;

function zoneNamedIn(tzid: string): Zone | null {
	if (tzid.length > LONGEST_TZID) return null;
	const parts = tzid.split("/");
	for (let from = 0; from < parts.length; from += 1) {
		const name = parts.slice(from).join("/");
		// A single part at the end of a longer name (`/x/EST`) would be a guess.
		if (from > 0 && !name.includes("/")) break;
		if (isTimeZone(name)) return namedZone(name);
	}
	return null;
}

/** Whether the library can count a VTIMEZONE's changes: year by year, and not without end within a year. */
function isCountable(zone: ICAL.Component): boolean {
	const rules = zone.getAllSubcomponents();
	return (
		rules.length > 0 &&
		rules.length <= 200 &&
		rules.every((rule) => {
			const starts = rule.getFirstPropertyValue("dtstart");
			const repeats = rule.getAllProperties("rrule").map((property) => property.getFirstValue());
			return (
				starts instanceof ICAL.Time &&
				starts.year >= 1 &&
				repeats.length <= 1 &&
				repeats.every((repeat) => repeat instanceof ICAL.Recur && isYearly(repeat))
			);
		})
	);
}

function isYearly(rule: ICAL.Recur): boolean {
	const parts = Object.keys(rule.parts);
	return (
		rule.freq === "YEARLY" &&
		rule.interval === 1 &&
		parts.every((part) => ["BYMONTH", "BYDAY", "BYMONTHDAY"].includes(part)) &&
		parts.includes("BYMONTH")
	);
}
