import { expect, test } from "vitest";
import { parse } from "yaml";
import { calendarText, rotaText } from "../../app/admin/working-time/document-text.ts";
import { hoursText, weekText } from "../../app/admin/working-time/hours-text.ts";
import { without } from "../../app/admin/working-time/overrides.ts";
import { turnsOf } from "../../app/admin/working-time/turns.ts";
import type { Period, Rota } from "../../policy/directory.ts";

const nine: Period[] = [["09:00", "17:30"]];

test("days of the same hours that follow each other stand together", () => {
	expect(weekText({ mon: nine, tue: nine, wed: nine, fri: nine })).toBe(
		"Mon–Wed 09:00–17:30; Fri 09:00–17:30",
	);
	expect(weekText({ mon: nine, tue: [["10:00", "12:00"]] })).toBe("Mon 09:00–17:30; Tue 10:00–12:00");
	expect(weekText({ sat: [["00:00", "24:00"]] })).toBe("Sat All day");
});

test("hours stand in their order, and over midnight they say so", () => {
	expect(
		hoursText([
			["13:00", "18:00"],
			["09:00", "12:00"],
		]),
	).toBe("09:00–12:00, 13:00–18:00");
	expect(hoursText([["22:00", "06:00"]])).toBe("22:00–06:00 on the next day");
	expect(hoursText([])).toBe("Closed");
});

test("a stored calendar reads as a person would write it, and means the same", () => {
	const stored = {
		name: "london",
		hours: { fri: nine, mon: nine },
		holidays: ["2026-12-25"],
		timeZone: "Europe/London",
		exceptions: { "2026-12-24": [["09:00", "12:00"]], "2025-12-24": [] },
	};
	const text = calendarText(stored);
	expect(text).toBe(`name: london
timeZone: Europe/London
hours:
  mon: [["09:00", "17:30"]]
  fri: [["09:00", "17:30"]]
holidays:
  - "2026-12-25"
exceptions:
  "2025-12-24": []
  "2026-12-24": [["09:00", "12:00"]]
`);
	expect(parse(text)).toEqual(stored);
});

test("a stored rota reads with e-mail addresses; who is not known keeps the id", () => {
	const stored = {
		name: "operations",
		people: ["a", "b"],
		start: "2026-01-05",
		handOver: "09:00",
		overrides: [{ end: "2026-02-03T00:00:00Z", start: "2026-02-02T00:00:00Z", person: "b" }],
		timeZone: "UTC",
		shiftLength: "1w",
	};
	const people = { a: { name: "Ana", email: "ana@example.com" } };
	expect(parse(rotaText(stored, people))).toEqual({
		...stored,
		people: ["ana@example.com", "b"],
	});
	expect(rotaText(stored, people)).toMatch(/^name: operations\ntimeZone: UTC\nstart: "2026-01-05"\n/);
});

test("turns go from now on, with stand-ins in between, and no more than asked for", () => {
	const at = (text: string) => Date.parse(text);
	const rota: Rota = {
		name: "r",
		timeZone: "UTC",
		start: "2026-01-05",
		handOver: "09:00",
		shiftLength: "1w",
		people: ["a", "b"],
		overrides: [{ person: "c", start: at("2026-01-07T00:00:00Z"), end: at("2026-01-08T00:00:00Z") }],
	};
	const from = at("2026-01-06T00:00:00Z");
	const turns = turnsOf(rota, from, at("2026-01-13T00:00:00Z"), 10);
	expect(turns.map(({ person, standsIn }) => [person, standsIn])).toEqual([
		["a", false],
		["c", true],
		["a", false],
		["b", false],
	]);
	expect(turns[0]?.from).toBe(from);
	expect(turns.at(-1)?.to).toBe(at("2026-01-19T09:00:00Z"));
	expect(turnsOf(rota, from, at("2026-01-13T00:00:00Z"), 2)).toHaveLength(2);
	const before = turnsOf(rota, at("2026-01-01T00:00:00Z"), at("2026-01-06T00:00:00Z"), 10);
	expect(before[0]).toMatchObject({ person: null, to: at("2026-01-05T09:00:00Z") });
});

test("one override is taken out, and none where it is gone", () => {
	const one = { person: "a", start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z" };
	const other = { ...one, person: "b" };
	expect(without([one, other], other)).toEqual([one]);
	expect(without([one], other)).toBeNull();
});
