import { describe, expect, it } from "vitest";
import { matchingSize } from "../../policy/matching.ts";
import { Story } from "./story.ts";

describe("slots", () => {
	it("n slots that any approver of the stage may fill", () => {
		const story = new Story({
			stages: [{ approvers: ["ana", "@finance"], need: 2 }],
			groups: { finance: ["bo", "cy"] },
		});
		expect(story.decide(1, "cy")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(2, "ana")).toBe("ok");
		expect(story.record).toMatchObject({
			state: "approved",
			cause: "decided",
			closedAt: 2 * 3_600_000,
			stage: null,
			wakeAt: null,
		});
	});

	it("somebody named twice is asked once and counts once", () => {
		const story = new Story({
			stages: [{ approvers: ["ana", "@finance", "@legal"], need: 2 }],
			groups: { finance: ["ana", "bo"], legal: ["ana"] },
		});
		expect(story.assigned).toEqual(["ana", "bo"]);
		expect(story.record.stage?.assignments[0]).toMatchObject({
			key: "1/s1/ana",
			via: "user",
			groups: ["finance", "legal"],
		});
		story.decide(1, "ana");
		expect(story.record.state).toBe("open");
		expect(story.decide(2, "ana")).toBe("repeat");
		expect(story.record.state).toBe("open");
	});

	it("`all` is a slot for each person assigned now", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance"], need: "all" }],
			groups: { finance: ["ana", "bo", "cy"] },
		});
		story.decide(1, "ana");
		story.decide(2, "bo");
		expect(story.record.state).toBe("open");
		story.change(3, { groups: { finance: ["ana", "bo", "cy", "di"] } });
		story.decide(4, "cy");
		expect(story.record.state).toBe("open");
		story.change(5, { deactivate: ["di"] });
		expect(story.record).toMatchObject({ state: "approved", cause: "decided", closedAt: 5 * 3_600_000 });
	});

	it("`all` of nobody is never passed", () => {
		const story = new Story({ stages: [{ approvers: ["@nobody"], need: "all", onDeadline: "approve" }] });
		expect(story.record.stage?.unsatisfiable).toBe(true);
		story.wait(10);
		expect(story.record.state).toBe("expired");
	});

	it("with `all`, who approved and left has filled their slot", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: "all" }] });
		story.decide(1, "ana");
		story.change(2, { deactivate: ["ana"] });
		expect(story.record.state).toBe("open");
		story.change(3, { deactivate: ["bo"] });
		expect(story.record.state).toBe("approved");
	});

	it("stages open in order", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }, { approvers: ["ana", "bo"] }] });
		expect(story.decide(1, "bo")).toBe("not_eligible");
		story.decide(2, "ana");
		expect(story.record.stage).toMatchObject({
			name: "s2",
			openedAt: 2 * 3_600_000,
			deadlineAt: 12 * 3_600_000,
		});
		expect(story.decide(3, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
		expect(story.told()).toEqual([
			"0 submitted req",
			"0 stage_opened ana",
			"1 refused bo not_eligible",
			"2 decided ana approve",
			"2 stage_closed passed",
			"2 stage_opened ana+bo",
			"3 decided bo approve",
			"3 stage_closed passed",
			"3 closed approved",
		]);
	});
});

describe("the requester", () => {
	it("never decides, is not assigned and is no slot unless the policy allows it", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance"], need: "all" }],
			groups: { finance: ["req", "ana"] },
		});
		expect(story.assigned).toEqual(["ana"]);
		expect(story.decide(1, "req")).toBe("own_request");
		story.decide(2, "ana");
		expect(story.record.state).toBe("approved");
		expect(story.decide(3, "req")).toBe("own_request");
	});

	it("decides like anybody else where the policy allows it", () => {
		const story = new Story({ stages: [{ approvers: ["req", "ana"], need: 2 }], requesterMayDecide: true });
		expect(story.assigned).toEqual(["req", "ana"]);
		expect(story.decide(1, "req")).toBe("ok");
		expect(story.decide(2, "ana")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});
});

describe("rejecting", () => {
	it("when rejections reach rejectAt the stage and the request are rejected, at once", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo", "cy", "di"], need: 2, rejectAt: 2 }] });
		story.decide(1, "ana", "reject");
		expect(story.record.state).toBe("open");
		story.decide(2, "bo", "reject");
		expect(story.record).toMatchObject({ state: "rejected", cause: "rejections", closedAt: 2 * 3_600_000 });
		expect(story.told("stage_closed", "closed")).toEqual(["2 stage_closed rejected", "2 closed rejected"]);
	});

	it("one rejection rejects by default", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"] }] });
		story.decide(1, "ana", "reject");
		expect(story.record.state).toBe("rejected");
	});

	it("the same when, because of rejections, the open slots can no longer be filled", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo"], need: 2, rejectAt: 2 }] });
		story.decide(1, "ana", "reject");
		expect(story.record).toMatchObject({ state: "rejected", cause: "rejections" });
	});

	it("people who leave are not the fault of a rejection", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo", "cy"], need: 2, rejectAt: 3 }] });
		story.change(1, { deactivate: ["bo", "cy"] });
		expect(story.record.stage?.unsatisfiable).toBe(true);
		story.decide(2, "ana", "reject");
		expect(story.record.state).toBe("open");
		story.wait(10);
		expect(story.record).toMatchObject({ state: "expired", cause: "deadline" });
	});
});

describe("matchingSize", () => {
	it("moves who has a place to make room", () => {
		expect(matchingSize([[0, 1], [0]], [1, 1])).toBe(2);
		expect(matchingSize([[0, 1], [0, 1], [0]], [1, 1])).toBe(2);
		expect(matchingSize([[0, 1, 2], [0], [1], [0]], [2, 1, 0])).toBe(3);
		expect(matchingSize([[], [0]], [5])).toBe(1);
	});
});
