import { type Period, WEEKDAYS, type Weekday } from "../../../policy/directory.ts";
import { words } from "../../words/words.ts";

const t = words.workingTime;

/** `09:00–17:30`, `22:00–06:00 on the next day`, `All day`. */
export function periodText([opening, closing]: Period): string {
	if (opening === "00:00" && (closing === "24:00" || closing === "00:00")) return t.calendar.allDay;
	const text = `${opening}–${closing}`;
	return closing <= opening ? `${text} ${t.calendar.nextDay}` : text;
}

/** The hours of a day, in their order. */
export function hoursText(periods: readonly Period[]): string {
	if (periods.length === 0) return t.calendar.closed;
	return [...periods]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(periodText)
		.join(", ");
}

/** The open days of a week with those of the same hours together: `Mon–Fri 09:00–17:30`. */
export function weekText(hours: Readonly<Partial<Record<Weekday, readonly Period[]>>>): string {
	const runs: { from: Weekday; to: Weekday; text: string; last: number }[] = [];
	for (const [i, day] of WEEKDAYS.entries()) {
		const periods = hours[day] ?? [];
		if (periods.length === 0) continue;
		const text = hoursText(periods);
		const run = runs.at(-1);
		if (run !== undefined && run.text === text && run.last === i - 1) {
			run.to = day;
			run.last = i;
		} else runs.push({ from: day, to: day, text, last: i });
	}
	const name = (day: Weekday) => t.shortWeekdays[day] ?? day;
	return runs
		.map(({ from, to, text }) => `${from === to ? name(from) : `${name(from)}–${name(to)}`} ${text}`)
		.join("; ");
}

/** `2026-12-25` as `Fri 25 Dec 2026`. */
export function dayText(day: string): string {
	return new Intl.DateTimeFormat(words.common.locale, {
		weekday: "short",
		day: "numeric",
		month: "short",
		year: "numeric",
		timeZone: "UTC",
	}).format(Date.parse(`${day}T00:00:00Z`));
}
