import { expect, test } from "vitest";
import { scheduleOf } from "./schedule.ts";

test("a seed stands for one schedule, and another for another", () => {
	expect(scheduleOf(7, 30)).toEqual(scheduleOf(7, 30));
	expect(scheduleOf(7, 30)).not.toEqual(scheduleOf(8, 30));
	expect(scheduleOf(7, 30).slice(0, 5)).toEqual(scheduleOf(7, 5));
});

test("24 rounds cover every fault at every moment, with one and two approvers and both channels", () => {
	const rounds = scheduleOf(1, 24);
	expect(new Set(rounds.map(({ part, kind, moment }) => `${part} ${kind} ${moment}`)).size).toBe(24);
	const requests = rounds.flatMap((round) => round.requests);
	expect(new Set(requests.map(({ need }) => need))).toEqual(new Set([1, 2]));
	const decisions = requests.flatMap((request) => request.decisions);
	expect(new Set(decisions.map(({ channel }) => channel))).toEqual(new Set(["api", "link"]));
	for (const { pressesAt } of decisions) {
		expect(pressesAt.length).toBeGreaterThanOrEqual(1);
		expect(pressesAt.length).toBeLessThanOrEqual(5);
	}
	for (const round of rounds) {
		expect(round.frozenMs).toBeGreaterThanOrEqual(3_000);
		expect(round.frozenMs).toBeLessThanOrEqual(30_000);
		if (round.moment === "deadline") expect(round.requests[0]?.isTimed).toBe(true);
	}
});
