import { describe, expect, it } from "vitest";
import { Story } from "./story.ts";

describe("one human, one vote a stage", () => {
	it("the same verdict again is a repeat and changes nothing, also after the outcome", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		story.decide(1, "ana");
		const before = story.record;
		expect(story.decide(2, "ana")).toBe("repeat");
		expect(story.record).toBe(before);
		story.decide(3, "bo");
		const closed = story.record;
		expect(story.decide(4, "ana")).toBe("repeat");
		expect(story.decide(40, "bo")).toBe("repeat");
		expect(story.record).toBe(closed);
	});

	it("a different verdict is already_decided", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		story.decide(1, "ana");
		expect(story.decide(2, "ana", "reject")).toBe("already_decided");
		story.decide(3, "bo");
		expect(story.decide(4, "ana", "reject")).toBe("already_decided");
	});

	it("a repeat after the deadline is a repeat, not late", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		story.decide(1, "ana");
		expect(story.decide(11, "ana")).toBe("repeat");
		expect(story.decide(11, "ana", "reject")).toBe("already_decided");
		expect(story.decide(11, "bo")).toBe("late");
	});

	it("a repeat meant for an earlier stage is one, though another stage is open", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }, { approvers: ["bo"] }] });
		story.decide(1, "ana");
		expect(story.decide(2, "ana")).toBe("repeat");
		expect(story.decide(2, "ana", "approve", { stage: "s1" })).toBe("repeat");
		story.decide(3, "bo");
		expect(story.decide(4, "ana")).toBe("repeat");
	});

	it("who is asked in both stages decides each", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }, { approvers: ["ana", "bo"], need: 2 }] });
		story.decide(1, "ana");
		expect(story.decide(2, "ana")).toBe("ok");
		expect(story.decide(3, "ana")).toBe("repeat");
		story.decide(4, "bo");
		expect(story.record.state).toBe("approved");
	});
});

describe("late and closed", () => {
	it("late: its deadline ended the request, for anybody", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		story.wait(10);
		expect(story.decide(11, "ana")).toBe("late");
		expect(story.decide(11, "bo")).toBe("late");
		expect(story.decide(11, "req")).toBe("own_request");
	});

	it("late: its deadline ended the stage, whatever has opened since, and whether or not it has fired yet", () => {
		for (const woken of [true, false]) {
			const story = new Story({
				stages: [{ approvers: ["ana"], onDeadline: "approve" }, { approvers: ["bo"] }],
			});
			if (woken) story.wait(10);
			expect(story.decide(11, "ana")).toBe("late");
			expect(story.decide(11, "ana", "approve", { stage: "s1" })).toBe("late");
			expect(story.decide(11, "cy")).toBe("not_eligible");
		}
	});

	it("late, though the person approved an earlier stage", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }, { approvers: ["ana"] }] });
		story.decide(1, "ana");
		expect(story.decide(11, "ana")).toBe("late");
	});

	it("closed after any other outcome", () => {
		const approved = new Story({ stages: [{ approvers: ["ana", "bo"] }] });
		approved.decide(1, "ana");
		expect(approved.decide(2, "bo")).toBe("closed");
		expect(approved.decide(2, "cy")).toBe("closed");
		expect(approved.cancel(3, "req")).toBe("closed");
		expect(approved.record).toMatchObject({ state: "approved", closedAt: 3_600_000 });
		const cancelled = new Story({ stages: [{ approvers: ["ana"] }] });
		expect(cancelled.cancel(1, "req")).toBe("ok");
		expect(cancelled.decide(2, "ana")).toBe("closed");
	});

	it("nothing happens by itself after the outcome", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], remind: { every: "2h", atMost: 3 } }] });
		story.decide(1, "ana");
		const closed = story.record;
		story.wait(100);
		story.change(101, { deactivate: ["ana"] });
		expect(story.record).toBe(closed);
	});
});

