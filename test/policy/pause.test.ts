import { describe, expect, it } from "vitest";
import type { Calendar } from "../../policy/directory.ts";
import { hours, Story } from "./story.ts";

const OFFICE: Calendar = {
	name: "office",
	timeZone: "UTC",
	hours: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])),
	holidays: [],
	exceptions: {},
};
/** A Monday, 09:00. */
const MONDAY = Date.UTC(2026, 0, 5, 9);

describe("sending back", () => {
	it("waits for the requester; resubmission starts a new round at the first stage with fresh clocks", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }, { approvers: ["bo", "cy"], need: 2 }] });
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.decide(2, "bo")).toBe("ok");
		expect(story.sendBack(3, "cy")).toBe("ok");
		expect(story.record).toMatchObject({ state: "changes_requested", round: 1 });
		expect(hours(story.record.wakeAt)).toBe(13);
		expect(story.resubmit(5, { n: 2 })).toBe("ok");
		expect(story.record).toMatchObject({ state: "open", round: 2, pause: null, stage: { name: "s1" } });
		expect(hours(story.record.wakeAt)).toBe(15);
		// Earlier decisions stay on the record and no longer count.
		expect(story.record.decisions).toHaveLength(2);
		expect(story.decide(6, "ana")).toBe("ok");
		expect(story.decide(7, "bo")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(8, "cy")).toBe("ok");
		expect(story.record).toMatchObject({ state: "approved", round: 2 });
		expect(story.told("sent_back", "resubmitted", "stage_opened")).toEqual([
			"0 stage_opened ana",
			"1 stage_opened bo+cy",
			"3 sent_back cy req",
			"5 resubmitted req",
			"5 stage_opened ana",
			"6 stage_opened bo+cy",
		]);
	});

	it("while paused nobody decides, asks, sends back or reassigns; nothing is due but the pause itself", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana", "bo"],
					remind: { every: "1h", atMost: 9 },
					escalate: [{ after: "2h", to: ["cy"], mode: "add" }],
				},
			],
		});
		expect(story.sendBack(0.5, "ana")).toBe("ok");
		for (const said of [
			story.decide(3, "bo"),
			story.sendBack(3, "bo"),
			story.ask(3, "bo"),
			story.reassign(3, "bo", "bo", "di"),
		]) {
			expect(said).toBe("paused");
		}
		expect(story.told("reminded", "escalated")).toEqual([]);
		expect(story.cancel(4, "req")).toBe("ok");
	});

	it("past the pause's deadline the request is expired, and everything after is late", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], onDeadline: "approve" }] });
		expect(story.sendBack(4, "ana")).toBe("ok");
		expect(story.resubmit(14)).toBe("late");
		expect(story.record).toMatchObject({ state: "expired", cause: "pause_deadline" });
		expect(hours(story.record.closedAt)).toBe(14);
		expect(story.decide(15, "ana")).toBe("late");
		expect(story.cancel(15, "req")).toBe("late");
	});

	it("only the requester resubmits, with a context that fits, and only what was sent back", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		expect(story.resubmit(1)).toBe("invalid");
		expect(story.answer(1)).toBe("invalid");
		expect(story.sendBack(2, "req")).toBe("own_request");
		expect(story.sendBack(2, "bo")).toBe("not_eligible");
		expect(story.sendBack(2, "ana")).toBe("ok");
		expect(story.resubmit(3, {}, "ana")).toBe("not_eligible");
		expect(story.happen(3, { kind: "resubmit", by: "req", context: "no object" })).toBe("invalid");
		expect(story.answer(3)).toBe("invalid");
		expect(story.resubmit(3)).toBe("ok");
	});

	it("happens up to ten rounds", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		for (let round = 1; round < 10; round++) {
			expect(story.sendBack(round, "ana")).toBe("ok");
			expect(story.resubmit(round)).toBe("ok");
		}
		expect(story.record.round).toBe(10);
		expect(story.sendBack(10, "ana")).toBe("invalid");
		expect(story.decide(10, "ana")).toBe("ok");
	});

	it("a click on an earlier round is stale, not a repeat", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.sendBack(2, "bo")).toBe("ok");
		expect(story.resubmit(3)).toBe("ok");
		expect(story.decide(4, "bo", "approve", { stage: "s1", round: 1 })).toBe("stale_version");
		expect(story.decide(4, "bo", "approve", { version: 2 })).toBe("stale_version");
		expect(story.decide(4, "ana")).toBe("ok");
	});
});

