import { describe, expect, it } from "vitest";
import type { Rota } from "../../policy/directory.ts";
import { readRota } from "../../policy/read-rota.ts";
import { isRetention, keptUntil } from "../../policy/retention.ts";
import { nextHandOver, onCallAt } from "../../policy/rota.ts";
import { hours, Story } from "./story.ts";

describe("the requester's manager", () => {
	const managers = { req: "ana", ana: "bo", bo: "cy" };

	it.each([
		["^1", ["ana"]],
		["^2", ["bo"]],
		["^3", ["cy"]],
		["^4", []],
	])("%s levels up", (source, asked) => {
		expect(new Story({ stages: [{ approvers: [source] }], managers }).assigned).toEqual(asked);
	});

	it("that is inactive, or the requester again, is nobody", () => {
		const gone = new Story({ stages: [{ approvers: ["^1"] }], managers, inactive: ["ana"] });
		expect(gone.record.stage).toMatchObject({ unsatisfiable: true });
		const circle = new Story({ stages: [{ approvers: ["^2"] }], managers: { req: "ana", ana: "req" } });
		expect(circle.record.stage).toMatchObject({ unsatisfiable: true });
	});
});

function rota(changes: object = {}): Rota {
	const reading = readRota({
		name: "ops",
		timeZone: "Europe/London",
		start: "2026-03-23",
		handOver: "09:00",
		shiftLength: "1d",
		people: ["ana", "bo", "cy"],
		...changes,
	});
	if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
	return reading.rota;
}

describe("a rota", () => {
	it.each([
		["before it starts", {}, "2026-03-23T08:59Z", null, "2026-03-23T09:00Z"],
		["the first shift", {}, "2026-03-23T09:00Z", "ana", "2026-03-24T09:00Z"],
		["the last instant of a shift", {}, "2026-03-24T08:59Z", "ana", "2026-03-24T09:00Z"],
		["the next", {}, "2026-03-24T09:00Z", "bo", "2026-03-25T09:00Z"],
		["and round again", {}, "2026-03-26T12:00Z", "ana", "2026-03-27T09:00Z"],
		["the hand-over keeps its hour in summer", {}, "2026-03-29T07:59Z", "cy", "2026-03-29T08:00Z"],
		["the next after the clock change", {}, "2026-03-29T08:00Z", "ana", "2026-03-30T08:00Z"],
		["and in winter", { start: "2026-10-24" }, "2026-10-25T08:59Z", "ana", "2026-10-25T09:00Z"],
		["weeks", { shiftLength: "1w" }, "2026-04-06T08:00Z", "cy", "2026-04-13T08:00Z"],
		["half-days", { shiftLength: "12h" }, "2026-03-23T21:00Z", "bo", "2026-03-24T09:00Z"],
		["a hand-over in a skipped hour", { handOver: "01:30" }, "2026-03-29T01:29Z", "cy", "2026-03-29T01:30Z"],
		[
			"a hand-over in a repeated hour, the first",
			{ handOver: "01:30", start: "2026-10-24" },
			"2026-10-25T00:30Z",
			"bo",
			"2026-10-26T01:30Z",
		],
		[
			"thirty minutes on Lord Howe",
			{ timeZone: "Australia/Lord_Howe", start: "2026-10-03" },
			"2026-10-03T21:59Z",
			"ana",
			"2026-10-03T22:00Z",
		],
		[
			"New York",
			{ timeZone: "America/New_York", start: "2026-03-07" },
			"2026-03-08T13:00Z",
			"bo",
			"2026-03-09T13:00Z",
		],
	])("%s", (_, changes, at, person, next) => {
		const ops = rota(changes);
		expect(onCallAt(ops, Date.parse(at))).toBe(person);
		expect(new Date(nextHandOver(ops, Date.parse(at))).toISOString()).toBe(new Date(next).toISOString());
	});

	it("an override stands in from start (inclusive) to end (exclusive); the last one counts", () => {
		const ops = rota({
			overrides: [
				{ person: "di", start: "2026-03-23T10:00:00Z", end: "2026-03-23T14:00:00Z" },
				{ person: "ed", start: "2026-03-23T12:00:00Z", end: "2026-03-23T13:00:00Z" },
			],
		});
		const at = (time: string) => onCallAt(ops, Date.parse(`2026-03-23T${time}Z`));
		expect(["09:59", "10:00", "12:00", "13:00", "14:00"].map(at)).toEqual(["ana", "di", "ed", "di", "ana"]);
		expect(new Date(nextHandOver(ops, Date.parse("2026-03-23T10:00Z"))).toISOString()).toBe(
			"2026-03-23T12:00:00.000Z",
		);
	});

	it("hands open work over, at the instant of the hand-over", () => {
		const story = new Story({
			submittedAt: Date.parse("2026-03-23T07:00Z"),
			stages: [{ approvers: ["!ops"], need: 1, deadline: "3d" }],
			rotas: [rota()],
		});
		expect(story.record.stage).toMatchObject({ unsatisfiable: true });
		expect(hours((story.record.wakeAt ?? 0) - Date.parse("2026-03-23T07:00Z"))).toBe(2);
		story.wait(30);
		expect(story.told("assigned", "unassigned")).toEqual([
			"2 assigned ana",
			"26 unassigned ana",
			"26 assigned bo",
		]);
		expect(story.record.stage).toMatchObject({ unsatisfiable: false });
		expect(story.decide(31, "ana")).toBe("not_eligible");
		expect(story.decide(31, "bo")).toBe("ok");
	});

	it.each([
		["people", { people: [] }, "1 to 200"],
		["shiftLength", { shiftLength: "1wd" }, "by the clock"],
		["shiftLength", { shiftLength: "5m" }, "at least an hour"],
		["handOver", { handOver: "9am" }, "a time of day"],
		["start", { start: "soon" }, "the day of the first shift"],
		[
			"overrides[0].end",
			{ overrides: [{ person: "di", start: "2026-03-23T10:00:00Z", end: "2026-03-23T10:00:00Z" }] },
			"later than start",
		],
		["owner", { owner: "x" }, "not a known field"],
	])("%s is refused", (path, changes, message) => {
		const reading = readRota({
			name: "ops",
			timeZone: "UTC",
			start: "2026-03-23",
			handOver: "09:00",
			shiftLength: "1d",
			people: ["ana"],
			...changes,
		});
		expect(reading.ok ? [] : reading.errors).toMatchObject([
			{ path, message: expect.stringContaining(message) },
		]);
	});
});