describe("stale", () => {
	const twoStages = () =>
		new Story({
			stages: [
				{ approvers: ["ana", "bo"], need: 2 },
				{ approvers: ["ana", "cy"], need: 2 },
			],
		});

	it("is not what merely missed somebody else's decision", () => {
		const story = twoStages();
		story.decide(1, "ana", "approve", { version: 1 });
		expect(story.record.version).toBe(2);
		expect(story.decide(2, "bo", "approve", { version: 1, stage: "s1", round: 1 })).toBe("ok");
	});

	it("is a decision on what was shown before the stage opened", () => {
		const story = twoStages();
		story.decide(1, "ana");
		story.decide(2, "bo");
		expect(story.record.shownSince).toBe(3);
		expect(story.decide(3, "cy", "approve", { version: 2 })).toBe("stale_version");
		expect(story.decide(3, "cy", "approve", { version: 3 })).toBe("ok");
	});

	it("is a decision for a stage or round that is not the open one", () => {
		const story = twoStages();
		expect(story.decide(1, "ana", "approve", { stage: "s2" })).toBe("stale_version");
		expect(story.decide(1, "ana", "approve", { round: 2 })).toBe("stale_version");
		story.decide(1, "ana");
		story.decide(2, "bo");
		expect(story.decide(3, "cy", "approve", { stage: "s1" })).toBe("stale_version");
	});

	it("invalid: a stage that the policy does not have", () => {
		expect(twoStages().decide(1, "ana", "approve", { stage: "s9" })).toBe("invalid");
		expect(twoStages().decide(1, "req", "approve", { stage: "s9" })).toBe("invalid");
	});

	it("comes after not_eligible", () => {
		const story = twoStages();
		expect(story.decide(1, "cy", "approve", { version: 0 })).toBe("not_eligible");
	});
});

describe("cancel", () => {
	it("by the requester or an administrator", () => {
		for (const by of ["req", "adm"]) {
			const story = new Story({ stages: [{ approvers: ["ana"] }], admins: ["adm"] });
			expect(story.cancel(1, by)).toBe("ok");
			expect(story.record).toMatchObject({
				state: "cancelled",
				cause: "cancelled",
				stage: null,
				wakeAt: null,
			});
			expect(story.told("stage_closed", "closed")).toEqual([
				"1 stage_closed cancelled",
				`1 closed ${by} cancelled`,
			]);
		}
	});

	it("by nobody else", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }], admins: ["adm"], inactive: ["adm"] });
		expect(story.cancel(1, "ana")).toBe("not_eligible");
		expect(story.cancel(1, "adm")).toBe("not_eligible");
		expect(story.cancel(1, "constructor")).toBe("not_eligible");
	});

	it("strictly before the deadline", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		expect(story.cancel(10, "req")).toBe("late");
		expect(story.record.state).toBe("expired");
	});
});

describe("a refusal", () => {
	it("is traced and moves nothing", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		const before = story.record;
		expect(story.decide(1, "cy")).toBe("not_eligible");
		expect(story.decide(2, "req", "reject")).toBe("own_request");
		expect(story.happen(3, { kind: "submit", requester: "req" })).toBe("invalid");
		expect(story.record).toBe(before);
		expect(story.told("refused")).toEqual([
			"1 refused cy not_eligible",
			"2 refused req own_request",
			"3 refused invalid",
		]);
	});

	it("keeps what the timers did before it", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], remind: { every: "2h", atMost: 1 } }] });
		expect(story.decide(3, "cy")).toBe("not_eligible");
		expect(story.record.stage?.reminded).toBe(1);
	});
});

describe("paused and earlier rounds (made by hand: no event leads there yet)", () => {
	it("while paused nobody decides; the requester may cancel", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		story.record = { ...story.record, state: "question" };
		expect(story.decide(1, "ana")).toBe("paused");
		expect(story.decide(1, "cy")).toBe("paused");
		expect(story.cancel(2, "req")).toBe("ok");
	});

	it("decisions of an earlier round stay on the record and no longer count", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2 }] });
		story.decide(1, "ana");
		story.record = { ...story.record, round: 2 };
		expect(story.decide(2, "bo")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(3, "ana", "reject", { round: 1 })).toBe("already_decided");
		expect(story.decide(3, "bo", "approve", { round: 1 })).toBe("stale_version");
		expect(story.decide(3, "ana")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});
});
