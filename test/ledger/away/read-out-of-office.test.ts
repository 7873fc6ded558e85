import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { FeedError } from "../../../ledger/away/feed-error.ts";
import { CALENDAR_LIMITS, readOutOfOffice } from "../../../ledger/away/read-out-of-office.ts";
import { away, calendar } from "./ics.ts";

const NOW = Date.parse("2026-03-02T12:00:00Z");
const BERLIN = "Europe/Berlin";

/** `start/end` of what is found, in UTC to the minute. */
function read(text: string, timeZone = BERLIN, words?: readonly string[]): string[] {
	const found = readOutOfOffice(text, { now: NOW, timeZone, ...(words === undefined ? {} : { words }) });
	const short = (at: number) => new Date(at).toISOString().replace(/:00[.]000Z$/, "");
	return found.map(({ start, end }) => `${short(start)}/${short(end)}`);
}

function codeOf(work: () => unknown): string {
	try {
		work();
		return "none";
	} catch (error) {
		return error instanceof FeedError ? error.code : String(error);
	}
}

/** Outlook's own description of a zone that no database names. */
const WEST = [
	"BEGIN:VTIMEZONE",
	"TZID:W. Europe Standard Time",
	"BEGIN:STANDARD",
	"DTSTART:16010101T030000",
	"TZOFFSETFROM:+0200",
	"TZOFFSETTO:+0100",
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
	"END:STANDARD",
	"BEGIN:DAYLIGHT",
	"DTSTART:16010101T020000",
	"TZOFFSETFROM:+0100",
	"TZOFFSETTO:+0200",
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
	"END:DAYLIGHT",
	"END:VTIMEZONE",
];

