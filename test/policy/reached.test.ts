import { describe, expect, it } from "vitest";
import { type StageSketch, Story } from "./story.ts";

const first: StageSketch = { name: "first", approvers: ["ana"], deadline: "10h", onDeadline: "approve" };
const second: StageSketch = { name: "second", approvers: ["bo"], deadline: "5h", onDeadline: "approve" };

describe("a deadline that approves", () => {
	it("passes a stage whose approvers a message has reached", () => {
		const told = new Story({ stages: [first], reached: ["first"] });
		told.wait(10);
		expect(told.told("stage_closed", "closed")).toEqual(["10 stage_closed passed", "10 closed approved"]);
	});

	it("lets the request expire where nobody has heard of the stage", () => {
		const told = new Story({ stages: [first], reached: [] });
		told.wait(10);
		expect(told.told("stage_closed", "closed")).toEqual(["10 stage_closed expired", "10 closed expired"]);
		expect(told.record.cause).toBe("deadline");
	});

	it("asks that of each stage: one that opens and falls due in the same step has reached nobody", () => {
		const told = new Story({ stages: [first, second], reached: ["first"] });
		told.wait(20);
		expect(told.told("stage_closed", "closed")).toEqual([
			"10 stage_closed passed",
			"15 stage_closed expired",
			"15 closed expired",
		]);
	});

	it("passes all of them where it is not said who was reached, as in a simulation", () => {
		const told = new Story({ stages: [first, second] });
		told.wait(20);
		expect(told.record).toMatchObject({ state: "approved", closedAt: 15 * 3_600_000 });
	});

	it.each(["cancel", "reject"] as const)("that is to %s does so, whoever was reached", (onDeadline) => {
		const told = new Story({ stages: [{ ...first, onDeadline }], reached: [] });
		told.wait(10);
		expect(told.record.state).toBe(onDeadline === "reject" ? "rejected" : "expired");
	});

	it("matters to no decision: whoever comes by themselves may decide", () => {
		const told = new Story({ stages: [first], reached: [] });
		expect(told.decide(9, "ana")).toBe("ok");
		expect(told.record.state).toBe("approved");
	});
});
