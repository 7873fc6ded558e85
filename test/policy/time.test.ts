import { describe, expect, it } from "vitest";
import { HOUR, hours, Story } from "./story.ts";

describe("order and time", () => {
	it("a decision strictly before the deadline counts", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		expect(story.decide(10 - 1 / HOUR, "ana")).toBe("ok");
		expect(story.record).toMatchObject({ state: "approved", closedAt: 10 * HOUR - 1 });
	});

	it("every timer due at a decision's instant runs before it, whether or not it has fired yet", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		expect(story.decide(10, "ana")).toBe("late");
		expect(story.record).toMatchObject({
			state: "expired",
			cause: "deadline",
			closedAt: 10 * HOUR,
			lastEventAt: 10 * HOUR,
		});
	});

	it("timers run at their own due instants, however late they are run", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana"],
					remind: { every: "2h", atMost: 2 },
					escalate: [{ after: "5h", to: ["bo"], mode: "add" }],
				},
			],
		});
		story.wait(100);
		expect(story.told()).toEqual([
			"0 submitted req",
			"0 stage_opened ana",
			"2 reminded ana",
			"4 reminded ana",
			"5 escalated bo",
			"10 stage_closed expired",
			"10 closed expired",
		]);
		expect(story.record.version).toBe(5);
	});

	it("timers due at the same instant run: reminder, escalation, deadline", () => {
		const story = new Story({
			stages: [
				{ approvers: ["ana"], deadline: "4h", onDeadline: "approve" },
				{
					approvers: ["ana"],
					deadline: "4h",
					remind: { every: "2h", atMost: 9 },
					escalate: [{ after: "2h", to: ["bo"], mode: "replace" }],
				},
			],
		});
		story.wait(8);
		expect(story.told("reminded", "escalated", "stage_opened", "stage_closed")).toEqual([
			"0 stage_opened ana",
			"4 stage_closed passed",
			"4 stage_opened ana",
			"6 reminded ana",
			"6 escalated bo",
			"8 stage_closed expired",
		]);
	});

	it("no event is earlier than the one before", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		story.decide(2, "ana");
		story.decide(1, "bo");
		expect(story.record).toMatchObject({ state: "approved", closedAt: 2 * HOUR });
	});

	it("wakeAt is the next instant at which anything may change by itself", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana"],
					remind: { every: "3h", atMost: 1 },
					escalate: [{ after: "4h", to: ["bo"], mode: "add" }],
				},
			],
		});
		const seen = [hours(story.record.wakeAt)];
		for (const at of [3, 4, 10]) {
			const before = story.record;
			story.wait(at - 1 / HOUR);
			expect(story.record).toBe(before);
			story.wait(at);
			seen.push(hours(story.record.wakeAt));
		}
		expect(seen).toEqual([3, 4, 10, null]);
	});
});

describe("deadline", () => {
	it("cancel ends the request expired", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], onDeadline: "cancel" }] });
		story.wait(10);
		expect(story.record).toMatchObject({ state: "expired", cause: "deadline" });
	});

	it("reject ends it rejected with cause deadline", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], onDeadline: "reject" }] });
		story.wait(10);
		expect(story.record).toMatchObject({ state: "rejected", cause: "deadline" });
	});

	it("approve passes the stage and opens the next", () => {
		const story = new Story({
			stages: [
				{ approvers: ["ana"], onDeadline: "approve" },
				{ approvers: ["bo"], deadline: "2h" },
			],
		});
		story.wait(11);
		expect(story.record.stage).toMatchObject({ name: "s2", openedAt: 10 * HOUR, deadlineAt: 12 * HOUR });
		expect(story.decide(11.5, "bo")).toBe("ok");
		expect(story.record).toMatchObject({ state: "approved", cause: "decided" });
		expect(story.record.closedStages.map(({ cause }) => cause)).toEqual(["deadline", "decided"]);
	});

	it("approve does not pass an unsatisfiable stage: it ends expired", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], need: 2, onDeadline: "approve" }] });
		story.wait(10);
		expect(story.record).toMatchObject({ state: "expired", cause: "deadline" });
	});
});

describe("reminders", () => {
	it("go to those asked who have not decided, atMost times, strictly before the deadline", () => {
		const story = new Story({
			stages: [{ approvers: ["ana", "bo"], need: 2, deadline: "6h", remind: { every: "2h", atMost: 9 } }],
		});
		story.decide(3, "ana");
		story.wait(7);
		expect(story.told("reminded")).toEqual(["2 reminded ana+bo", "4 reminded bo"]);
	});

	it("are traced once a firing, also when nobody is left to remind", () => {
		const story = new Story({ stages: [{ approvers: ["@empty"], remind: { every: "2h", atMost: 2 } }] });
		story.wait(9);
		expect(story.told("reminded")).toEqual(["2 reminded", "4 reminded"]);
	});
});