describe("which events count", () => {
	const DAY = ["UID:a", "DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260311"];
	it.each([
		["Outlook's mark", ["X-MICROSOFT-CDO-BUSYSTATUS:OOF", "SUMMARY:Dentist"], true],
		["another mark", ["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "SUMMARY:Dentist"], false],
		["Google's own title", ["SUMMARY:Out of office"], true],
		["any case", ["SUMMARY:VACATION in Spain"], true],
		["a word of German", ["SUMMARY:Ana: Urlaub"], true],
		["white space between", ["SUMMARY:Annual   leave"], true],
		["a folded title", ["SUMMARY:Out of", "  office"], true],
		["a part of a word", ["SUMMARY:Oooh\\, holidaymakers"], false],
		["a word beside a letter that is not ASCII", ["SUMMARY:Urlaubsüberg"], false],
		["nothing of it", ["SUMMARY:Team lunch"], false],
		["no title", [], false],
		["cancelled", ["SUMMARY:Vacation", "STATUS:CANCELLED"], false],
		["tentative", ["SUMMARY:Vacation", "STATUS:TENTATIVE"], true],
		["transparent", ["SUMMARY:Vacation", "TRANSP:TRANSPARENT"], true],
	])("%s", (_name, lines, counts) => {
		expect(read(calendar([[...DAY, ...lines]])).length).toBe(counts ? 1 : 0);
	});

	it("takes the words that a person chose in place of its own", () => {
		const text = calendar([
			[...DAY, "SUMMARY:Ferien!"],
			["UID:b", "DTSTART;VALUE=DATE:20260410", "SUMMARY:Vacation"],
		]);
		expect(read(text, BERLIN, ["ferien"])).toEqual(["2026-03-09T23:00/2026-03-10T23:00"]);
		expect(read(text, BERLIN, [])).toEqual([]);
	});
});

describe("when they are", () => {
	it.each([
		[
			"whole days are the person's, also where the clock changes",
			away("DTSTART;VALUE=DATE:20260327", "DTEND;VALUE=DATE:20260331"),
			["2026-03-26T23:00/2026-03-30T22:00"],
		],
		[
			"a day without an end is one day",
			away("DTSTART;VALUE=DATE:20260310"),
			["2026-03-09T23:00/2026-03-10T23:00"],
		],
		[
			"UTC",
			away("DTSTART:20260310T090000Z", "DTEND:20260310T170000Z"),
			["2026-03-10T09:00/2026-03-10T17:00"],
		],
		[
			"floating: the person's",
			away("DTSTART:20260310T090000", "DTEND:20260310T170000"),
			["2026-03-10T08:00/2026-03-10T16:00"],
		],
		[
			"TZID of the database, without a description",
			away("DTSTART;TZID=America/New_York:20260310T090000", "DTEND;TZID=America/New_York:20260310T170000"),
			["2026-03-10T13:00/2026-03-10T21:00"],
		],
		[
			"TZID with the name at its end",
			away("DTSTART;TZID=/example.org/2026/Asia/Tokyo:20260310T090000", "DURATION:PT8H"),
			["2026-03-10T00:00/2026-03-10T08:00"],
		],
		[
			"start and end in two zones",
			away("DTSTART;TZID=Europe/Berlin:20260310T090000", "DTEND;TZID=America/New_York:20260310T170000"),
			["2026-03-10T08:00/2026-03-10T21:00"],
		],
		[
			"a duration of days over a clock change",
			away("DTSTART:20260328T120000", "DURATION:P1DT1H"),
			["2026-03-28T11:00/2026-03-29T11:00"],
		],
		[
			"in the gap of a clock change",
			away("DTSTART:20260329T023000", "DURATION:PT1H"),
			["2026-03-29T01:30/2026-03-29T02:30"],
		],
		["no length", away("DTSTART:20260310T090000Z"), []],
		["an end before its start", away("DTSTART:20260310T090000Z", "DTEND:20260309T090000Z"), []],
		["over", away("DTSTART:20260301T090000Z", "DTEND:20260302T120000Z"), []],
		[
			"going on",
			away("DTSTART:20260301T090000Z", "DTEND:20260302T120100Z"),
			["2026-03-01T09:00/2026-03-02T12:01"],
		],
		["too far ahead", away("DTSTART:20270501T090000Z", "DTEND:20270502T090000Z"), []],
		[
			"longer than a year",
			away("DTSTART:20260310T000000Z", "DTEND:20960310T000000Z"),
			["2026-03-10T00:00/2027-03-11T00:00"],
		],
		["a year that nobody means", away("DTSTART:00010310T000000Z", "DTEND:99990310T000000Z"), []],
	])("%s", (_name, event, expected) => {
		expect(read(calendar([event]))).toEqual(expected);
	});

	it("follows a zone that the calendar describes", () => {
		const zone = ";TZID=W. Europe Standard Time:";
		const at = (day: string) =>
			away(`UID:${day}`, `DTSTART${zone}${day}T090000`, `DTEND${zone}${day}T170000`);
		expect(read(calendar([at("20260310"), at("20260410"), at("20261110")], WEST), "Asia/Tokyo")).toEqual([
			"2026-03-10T08:00/2026-03-10T16:00",
			"2026-04-10T07:00/2026-04-10T15:00",
			"2026-11-10T08:00/2026-11-10T16:00",
		]);
	});

	it("joins what overlaps or touches, and keeps the order", () => {
		const day = (uid: string, from: string, to: string) =>
			away(`UID:${uid}`, `DTSTART;VALUE=DATE:${from}`, `DTEND;VALUE=DATE:${to}`);
		const text = calendar([
			day("d", "20260501", "20260502"),
			day("a", "20260310", "20260312"),
			day("b", "20260312", "20260313"),
			day("c", "20260311", "20260312"),
		]);
		expect(read(text, "UTC")).toEqual([
			"2026-03-10T00:00/2026-03-13T00:00",
			"2026-05-01T00:00/2026-05-02T00:00",
		]);
	});
});

describe("what repeats", () => {
	const friday = (...lines: string[]) =>
		away("DTSTART;TZID=Europe/Berlin:20260306T130000", "DTEND;TZID=Europe/Berlin:20260306T180000", ...lines);
	const fridays = (...days: string[]) =>
		days.map((day) => {
			// Berlin is an hour ahead of UTC until 29 March, then two.
			const hours = day < "2026-03-29" ? ["12:00", "17:00"] : ["11:00", "16:00"];
			return `${day}T${hours[0]}/${day}T${hours[1]}`;
		});

	it.each([
		[
			"weekly over a clock change",
			friday("RRULE:FREQ=WEEKLY;COUNT=5"),
			fridays("2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27", "2026-04-03"),
		],
		[
			"until, inclusive, in UTC",
			friday("RRULE:FREQ=WEEKLY;UNTIL=20260320T120000Z"),
			fridays("2026-03-06", "2026-03-13", "2026-03-20"),
		],
		[
			"until a second before",
			friday("RRULE:FREQ=WEEKLY;UNTIL=20260320T115959Z"),
			fridays("2026-03-06", "2026-03-13"),
		],
		[
			"until a day",
			friday("RRULE:FREQ=WEEKLY;UNTIL=20260320"),
			fridays("2026-03-06", "2026-03-13", "2026-03-20"),
		],
		[
			"EXDATE, also named in another zone",
			friday(
				"RRULE:FREQ=WEEKLY;COUNT=4",
				"EXDATE;TZID=Europe/Berlin:20260313T130000",
				"EXDATE:20260320T120000Z",
			),
			fridays("2026-03-06", "2026-03-27"),
		],
		["RDATE", friday("RDATE;TZID=Europe/Berlin:20260310T130000"), fridays("2026-03-06", "2026-03-10")],
		[
			"the time of day written twice",
			friday("RRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=13;BYMINUTE=0"),
			fridays("2026-03-06", "2026-03-13"),
		],
		[
			"two weeks apart",
			friday("RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260401"),
			fridays("2026-03-06", "2026-03-20"),
		],
	])("%s", (_name, event, expected) => {
		expect(read(calendar([event]), "America/New_York")).toEqual(expected);
	});

	it("lets one occurrence differ, be cancelled, or be the only one away", () => {
		const master = friday("UID:f", "RRULE:FREQ=WEEKLY;COUNT=4");
		const moved = away(
			"UID:f",
			"RECURRENCE-ID;TZID=Europe/Berlin:20260313T130000",
			"DTSTART:20260314T080000Z",
			"DTEND:20260314T090000Z",
		);
		const cancelled = [
			"UID:f",
			"RECURRENCE-ID:20260320T120000Z",
			"STATUS:CANCELLED",
			"SUMMARY:Private",
			"DTSTART:20260320T120000Z",
			"DTEND:20260320T170000Z",
		];
		expect(read(calendar([master, moved, cancelled]))).toEqual([
			...fridays("2026-03-06"),
			"2026-03-14T08:00/2026-03-14T09:00",
			...fridays("2026-03-27"),
		]);
		const ordinary = [
			"UID:g",
			"SUMMARY:Stand-up",
			"DTSTART:20260303T080000Z",
			"DTEND:20260303T081500Z",
			"RRULE:FREQ=DAILY",
		];
		const out = [
			"UID:g",
			"SUMMARY:Out of office",
			"RECURRENCE-ID:20260305T080000Z",
			"DTSTART:20260305T080000Z",
			"DTEND:20260305T120000Z",
		];
		expect(read(calendar([ordinary, out]))).toEqual(["2026-03-05T08:00/2026-03-05T12:00"]);
	});

	it("has no end where the rule has none, and goes 400 days ahead", () => {
		const [only, ...more] = read(calendar([away("DTSTART;VALUE=DATE:19900101", "RRULE:FREQ=DAILY")]), "UTC");
		expect(more).toEqual([]);
		expect(only?.split("/")[1]).toBe("2027-04-06T00:00");
		const yearly = away("DTSTART;VALUE=DATE:19901224", "DURATION:P3D", "RRULE:FREQ=YEARLY");
		expect(read(calendar([yearly]), "UTC")).toEqual(["2026-12-24T00:00/2026-12-27T00:00"]);
	});

	it("is what the library's own expansion is, for rules that end", () => {
		const days = fc.subarray(["MO", "TU", "WE", "TH", "FR"], { minLength: 1 });
		const rule = fc.oneof(
			fc.record({ freq: fc.constant("DAILY") }),
			days.map((by) => ({ freq: "WEEKLY", more: `;BYDAY=${by.join(",")}` })),
			fc.integer({ min: 1, max: 28 }).map((day) => ({ freq: "MONTHLY", more: `;BYMONTHDAY=${day}` })),
			fc.integer({ min: 1, max: 12 }).map((month) => ({ freq: "YEARLY", more: `;BYMONTH=${month}` })),
		);
		fc.assert(
			fc.property(
				rule,
				fc.integer({ min: 1, max: 5 }),
				fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
				fc.integer({ min: 0, max: 20_000 }),
				(repeat: { freq: string; more?: string }, interval, count, since) => {
					const start = new Date(Date.UTC(1975, 0, 1 + since, 9));
					const written = start.toISOString().replace(/[-:]|[.]000/g, "");
					const text = `FREQ=${repeat.freq};INTERVAL=${interval}${repeat.more ?? ""}${count === undefined ? "" : `;COUNT=${count}`}`;
					const expected = new Set<number>();
					const last = Date.parse("2027-04-06T00:00:00Z");
					const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromJSDate(start, true));
					for (let next = iterator.next(); next && next.toJSDate().getTime() < last; next = iterator.next())
						expected.add(next.toJSDate().getTime());
					expected.add(start.getTime());
					const found = read(calendar([away(`DTSTART:${written}`, "DURATION:PT1H", `RRULE:${text}`)]), "UTC");
					const short = (at: number) => new Date(at).toISOString().slice(0, 16);
					expect(found.map((period) => period.split("/")[0])).toEqual(
						[...expected]
							.filter((at) => at + 3_600_000 > NOW && at < last)
							.sort((a, b) => a - b)
							.map(short),
					);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe("what is refused", () => {
	const daily = (rule: string) =>
		calendar([away("DTSTART:20200101T090000Z", "DURATION:PT1H", `RRULE:${rule}`)]);
	it.each([
		["an HTML page", "<!doctype html><p>Sign in</p>", "not_a_calendar"],
		["nothing", "", "not_a_calendar"],
		["a card", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n", "not_a_calendar"],
		[
			"a calendar that was cut off",
			calendar([away("DTSTART:20260310T090000Z")]).slice(0, 150),
			"not_a_calendar",
		],
		[
			"an unexplained zone",
			calendar([away("DTSTART;TZID=Middle-earth:20260310T090000", "DURATION:PT1H")]),
			"not_a_calendar",
		],
		["a rule within the day", daily("FREQ=SECONDLY"), "not_a_calendar"],
		["hours of another time", daily("FREQ=DAILY;BYHOUR=1,2,3"), "not_a_calendar"],
		["a rule that contradicts itself", daily("FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2"), "not_a_calendar"],
		["a day that never comes, daily", daily("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "too_many"],
		["a day that never comes, by its rhythm", daily("FREQ=DAILY;INTERVAL=7;BYDAY=MO"), "too_many"],
		[
			"a fifth Monday that never comes",
			calendar([
				away("DTSTART:20270201T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;INTERVAL=48;BYDAY=5MO"),
			]),
			"too_many",
		],
		["a huge interval", daily("FREQ=DAILY;INTERVAL=999999999"), "not_a_calendar"],
		[
			"too many repeating events",
			calendar(
				Array.from({ length: 400 }, (_, i) =>
					away(`UID:${i}`, "DTSTART:20200101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3000"),
				),
			),
			"too_many",
		],
		[
			"too many events",
			calendar(Array.from({ length: CALENDAR_LIMITS.events + 1 }, () => ["UID:x"])),
			"too_many",
		],
		["too large", "B".repeat(CALENDAR_LIMITS.bytes + 1), "too_large"],
	])("%s", (_name, text, code) => {
		expect(codeOf(() => read(text))).toBe(code);
	});

	it("describes no zone that would be counted for ever", () => {
		const zone = WEST.map((line) => line.replace(/FREQ=YEARLY;INTERVAL=1/, "FREQ=SECONDLY"));
		const event = away("DTSTART;TZID=W. Europe Standard Time:20260310T090000", "DURATION:PT1H");
		expect(codeOf(() => read(calendar([event], zone)))).toBe("not_a_calendar");
	});

	it("ends, whatever the rule", () => {
		const list = (of: fc.Arbitrary<number | string>) =>
			fc.array(of, { minLength: 1, maxLength: 4 }).map(String);
		const part = fc.record(
			{
				INTERVAL: fc.integer({ min: 0, max: 2_000 }),
				COUNT: fc.integer({ min: 1, max: 100_000 }),
				BYMONTH: list(fc.integer({ min: 1, max: 12 })),
				BYMONTHDAY: list(fc.integer({ min: -31, max: 31 })),
				BYDAY: list(fc.constantFrom("MO", "5MO", "-5TU", "53SU", "1FR")),
				BYSETPOS: list(fc.integer({ min: -3, max: 400 })),
				BYWEEKNO: list(fc.integer({ min: 1, max: 53 })),
				BYYEARDAY: list(fc.integer({ min: -366, max: 366 })),
			},
			{ requiredKeys: [] },
		);
		const freq = fc.constantFrom("SECONDLY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY");
		const outcomes = new Set<string>();
		fc.assert(
			fc.property(freq, part, (name, parts) => {
				const rule = [`FREQ=${name}`, ...Object.entries(parts).map(([key, value]) => `${key}=${value}`)].join(
					";",
				);
				outcomes.add(codeOf(() => read(daily(rule))));
			}),
			{ numRuns: 300 },
		);
		expect([...outcomes].filter((code) => !["none", "not_a_calendar", "too_many"].includes(code))).toEqual(
			[],
		);
	});

	it("cuts off after the first 500 periods", () => {
		const event = (uid: string, hour: string) =>
			away(`UID:${uid}`, `DTSTART:20260303T${hour}0000Z`, "DURATION:PT1H", "RRULE:FREQ=DAILY");
		const found = read(calendar([event("a", "09"), event("b", "12")]));
		expect(found).toHaveLength(500);
		expect(found.at(-1)).toBe("2026-11-07T12:00/2026-11-07T13:00");
	});
});
