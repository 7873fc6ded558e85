import { describe, expect, test } from "vitest";
import { clockTime, clockTimeInZone, fromNow } from "../../emails/times.ts";
import { mailWords } from "../../emails/words/words.ts";

const en = mailWords("en");
const de = mailWords("de");

const at = Date.parse("2026-11-24T16:30:00.000Z");
const hour = 3_600_000;

describe("clockTime", () => {
	test("is the reader's clock", () => {
		expect(clockTime(at, "Europe/Berlin", at, en)).toBe("Tue 24 Nov, 17:30");
		expect(clockTime(at, "America/New_York", at, en)).toBe("Tue 24 Nov, 11:30");
		expect(clockTime(at, "Asia/Kathmandu", at, en)).toBe("Tue 24 Nov, 22:15");
		expect(clockTime(at, "Pacific/Auckland", at, en)).toBe("Wed 25 Nov, 05:30");
	});

	test("follows the change of clocks, and midnight is 00", () => {
		expect(clockTime(Date.parse("2026-10-25T00:30:00Z"), "Europe/Berlin", at, en)).toBe("Sun 25 Oct, 02:30");
		expect(clockTime(Date.parse("2026-10-25T01:30:00Z"), "Europe/Berlin", at, en)).toBe("Sun 25 Oct, 02:30");
		expect(clockTime(Date.parse("2026-11-24T00:00:00Z"), "UTC", at, en)).toBe("Tue 24 Nov, 00:00");
	});

	test("has the year where it is another, by the reader's calendar", () => {
		const newYear = Date.parse("2026-12-31T23:30:00Z");
		expect(clockTime(newYear, "UTC", at, en)).toBe("Thu 31 Dec, 23:30");
		expect(clockTime(newYear, "Europe/Berlin", at, en)).toBe("Fri 1 Jan 2027, 00:30");
	});

	test("names the zone, and takes UTC for one that is none", () => {
		expect(clockTimeInZone(at, "America/New_York", at, en)).toBe("Tue 24 Nov, 11:30 (America/New York)");
		expect(clockTimeInZone(at, "Mars/Olympus\r\nBcc: x", at, en)).toBe("Tue 24 Nov, 16:30 (UTC)");
	});
});

test("fromNow says how far away", () => {
	expect(fromNow(at + 40_000, at, en)).toBe("in 40 seconds");
	expect(fromNow(at + 45 * 60_000, at, en)).toBe("in 45 minutes");
	expect(fromNow(at + 3 * hour - 800, at, en)).toBe("in 3 hours");
	expect(fromNow(at + 72 * hour, at, en)).toBe("in 3 days");
	expect(fromNow(at + 21 * 24 * hour, at, en)).toBe("in 3 weeks");
	expect(fromNow(at - 2 * hour, at, en)).toBe("2 hours ago");
	expect(fromNow(at, at, en)).toBe("in 1 second");
});

test("in German a day has its points, and a time its «Uhr»", () => {
	expect(clockTime(at, "Europe/Berlin", at, de)).toBe("Di., 24. Nov., 17:30 Uhr");
	expect(clockTime(Date.parse("2027-05-01T22:05:00Z"), "Europe/Berlin", at, de)).toBe(
		"So., 2. Mai 2027, 00:05 Uhr",
	);
	expect(clockTimeInZone(at, "Europe/Berlin", at, de)).toBe("Di., 24. Nov., 17:30 Uhr (Europe/Berlin)");
	expect(fromNow(at + 3 * hour, at, de)).toBe("in 3 Stunden");
	expect(fromNow(at - 48 * hour, at, de)).toBe("vor 2 Tagen");
});
