import { describe, expect, test } from "vitest";
import { clockTime, clockTimeInZone, fromNow } from "../../emails/times.ts";

const at = Date.parse("2026-11-24T16:30:00.000Z");
const hour = 3_600_000;

describe("clockTime", () => {
	test("is the reader's clock", () => {
		expect(clockTime(at, "Europe/Berlin", at)).toBe("Tue 24 Nov, 17:30");
		expect(clockTime(at, "America/New_York", at)).toBe("Tue 24 Nov, 11:30");
		expect(clockTime(at, "Asia/Kathmandu", at)).toBe("Tue 24 Nov, 22:15");
		expect(clockTime(at, "Pacific/Auckland", at)).toBe("Wed 25 Nov, 05:30");
	});

	test("follows the change of clocks, and midnight is 00", () => {
		expect(clockTime(Date.parse("2026-10-25T00:30:00Z"), "Europe/Berlin", at)).toBe("Sun 25 Oct, 02:30");
		expect(clockTime(Date.parse("2026-10-25T01:30:00Z"), "Europe/Berlin", at)).toBe("Sun 25 Oct, 02:30");
		expect(clockTime(Date.parse("2026-11-24T00:00:00Z"), "UTC", at)).toBe("Tue 24 Nov, 00:00");
	});

	test("has the year where it is another, by the reader's calendar", () => {
		const newYear = Date.parse("2026-12-31T23:30:00Z");
		expect(clockTime(newYear, "UTC", at)).toBe("Thu 31 Dec, 23:30");
		expect(clockTime(newYear, "Europe/Berlin", at)).toBe("Fri 1 Jan 2027, 00:30");
	});

	test("names the zone, and takes UTC for one that is none", () => {
		expect(clockTimeInZone(at, "America/New_York", at)).toBe("Tue 24 Nov, 11:30 (America/New York)");
		expect(clockTimeInZone(at, "Mars/Olympus\r\nBcc: x", at)).toBe("Tue 24 Nov, 16:30 (UTC)");
	});
});

test("fromNow says how far away", () => {
	expect(fromNow(at + 40_000, at)).toBe("in 40 seconds");
	expect(fromNow(at + 45 * 60_000, at)).toBe("in 45 minutes");
	expect(fromNow(at + 3 * hour - 800, at)).toBe("in 3 hours");
	expect(fromNow(at + 72 * hour, at)).toBe("in 3 days");
	expect(fromNow(at + 21 * 24 * hour, at)).toBe("in 3 weeks");
	expect(fromNow(at - 2 * hour, at)).toBe("2 hours ago");
	expect(fromNow(at, at)).toBe("in 1 second");
});
