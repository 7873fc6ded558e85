import { type Calendar, type Period, WEEKDAYS } from "../../../policy/directory.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Section } from "../../ui/section.tsx";
import { words } from "../../words/words.ts";
import { dayText, hoursText } from "./hours-text.ts";

const t = words.workingTime;

/** A calendar for reading: its week, holidays and days with other hours. `today` is `YYYY-MM-DD` in its zone. */
export function CalendarView({ calendar, today }: { calendar: Calendar; today: string }) {
	const holidays = [...calendar.holidays].sort();
	const exceptions = Object.entries(calendar.exceptions).sort(([a], [b]) => (a < b ? -1 : 1));
	const days = (list: readonly string[]): [string, null][] => list.map((day) => [day, null]);
	return (
		<>
			<Section title={t.calendar.week}>
				<table className="w-full max-w-md text-[0.8125rem]">
					<thead className="sr-only">
						<tr>
							<th scope="col">{t.calendar.day}</th>
							<th scope="col">{t.calendar.hours}</th>
						</tr>
					</thead>
					<tbody>
						{WEEKDAYS.map((day) => {
							const periods = calendar.hours[day] ?? [];
							return (
								<tr key={day} className="border-b border-line first:border-t">
									<th scope="row" className="w-32 py-1.5 text-left font-medium">
										{t.weekdays[day]}
									</th>
									<td className={`py-1.5 tabular-nums ${periods.length === 0 ? "text-ink-faint" : ""}`}>
										{hoursText(periods)}
									</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			</Section>
			<div className="grid gap-x-10 sm:grid-cols-2">
				<Section title={t.calendar.holidays}>
					<Days
						coming={days(holidays.filter((day) => day >= today))}
						past={days(holidays.filter((day) => day < today))}
						none={t.calendar.noHolidays}
					/>
				</Section>
				<Section title={t.calendar.exceptions}>
					<Days
						coming={exceptions.filter(([day]) => day >= today)}
						past={exceptions.filter(([day]) => day < today)}
						none={t.calendar.noExceptions}
					/>
				</Section>
			</div>
		</>
	);
}

type Day = readonly [day: string, hours: readonly Period[] | null];

function Days({ coming, past, none }: { coming: readonly Day[]; past: readonly Day[]; none: string }) {
	return (
		<>
			{coming.length === 0 ? <p className="text-ink-faint">{none}</p> : <DayList days={coming} />}
			{past.length > 0 && (
				<div className="mt-3">
					<Disclosure title={t.calendar.past(past.length)}>
						<DayList days={past} />
					</Disclosure>
				</div>
			)}
		</>
	);
}

function DayList({ days }: { days: readonly Day[] }) {
	return (
		<ul className="space-y-1 text-[0.8125rem] tabular-nums">
			{days.map(([day, hours]) => (
				<li key={day} className="flex flex-wrap gap-x-4">
					<time dateTime={day} className="w-32 shrink-0">
						{dayText(day)}
					</time>
					{hours !== null && <span className="text-ink-soft">{hoursText(hours)}</span>}
				</li>
			))}
		</ul>
	);
}
