import type { Calendar, Rota, Weekday } from "../../policy/directory.ts";
import { WEEKDAYS } from "../../policy/directory.ts";
import { type DelegationSketch, directoryOf, documentOf, HOUR, type StorySketch } from "./story.ts";
import type { HoursName, Timeline, TimelineEvent } from "./timelines.ts";

/** A Monday, 00:00 UTC: hour 0 of the naive model's week. */
const MONDAY = Date.UTC(2026, 0, 5);

/** The calendars of the naive model's `HOURS`, as documents. */
const CALENDARS: Record<HoursName, Omit<Calendar, "name">> = {
	office: { ...daily(["mon", "tue", "wed", "thu", "fri"], [["09:00", "17:00"]]) },
	halves: {
		...daily(
			["mon", "tue", "wed", "thu", "fri"],
			[
				["09:00", "12:00"],
				["13:00", "17:00"],
			],
		),
		exceptions: { "2026-01-07": [["09:00", "12:00"]] },
		holidays: ["2026-01-08"],
	},
	nights: { ...daily(WEEKDAYS.slice(0, 6), [["22:00", "06:00"]]) },
};

function daily(days: readonly Weekday[], periods: [string, string][]): Omit<Calendar, "name"> {
	return {
		timeZone: "UTC",
		hours: Object.fromEntries(days.map((day) => [day, periods])),
		holidays: [],
		exceptions: {},
	};
}

/** A random timeline as a story. */
export function sketchOf(timeline: Timeline): StorySketch & { submittedAt: number } {
	const { start, hours, n, events: _, rota: __, ...rest } = timeline;
	const submittedAt = MONDAY + start * HOUR;
	return {
		...rest,
		submittedAt,
		calendar: hours,
		calendars: [{ name: hours, ...CALENDARS[hours] }],
		rotas: [rotaOf(timeline, submittedAt)],
		admins: ["adm"],
		context: { n },
	};
}

function rotaOf({ rota }: Timeline, submittedAt: number): Rota {
	const first = new Date(submittedAt + rota.first * HOUR).toISOString();
	return {
		name: "r",
		timeZone: "UTC",
		start: first.slice(0, 10),
		handOver: first.slice(11, 16),
		shiftLength: `${rota.length}h`,
		people: rota.people,
		overrides: rota.overrides.map(({ person, start, end }) => ({
			person,
			start: submittedAt + start * HOUR,
			end: submittedAt + end * HOUR,
		})),
	};
}

/** A random timeline as a file for `countersign policy simulate`. */
export function scenarioOf(timeline: Timeline): Record<string, unknown> {
	const sketch = sketchOf(timeline);
	const { submittedAt } = sketch;
	const iso = (hours: number) => new Date(submittedAt + hours * HOUR).toISOString();
	const delegations = (list: readonly DelegationSketch[]) =>
		list.map(({ from, to, start, end }) => ({ from, to, start: iso(start), end: iso(end) }));
	const active = new Map<string, boolean>(
		Object.values(directoryOf(sketch).people).map((person) => [person.id, person.active]),
	);
	const eventOf = ({ at, ...event }: TimelineEvent): Record<string, unknown> => {
		const when = { at: iso(at) };
		switch (event.kind) {
			case "time":
				return when;
			case "decide": {
				const { kind: _, comment, ...decision } = event;
				return { ...when, decide: { ...decision, ...(comment && { comment: "because" }) } };
			}
			case "cancel":
			case "sendBack":
			case "ask":
			case "answer":
				return { ...when, [event.kind]: { by: event.by } };
			case "resubmit":
				return { ...when, resubmit: { by: event.by, context: { n: event.n } } };
			case "reassign":
				return { ...when, reassign: { by: event.by, from: event.from, to: event.to } };
			case "toggle": {
				const field = active.get(event.who) ? "deactivate" : "activate";
				active.set(event.who, field === "activate");
				return { ...when, directory: { [field]: [event.who] } };
			}
			case "group":
				return { ...when, directory: { groups: { [event.name]: event.members } } };
			case "manager":
				return { ...when, directory: { managers: { [event.who]: event.manager } } };
			case "delegations":
				return { ...when, directory: { delegations: delegations(event.delegations) } };
		}
	};
	return {
		policy: documentOf(sketch),
		directory: {
			users: Object.values(directoryOf(sketch).people),
			groups: timeline.groups,
			delegations: delegations(timeline.delegations),
			calendars: sketch.calendars,
			rotas: (sketch.rotas ?? []).map((rota) => ({
				...rota,
				overrides: rota.overrides.map(({ person, start, end }) => ({
					person,
					start: new Date(start).toISOString(),
					end: new Date(end).toISOString(),
				})),
			})),
		},
		request: { requester: "req", context: { n: timeline.n }, submittedAt: iso(0) },
		events: timeline.events.map(eventOf),
	};
}
