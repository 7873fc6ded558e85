import { describe, expect, it } from "vitest";
import {
	agoText,
	dueText,
	durationText,
	exactInstant,
	readableInstant,
	shortSpan,
	urgencyOf,
} from "../../app/words/time.ts";

const now = Date.parse("2026-01-05T09:00:00Z");
const at = (ms: number) => new Date(now + ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("times in words", () => {
	it("reads an instant in the reader's zone: the clock today, the day otherwise, the year where it differs", () => {
		expect(readableInstant(at(8 * HOUR), now, "UTC")).toBe("17:00");
		expect(readableInstant(at(8 * HOUR), now, "Europe/Madrid")).toBe("18:00");
		expect(readableInstant(at(15 * HOUR), now, "UTC")).toBe("Tue 6 Jan, 00:00");
		expect(readableInstant("2025-12-31T23:00:00Z", now, "UTC")).toBe("Wed, 31 Dec 2025, 23:00");
		expect(readableInstant(at(40_000), now, "UTC")).toBe("09:00:40");
	});

	it("keeps the exact instant", () => {
		expect(exactInstant("2026-01-05T09:00:00.123Z")).toBe("2026-01-05 09:00:00.123 UTC");
	});

	it("says spans in one or two units", () => {
		const spans: [number, string][] = [
			[0, "1 s"],
			[40_000, "40 s"],
			[59 * MINUTE, "59 min"],
			[HOUR, "1 h"],
			[2 * HOUR + 10 * MINUTE, "2 h 10 min"],
			[47 * HOUR, "47 h"],
			[72 * HOUR, "3 d"],
		];
		for (const [ms, text] of spans) expect(shortSpan(ms)).toBe(text);
	});

	it("says how near a deadline is", () => {
		expect([0, 30 * MINUTE, 5 * HOUR, 48 * HOUR].map((ms) => urgencyOf(at(ms), now))).toEqual([
			"passed",
			"soon",
			"today",
			"later",
		]);
		expect(dueText(at(30 * MINUTE), now)).toBe("Due in 30 min");
		expect(dueText(at(-1), now)).toBe("Deadline passed");
		expect(agoText(at(-3 * HOUR), now)).toBe("3 h ago");
	});

	it("reads a policy's durations, and leaves what it does not know as it is", () => {
		const texts = [
			["1d", "1 day"],
			["30s", "30 seconds"],
			["1wh", "1 working hour"],
			["8wh", "8 working hours"],
			["1wd", "1 working day"],
			["2wd", "2 working days"],
			["2y", "2y"],
		];
		for (const [duration, text] of texts) expect(durationText(duration ?? "")).toBe(text);
	});
});
