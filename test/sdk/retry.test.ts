import { describe, expect, it } from "vitest";
import { ConnectionError, CountersignError } from "../../sdk/errors.ts";
import { DEFAULT_RETRY, isPassing, pauseMs, retryAfterMs } from "../../sdk/retry.ts";

const failed = (status: number, retryAfterMs: number | null = null) =>
	new CountersignError({ code: "x", status, title: "", detail: "", retryAfterMs });

describe("pauseMs", () => {
	it("doubles up to the longest, half of it random", () => {
		const error = new ConnectionError("");
		const atMost = [1, 2, 3, 7, 8, 1000].map((failures) => pauseMs(DEFAULT_RETRY, failures, error, 1));
		expect(atMost).toEqual([250, 500, 1000, 15_000, 15_000, 15_000]);
		expect(pauseMs(DEFAULT_RETRY, 3, error, 0)).toBe(500);
	});

	it("is never shorter than the server asked", () => {
		expect(pauseMs(DEFAULT_RETRY, 1, failed(503, 40_000), 0.5)).toBe(40_000);
		expect(pauseMs(DEFAULT_RETRY, 8, failed(503, 1), 0)).toBe(7500);
	});
});

it.each([
	["120", 120_000],
	["0", 0],
	["Mon, 05 Jan 2026 09:00:10 GMT", 10_000],
	["Mon, 05 Jan 2026 08:00:00 GMT", 0],
	["999999999", 3_600_000],
	["soon", null],
	[null, null],
])("retryAfterMs reads %j", (header, expected) => {
	expect(retryAfterMs(header, Date.parse("2026-01-05T09:00:00Z"))).toBe(expected);
});

it("isPassing tells what another try may mend", () => {
	expect(
		[new ConnectionError(""), failed(500), failed(503), failed(429), failed(408)].map(isPassing),
	).toEqual(Array(5).fill(true));
	expect([failed(404), failed(409), failed(422), failed(200), new TypeError("")].map(isPassing)).toEqual(
		Array(5).fill(false),
	);
});
