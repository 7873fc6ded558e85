import { localTime } from "../../policy/zone.ts";
import { words } from "../words/words.ts";

const DAY = 86_400_000;

/**
 * A time away in words, in a person's zone: its first and last day where it is of whole days (`Mon 9 Mar – Fri 13
 * Mar`), else with times. Years are said where they are not this one.
 *
 * @param start ISO 8601 instant, inclusive
 * @param end ISO 8601 instant, exclusive
 */
export function periodText(start: string, end: string, timeZone: string, now: number): string {
	const from = localTime(timeZone, Date.parse(start));
	const to = localTime(timeZone, Date.parse(end));
	const year = new Date(localTime(timeZone, now)).getUTCFullYear();
	const day = (local: number) => dayText(local, year);
	const isDay = (local: number) => local % DAY === 0;
	if (isDay(to)) {
		const last = day(to - DAY);
		// What began in the middle of a day began so that nobody needs to know it to the minute once it runs.
		const first =
			isDay(from) || from <= localTime(timeZone, now) ? day(from) : `${day(from)}, ${clock(from)}`;
		return first === last ? first : `${first} – ${last}`;
	}
	const begins = `${day(from)}, ${clock(from)}`;
	return day(from) === day(to) ? `${begins} – ${clock(to)}` : `${begins} – ${day(to)}, ${clock(to)}`;
}

function dayText(local: number, thisYear: number): string {
	const date = new Date(local);
	return new Intl.DateTimeFormat(words.common.locale, {
		timeZone: "UTC",
		weekday: "short",
		day: "numeric",
		month: "short",
		...(date.getUTCFullYear() === thisYear ? {} : { year: "numeric" }),
	}).format(date);
}

function clock(local: number): string {
	return new Date(local).toISOString().slice(11, 16);
}
