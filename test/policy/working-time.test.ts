import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Calendar } from "../../policy/directory.ts";
import { addDuration, addSpan, CalendarMissing, spanBetween } from "../../policy/duration.ts";
import { readCalendar } from "../../policy/read-calendar.ts";
import { instantOf, localTime } from "../../policy/zone.ts";

const WEEK = ["mon", "tue", "wed", "thu", "fri"];

function calendar(
	timeZone: string,
	periods: [string, string][],
	changes: object = {},
	days = WEEK,
): Calendar {
	const reading = readCalendar({
		name: "c",
		timeZone,
		hours: Object.fromEntries(days.map((day) => [day, periods])),
		...changes,
	});
	if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
	return reading.calendar;
}

const office = (timeZone: string, changes: object = {}) => calendar(timeZone, [["09:00", "17:30"]], changes);
const always = (timeZone: string) => calendar(timeZone, [["00:00", "24:00"]], {}, [...WEEK, "sat", "sun"]);
const nights = (timeZone: string) => calendar(timeZone, [["22:00", "06:00"]], {}, [...WEEK, "sat", "sun"]);

const LONDON = "Europe/London";
const NEW_YORK = "America/New_York";
const LORD_HOWE = "Australia/Lord_Howe";

describe("local times", () => {
	it.each([
		// skipped: moved forward by the gap
		[LONDON, "2026-03-29T01:30", "2026-03-29T01:30:00Z"],
		[NEW_YORK, "2026-03-08T02:30", "2026-03-08T07:30:00Z"],
		[LORD_HOWE, "2026-10-04T02:15", "2026-10-03T15:45:00Z"],
		// repeated: the first
		[LONDON, "2026-10-25T01:30", "2026-10-25T00:30:00Z"],
		[NEW_YORK, "2026-11-01T01:30", "2026-11-01T05:30:00Z"],
		[LORD_HOWE, "2026-04-05T01:45", "2026-04-04T14:45:00Z"],
		// before and after
		[LONDON, "2026-03-29T00:59", "2026-03-29T00:59:00Z"],
		[LONDON, "2026-03-29T02:00", "2026-03-29T01:00:00Z"],
		[NEW_YORK, "2026-11-01T02:00", "2026-11-01T07:00:00Z"],
		[LORD_HOWE, "2026-04-05T02:00", "2026-04-04T15:30:00Z"],
		// without clock changes, half-hours, quarters, across the date line
		["Asia/Kathmandu", "2026-07-01T00:00", "2026-06-30T18:15:00Z"],
		["Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00:00Z"],
		["UTC", "2026-02-28T23:59", "2026-02-28T23:59:00Z"],
	])("%s %s", (zone, local, instant) => {
		expect(new Date(instantOf(zone, Date.parse(`${local}:00Z`))).toISOString()).toBe(
			new Date(instant).toISOString(),
		);
	});

	it("any instant is found again by what the wall clock shows, or is the second of a repeated hour", () => {
		const zones = fc.constantFrom(LONDON, NEW_YORK, LORD_HOWE, "America/St_Johns", "Africa/Casablanca");
		const instants = fc.integer({ min: Date.UTC(1980, 0) / 60_000, max: Date.UTC(2060, 0) / 60_000 });
		fc.assert(
			fc.property(zones, instants, (zone, minute) => {
				const instant = minute * 60_000;
				const found = instantOf(zone, localTime(zone, instant));
				expect(found).toBeLessThanOrEqual(instant);
				expect(localTime(zone, found)).toBe(localTime(zone, instant));
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe("working hours", () => {
	it.each<[string, Calendar, string, string, string]>([
		["within a day", office("UTC"), "2026-01-05T09:00Z", "4wh", "2026-01-05T13:00Z"],
		["a due instant may equal closing", office("UTC"), "2026-01-05T13:30Z", "4wh", "2026-01-05T17:30Z"],
		["over a night", office("UTC"), "2026-01-05T16:30Z", "2wh", "2026-01-06T10:00Z"],
		["over a weekend", office("UTC"), "2026-01-09T17:00Z", "1wh", "2026-01-12T09:30Z"],
		["from outside hours", office("UTC"), "2026-01-05T06:00Z", "1wh", "2026-01-05T10:00Z"],
		["from closing", office("UTC"), "2026-01-05T17:30Z", "1wh", "2026-01-06T10:00Z"],
		[
			"over a holiday",
			office("UTC", { holidays: ["2026-12-25"] }),
			"2026-12-24T17:00Z",
			"1wh",
			"2026-12-28T09:30Z",
		],
		[
			"over a half-day",
			office("UTC", { exceptions: { "2026-12-24": [["09:00", "12:00"]] } }),
			"2026-12-23T17:00Z",
			"4wh",
			"2026-12-25T09:30Z",
		],
		[
			"an exception opens a holiday",
			office("UTC", { holidays: ["2026-12-26"], exceptions: { "2026-12-26": [["10:00", "11:00"]] } }),
			"2026-12-25T17:00Z",
			"1wh",
			"2026-12-26T10:30Z",
		],
		["over the year's end", office("UTC"), "2026-12-31T17:00Z", "1wh", "2027-01-01T09:30Z"],
		[
			"over a lunch break",
			calendar("UTC", [
				["09:00", "12:00"],
				["13:00", "17:00"],
			]),
			"2026-01-05T11:00Z",
			"2wh",
			"2026-01-05T14:00Z",
		],
		["in a night shift", nights("UTC"), "2026-01-05T23:00Z", "8wh", "2026-01-06T23:00Z"],
		["in the morning of a night shift", nights("UTC"), "2026-01-05T05:00Z", "2wh", "2026-01-05T23:00Z"],
		// Working time is time that passes: a night shift across a clock change is an hour shorter or longer.
		["a short night in London", nights(LONDON), "2026-03-28T22:00Z", "8wh", "2026-03-29T22:00Z"],
		["a long night in London", nights(LONDON), "2026-10-24T21:00Z", "8wh", "2026-10-25T05:00Z"],
		["a short night in New York", nights(NEW_YORK), "2026-03-08T03:00Z", "8wh", "2026-03-09T03:00Z"],
		["a long night in New York", nights(NEW_YORK), "2026-11-01T02:00Z", "8wh", "2026-11-01T10:00Z"],
		["a short night on Lord Howe", nights(LORD_HOWE), "2026-10-03T11:30Z", "8wh", "2026-10-04T11:30Z"],
		["a long night on Lord Howe", nights(LORD_HOWE), "2026-04-04T11:00Z", "8wh", "2026-04-04T19:00Z"],
		["a day without a break", always(LONDON), "2026-03-29T00:00Z", "24wh", "2026-03-30T00:00Z"],
		["opening follows the clock", office(LONDON), "2026-03-27T17:00Z", "1wh", "2026-03-30T08:30Z"],
		["and goes back", office(LONDON), "2026-10-23T16:00Z", "1wh", "2026-10-26T09:30Z"],
		["in New York's spring", office(NEW_YORK), "2026-03-06T22:00Z", "1wh", "2026-03-09T13:30Z"],
		["in New York's autumn", office(NEW_YORK), "2026-10-30T21:00Z", "1wh", "2026-11-02T14:30Z"],
		["on Lord Howe in spring", office(LORD_HOWE), "2026-10-02T06:30Z", "1wh", "2026-10-04T22:30Z"],
		["on Lord Howe in autumn", office(LORD_HOWE), "2026-04-03T06:00Z", "1wh", "2026-04-05T23:00Z"],
	])("%s", (_, hours, from, duration, due) => {
		expect(new Date(addDuration(Date.parse(from), duration, hours)).toISOString()).toBe(
			new Date(due).toISOString(),
		);
	});
});

describe("working days", () => {
	it.each<[string, Calendar, string, string, string]>([
		["the same local time", office("UTC"), "2026-01-05T10:00Z", "2wd", "2026-01-07T10:00Z"],
		["over a weekend", office("UTC"), "2026-01-08T10:00Z", "2wd", "2026-01-12T10:00Z"],
		[
			"from outside hours: from the next opening",
			office("UTC"),
			"2026-01-09T18:00Z",
			"2wd",
			"2026-01-14T09:00Z",
		],
		["from closing, which is outside", office("UTC"), "2026-01-05T17:30Z", "1wd", "2026-01-07T09:00Z"],
		[
			"later than that day's closing",
			office("UTC", { exceptions: { "2026-12-24": [["09:00", "12:00"]] } }),
			"2026-12-23T15:00Z",
			"1wd",
			"2026-12-24T12:00Z",
		],
		[
			"earlier than that day's opening",
			office("UTC", { exceptions: { "2026-12-24": [["11:00", "12:00"]] } }),
			"2026-12-23T10:00Z",
			"1wd",
			"2026-12-24T11:00Z",
		],
		[
			"in that day's break: to the next opening",
			office("UTC", {
				exceptions: {
					"2026-12-24": [
						["09:00", "12:00"],
						["14:00", "17:00"],
					],
				},
			}),
			"2026-12-23T13:00Z",
			"1wd",
			"2026-12-24T14:00Z",
		],
		[
			"over holidays",
			office("UTC", { holidays: ["2026-12-25", "2026-12-28"] }),
			"2026-12-24T10:00Z",
			"1wd",
			"2026-12-29T10:00Z",
		],
		[
			"over the year's end",
			office("UTC", { holidays: ["2027-01-01"] }),
			"2026-12-31T10:00Z",
			"1wd",
			"2027-01-04T10:00Z",
		],
		[
			"a night shift belongs to the day it opens on",
			nights("UTC"),
			"2026-01-06T02:00Z",
			"2wd",
			"2026-01-08T02:00Z",
		],
		[
			"the same local time across London's spring",
			office(LONDON),
			"2026-03-27T10:00Z",
			"1wd",
			"2026-03-30T09:00Z",
		],
		["and its autumn", office(LONDON), "2026-10-23T09:00Z", "1wd", "2026-10-26T10:00Z"],
		["across New York's spring", office(NEW_YORK), "2026-03-06T15:00Z", "1wd", "2026-03-09T14:00Z"],
		["and its autumn", office(NEW_YORK), "2026-10-30T14:00Z", "1wd", "2026-11-02T15:00Z"],
		["across Lord Howe's spring", office(LORD_HOWE), "2026-10-02T00:00Z", "1wd", "2026-10-04T23:30Z"],
		["and its autumn", office(LORD_HOWE), "2026-04-02T23:30Z", "1wd", "2026-04-06T00:00Z"],
		["into a skipped hour", nights(LONDON), "2026-03-28T01:30Z", "1wd", "2026-03-29T01:30Z"],
		["into a repeated hour: the first", nights(LONDON), "2026-10-24T00:30Z", "1wd", "2026-10-25T00:30Z"],
	])("%s", (_, hours, from, duration, due) => {
		expect(new Date(addDuration(Date.parse(from), duration, hours)).toISOString()).toBe(
			new Date(due).toISOString(),
		);
	});

	it("a calendar that hardly ever opens ends the search", () => {
		const minute = calendar("UTC", [["09:00", "09:01"]], {}, ["mon"]);
		expect(addDuration(0, "80000wh", minute)).toBe(7_305 * 86_400_000);
		expect(addDuration(0, "3653wd", minute)).toBe(7_305 * 86_400_000);
	});
});

it("without its calendar working time cannot be counted", () => {
	expect(() => addDuration(0, "4wh")).toThrow(CalendarMissing);
	expect(addDuration(0, "4h")).toBe(14_400_000);
});

describe("what is left", () => {
	const hours = office(LONDON, {
		holidays: ["2026-12-25"],
		exceptions: { "2026-12-24": [["09:00", "12:00"]] },
	});

	it.each([
		["ms", "2026-01-05T10:00Z", "2026-01-07T12:00Z", { unit: "ms", ms: 50 * 3_600_000 }],
		["wh", "2026-01-05T16:30Z", "2026-01-06T10:00Z", { unit: "wh", ms: 2 * 3_600_000 }],
		["wh", "2026-01-05T18:00Z", "2026-01-06T08:00Z", { unit: "wh", ms: 0 }],
		["wd", "2026-01-05T10:00Z", "2026-01-07T10:00Z", { unit: "wd", days: 2, ms: 0 }],
		["wd", "2026-01-05T12:00Z", "2026-01-07T10:00Z", { unit: "wd", days: 1, ms: 6.5 * 3_600_000 }],
		["wd", "2026-12-23T15:00Z", "2026-12-24T12:00Z", { unit: "wd", days: 1, ms: 0 }],
	] as const)("in %s from %s to %s", (unit, from, to, left) => {
		expect(spanBetween(Date.parse(from), Date.parse(to), unit, hours)).toEqual(left);
	});

	it("ends when it would have, if the clock goes on at once", () => {
		const instant = fc
			.integer({ min: 0, max: 60 * 24 * 365 })
			.map((minute) => Date.UTC(2026, 0) + minute * 60_000);
		fc.assert(
			fc.property(
				instant,
				fc.constantFrom("5wh", "40wh", "1wd", "9wd"),
				fc.nat(5_000),
				(from, duration, later) => {
					const due = addDuration(from, duration, hours);
					const now = from + later * 60_000;
					if (now >= due) return;
					const unit = duration.endsWith("wh") ? "wh" : "wd";
					const left = spanBetween(now, due, unit, hours);
					const again = addSpan(now, left, hours);
					// A closing and the next opening are the same in working time.
					expect(again).toBeLessThanOrEqual(Math.max(due, addSpan(now, { unit: "wh", ms: 0 }, hours)));
					expect(spanBetween(Math.min(again, due), due, "wh", hours)).toEqual({ unit: "wh", ms: 0 });
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe("a calendar that is not valid", () => {
	it.each([
		["timeZone", { timeZone: "Europe/Londn" }, "must be a time zone of the IANA database"],
		["timeZone", { timeZone: "+01:00" }, "must be a time zone of the IANA database"],
		["hours", { hours: undefined }, "is required"],
		["hours", { hours: {} }, "at least one weekday"],
		["hours.mon[0]", { hours: { mon: [["9:00", "17:00"]] } }, "an opening and a closing time"],
		["hours.mon[0]", { hours: { mon: [["09:00"]] } }, "an opening and a closing time"],
		[
			"hours.monday",
			{ hours: { monday: [["09:00", "17:00"]], mon: [["09:00", "17:00"]] } },
			"is not a known field",
		],
		[
			"hours.mon",
			{
				hours: {
					mon: [
						["09:00", "13:00"],
						["12:00", "17:00"],
					],
				},
			},
			"overlap",
		],
		["holidays[0]", { holidays: ["2026-02-30"] }, "must be a day"],
		["exceptions.24 Dec", { exceptions: { "24 Dec": [] } }, "must be a day"],
		["holiday", { holiday: [] }, "did you mean holidays?"],
	])("%s", (path, changes, message) => {
		const reading = readCalendar({
			name: "c",
			timeZone: "UTC",
			hours: { mon: [["09:00", "17:00"]] },
			...changes,
		});
		expect(reading.ok ? [] : reading.errors).toMatchObject([
			{ path, message: expect.stringContaining(message) },
		]);
	});
});
