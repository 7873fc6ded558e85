import { type Calendar, type Instant, type Period, WEEKDAYS } from "./directory.ts";
import { instantOf, localTime } from "./zone.ts";

/** A working period: `open` ≤ t < `close`; a due instant may equal `close`. */
interface Shift {
	open: Instant;
	close: Instant;
}

/** Days since 1970-01-01 on the calendar's own wall. */
type Day = number;

const DAY = 86_400_000;
/** No wait is longer: a calendar that hardly ever opens must not be searched for ever. */
const HORIZON_DAYS = 7_305;

/** The shifts of a day, worked out once for each calendar object; the same question has the same answer. */
const known = new WeakMap<Calendar, Map<Day, readonly Shift[]>>();

/** The instant at which `ms` of working time have passed since `from`; twenty years on where it never does. */
export function addWorkingTime(calendar: Calendar, from: Instant, ms: number): Instant {
	if (ms <= 0) return nextOpening(calendar, from);
	let left = ms;
	let cursor = from;
	for (const { open, close } of shiftsFrom(calendar, from)) {
		const start = Math.max(open, cursor);
		if (close <= start) continue;
		if (left <= close - start) return start + left;
		left -= close - start;
		cursor = close;
	}
	return from + HORIZON_DAYS * DAY;
}

/** How much working time, in ms, lies between two instants. */
export function workingTimeBetween(calendar: Calendar, from: Instant, to: Instant): number {
	let total = 0;
	let cursor = from;
	for (const { open, close } of shiftsFrom(calendar, from)) {
		if (open >= to) break;
		const start = Math.max(open, cursor);
		const end = Math.min(close, to);
		if (end <= start) continue;
		total += end - start;
		cursor = end;
	}
	return total;
}

/**
 * From `from` (moved to the next opening if outside hours) to the same local time on the n-th working day after,
 * moved into that day's hours if it falls outside: earlier than an opening to that opening, later to the closing.
 */
export function addWorkingDays(calendar: Calendar, from: Instant, days: number): Instant {
	const start = nextOpening(calendar, from);
	if (days <= 0) return start;
	const first = dayOfShift(calendar, start);
	const target = nthWorkingDay(calendar, first, days);
	if (target === null) return from + HORIZON_DAYS * DAY;
	const sinceMidnight = localTime(calendar.timeZone, start) - first * DAY;
	const due = instantOf(calendar.timeZone, target * DAY + sinceMidnight);
	const shifts = shiftsOf(calendar, target);
	for (const { open, close } of shifts) {
		if (due < open) return open;
		if (due <= close) return due;
	}
	return shifts.at(-1)?.close ?? due;
}

/** The most whole working days that fit between two instants, and the working time in ms that is left over. */
export function workingDaysBetween(
	calendar: Calendar,
	from: Instant,
	to: Instant,
): { days: number; ms: number } {
	const first = dayOfShift(calendar, nextOpening(calendar, from));
	const last = dayOf(calendar, to);
	let days = 0;
	for (let day = first + 1; day <= last; day++) if (shiftsOf(calendar, day).length > 0) days += 1;
	while (days > 0 && addWorkingDays(calendar, from, days) > to) days -= 1;
	const start = addWorkingDays(calendar, from, days);
	return { days, ms: start < to ? workingTimeBetween(calendar, start, to) : 0 };
}

/** The first instant from `from` on that lies in a working period. */
export function nextOpening(calendar: Calendar, from: Instant): Instant {
	for (const { open, close } of shiftsFrom(calendar, from)) {
		if (close > from) return Math.max(open, from);
	}
	return from + HORIZON_DAYS * DAY;
}

function nthWorkingDay(calendar: Calendar, first: Day, n: number): Day | null {
	let left = n;
	for (let day = first + 1; day <= first + HORIZON_DAYS; day++) {
		if (shiftsOf(calendar, day).length > 0) left -= 1;
		if (left === 0) return day;
	}
	return null;
}

/** The working day whose hours hold an instant: a night shift belongs to the day that it opens on. */
function dayOfShift(calendar: Calendar, at: Instant): Day {
	const today = dayOf(calendar, at);
	const holds = (day: Day) => shiftsOf(calendar, day).some(({ open, close }) => open <= at && at < close);
	return holds(today - 1) ? today - 1 : today;
}

/** The shifts in order of their opening, from those that an instant may lie in. */
function* shiftsFrom(calendar: Calendar, from: Instant): Generator<Shift> {
	const first = dayOf(calendar, from) - 1;
	for (let day = first; day <= first + HORIZON_DAYS; day++) yield* shiftsOf(calendar, day);
}

function dayOf(calendar: Calendar, at: Instant): Day {
	return Math.floor(localTime(calendar.timeZone, at) / DAY);
}

function shiftsOf(calendar: Calendar, day: Day): readonly Shift[] {
	let days = known.get(calendar);
	if (days === undefined) {
		days = new Map();
		known.set(calendar, days);
	}
	let shifts = days.get(day);
	if (shifts === undefined) {
		shifts = hoursOn(calendar, day)
			.map(([opening, closing]) => shiftOn(calendar, day, opening, closing))
			.filter(({ open, close }) => open < close)
			.sort((a, b) => a.open - b.open);
		days.set(day, shifts);
	}
	return shifts;
}

/** An exception says a day's hours whatever else does; a holiday has none. */
function hoursOn({ hours, holidays, exceptions }: Calendar, day: Day): readonly Period[] {
	const date = new Date(day * DAY).toISOString().slice(0, 10);
	const exception = Object.hasOwn(exceptions, date) ? exceptions[date] : undefined;
	if (exception !== undefined) return exception;
	if (holidays.includes(date)) return [];
	const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
	return (weekday && hours[weekday]) ?? [];
}

/** A closing time at or before its opening is on the next day. */
function shiftOn({ timeZone }: Calendar, day: Day, opening: string, closing: string): Shift {
	const opens = sinceMidnight(opening);
	const closes = sinceMidnight(closing);
	const midnight = day * DAY;
	return {
		open: instantOf(timeZone, midnight + opens),
		close: instantOf(timeZone, midnight + closes + (closes <= opens ? DAY : 0)),
	};
}

function sinceMidnight(time: string): number {
	const [hours, minutes] = time.split(":").map(Number);
	return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}
