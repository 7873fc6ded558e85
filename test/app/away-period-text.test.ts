import { expect, it } from "vitest";
import { periodText } from "../../app/away/period-text.ts";

const NOW = Date.parse("2026-03-02T12:00:00Z");

it.each([
	[
		"whole days, the last one included",
		"2026-03-08T23:00:00Z",
		"2026-03-13T23:00:00Z",
		"Mon 9 Mar – Fri 13 Mar",
	],
	["one day", "2026-03-08T23:00:00Z", "2026-03-09T23:00:00Z", "Mon 9 Mar"],
	["over a clock change", "2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z", "Sat 28 Mar – Sun 29 Mar"],
	["another year", "2026-12-30T23:00:00Z", "2027-01-01T23:00:00Z", "Thu 31 Dec – Fri, 1 Jan 2027"],
	["hours of one day", "2026-03-10T08:00:00Z", "2026-03-10T16:30:00Z", "Tue 10 Mar, 09:00 – 17:30"],
	[
		"hours over days",
		"2026-03-10T08:00:00Z",
		"2026-03-11T16:30:00Z",
		"Tue 10 Mar, 09:00 – Wed 11 Mar, 17:30",
	],
	[
		"running since the middle of a day",
		"2026-03-02T09:13:20Z",
		"2026-03-04T23:00:00Z",
		"Mon 2 Mar – Wed 4 Mar",
	],
	[
		"from the middle of a day to come",
		"2026-03-05T11:00:00Z",
		"2026-03-06T23:00:00Z",
		"Thu 5 Mar, 12:00 – Fri 6 Mar",
	],
])("%s", (_name, start, end, text) => {
	expect(periodText(start, end, "Europe/Berlin", NOW)).toBe(text);
});