describe("delivery", () => {
	const stages = [
		{
			approvers: ["ana", "bo"],
			need: 2,
			onDeadline: "approve" as const,
			escalate: [
				{ after: "4h", to: ["cy"], mode: "add" as const },
				{ after: "5h", to: ["di"], mode: "add" as const },
			],
		},
	];

	it("where the open slots cannot be filled by those who are reached, the next step fires at once", () => {
		const story = new Story({ stages });
		expect(story.deliver(1, "ana", false)).toBe("ok");
		expect(story.told("escalated", "unsatisfiable")).toEqual(["1 escalated cy"]);
		expect(story.deliver(2, "cy", false)).toBe("ok");
		expect(story.told("escalated")).toEqual(["1 escalated cy", "2 escalated di"]);
		// They may decide all the same.
		expect(story.decide(3, "ana")).toBe("ok");
	});

	it("is ignored where the stage says so, and where enough others are reached", () => {
		const ignored = new Story({
			stages: stages.map((stage) => ({ ...stage, onUndeliverable: "ignore" as const })),
		});
		ignored.deliver(1, "ana", false);
		expect(ignored.told("escalated")).toEqual([]);
		const enough = new Story({ stages: stages.map((stage) => ({ ...stage, need: 1 })) });
		enough.deliver(1, "ana", false);
		expect(enough.told("escalated")).toEqual([]);
	});

	it("a deadline's approve does not pass a stage of which nobody could be reached", () => {
		const alone = [{ approvers: ["ana", "bo"], onDeadline: "approve" as const }];
		const nobody = new Story({ stages: alone });
		nobody.deliver(1, "ana", false);
		nobody.deliver(1, "bo", false);
		nobody.wait(10);
		expect(nobody.record).toMatchObject({ state: "expired", cause: "deadline" });

		const somebody = new Story({ stages: alone });
		somebody.deliver(1, "ana", false);
		somebody.deliver(1, "bo", false);
		somebody.deliver(2, "bo", true);
		somebody.wait(10);
		expect(somebody.record).toMatchObject({ state: "approved", cause: "deadline" });
	});

	it("of who is not asked, or of a request that is over, changes nothing", () => {
		const story = new Story({ stages });
		const { record } = story;
		story.deliver(1, "ed", false);
		story.deliver(1, "ana", true);
		expect(story.record).toBe(record);
	});
});

describe("repeating the escalation", () => {
	it("starts the ladder again from its last step's instant, as often as it says and before the deadline", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana"],
					escalate: [
						{ after: "1h", to: ["bo"], mode: "add" },
						{ after: "3h", to: ["cy"], mode: "replace" },
					],
					repeatEscalation: 2,
					deadline: "8h",
				},
			],
		});
		story.wait(9);
		expect(story.told("escalated", "closed")).toEqual([
			"1 escalated bo",
			"3 escalated cy",
			"4 escalated bo",
			"6 escalated",
			"7 escalated bo",
			"8 closed expired",
		]);
		expect(story.trace.filter(({ kind }) => kind === "escalated").map(({ number }) => number)).toEqual([
			1, 2, 3, 4, 5,
		]);
	});
});

describe("retention", () => {
	it("counts days, weeks and years from the closing", () => {
		const closed = Date.UTC(2024, 1, 29, 12);
		expect(new Date(keptUntil(closed, "30d")).toISOString()).toBe("2024-03-30T12:00:00.000Z");
		expect(new Date(keptUntil(closed, "2w")).toISOString()).toBe("2024-03-14T12:00:00.000Z");
		expect(new Date(keptUntil(closed, "2y")).toISOString()).toBe("2026-03-01T12:00:00.000Z");
		expect(["2y", "0d", "2m", "101y", "", 2, "-1d"].map(isRetention)).toEqual([
			true,
			...Array(6).fill(false),
		]);
	});
});
