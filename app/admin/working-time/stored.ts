import type { Calendar, Rota } from "../../../policy/directory.ts";
import { readCalendar } from "../../../policy/read-calendar.ts";
import { readRota } from "../../../policy/read-rota.ts";

/** A stored calendar; what is stored was checked when it was put. */
export function calendarOf(document: unknown): Calendar {
	const reading = readCalendar(document);
	if (!reading.ok) throw new Error("a stored calendar does not read");
	return reading.calendar;
}

/** A stored rota; what is stored was checked when it was put. */
export function rotaOf(document: unknown): Rota {
	const reading = readRota(document);
	if (!reading.ok) throw new Error("a stored rota does not read");
	return reading.rota;
}

/** `YYYY-MM-DD` in a time zone. */
export function dayIn(timeZone: string, at: number): string {
	return new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone }).format(at);
}