describe("asking", () => {
	it("an answer resumes the same stage and round, decisions kept, with what was left of each timer", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana", "bo"],
					need: 2,
					remind: { every: "2h", atMost: 9 },
					escalate: [{ after: "5h", to: ["cy"], mode: "add" }],
				},
			],
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.ask(3, "bo")).toBe("ok");
		expect(story.record).toMatchObject({ state: "question", round: 1 });
		expect(story.answer(9)).toBe("ok");
		expect(story.record).toMatchObject({ state: "open", round: 1, pause: null });
		expect(hours(story.record.stage?.deadlineAt ?? null)).toBe(16);
		story.wait(16);
		expect(story.told("reminded", "escalated", "closed")).toEqual([
			"2 reminded bo",
			"10 reminded bo",
			"11 escalated cy",
			"12 reminded bo+cy",
			"14 reminded bo+cy",
			"16 closed expired",
		]);
		expect(story.record.decisions).toHaveLength(1);
	});

	it("keeps what was left in its own unit", () => {
		const story = new Story({
			submittedAt: MONDAY,
			calendar: "office",
			calendars: [OFFICE],
			stages: [
				{
					approvers: ["ana"],
					remind: { every: "3wh", atMost: 9 },
					escalate: [
						{ after: "30h", to: ["bo"], mode: "add" },
						{ after: "1wd", to: ["cy"], mode: "add" },
					],
					deadline: "2wd",
				},
			],
		});
		const at = (instant: number) => new Date(instant).toISOString().slice(0, 16);
		// Monday 11:00 to Wednesday 07:00.
		expect(story.ask(2, "ana")).toBe("ok");
		expect(at(story.record.wakeAt ?? 0)).toBe("2026-01-07T11:00");
		expect(story.answer(2 + 44)).toBe("ok");
		// Left: 1 wd and 6 wh of the deadline, 6 wh of the second step, 28 h of the first, 1 wh to the reminder.
		story.wait(2 + 44 + 24 * 7);
		const told = story.trace
			.filter(({ kind }) => ["reminded", "escalated", "closed"].includes(kind))
			.map((item) => `${at(item.at)} ${item.kind} ${(item.to ?? []).join("+")}`);
		expect(told.filter((line) => !line.includes("reminded"))).toEqual([
			"2026-01-07T15:00 escalated cy",
			"2026-01-08T11:00 escalated bo",
			"2026-01-08T15:00 closed ",
		]);
		expect(told.filter((line) => line.includes("reminded"))[0]).toBe("2026-01-07T10:00 reminded ana");
	});

	it("people may come and go meanwhile: seen when it goes on", () => {
		const story = new Story({
			stages: [{ approvers: ["@g"], need: 1, escalate: [{ after: "5h", to: ["di"], mode: "add" }] }],
			groups: { g: ["ana", "bo"] },
		});
		expect(story.ask(1, "ana")).toBe("ok");
		story.change(2, { groups: { g: [] } });
		expect(story.told("unassigned", "unsatisfiable")).toEqual([]);
		expect(story.answer(3)).toBe("ok");
		expect(story.told("unassigned", "unsatisfiable", "escalated")).toEqual([
			"3 unassigned ana+bo",
			"3 unsatisfiable",
			"3 escalated di",
		]);
	});

	it("is not stale afterwards: nothing that was shown has changed", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"] }] });
		const shown = story.record.version;
		expect(story.ask(1, "ana")).toBe("ok");
		expect(story.answer(2)).toBe("ok");
		expect(story.decide(3, "bo", "approve", { version: shown })).toBe("ok");
	});
});
