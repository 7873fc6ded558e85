import { describe, expect, it } from "vitest";
import { addDuration, parseDuration } from "../../policy/duration.ts";

describe("durations", () => {
	it.each([
		["30s", 30_000],
		["15m", 900_000],
		["4h", 14_400_000],
		["2d", 172_800_000],
		["1w", 604_800_000],
		["3653d", 315_619_200_000],
	])("%s is wall-clock time", (text, ms) => {
		expect(parseDuration(text)).toEqual({ ok: true, span: { unit: "ms", ms } });
		expect(addDuration(1_000, text)).toBe(1_000 + ms);
	});

	it.each([
		["0s", "must be longer than zero, not 0s"],
		["-4h", "must be longer than zero, not -4h"],
		["0wh", "must be longer than zero, not 0wh"],
		["3654wd", "must be at most ten years"],
		["90000wh", "must be at most ten years"],
		["4", "must be a whole number and a unit"],
		["1.5h", "must be a whole number and a unit"],
		["4H", "must be a whole number and a unit"],
		[" 4h", "must be a whole number and a unit"],
		["4h\n", "must be a whole number and a unit"],
		["", "must be a whole number and a unit"],
		["522w", "must be at most ten years"],
		[30, 'must be a duration such as "30s"'],
		[null, "not null"],
	])("%j is refused", (text, message) => {
		expect(parseDuration(text)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
	});

	it("a duration that no valid policy holds throws", () => {
		expect(() => addDuration(0, "soon")).toThrow(RangeError);
	});
});
