import { describe, expect, it } from "vitest";
import { HOUR, Story } from "./story.ts";

describe("escalation", () => {
	it("add keeps the earlier approvers", () => {
		const story = new Story({
			stages: [{ approvers: ["ana"], escalate: [{ after: "1h", to: ["@leads"], mode: "add" }] }],
			groups: { leads: ["bo", "ana"] },
		});
		story.wait(1);
		expect(story.assigned).toEqual(["ana", "bo"]);
		expect(story.record.stage?.assignments.map(({ via }) => via)).toEqual(["user", "escalation"]);
		expect(story.told("escalated", "assigned", "unassigned")).toEqual(["1 escalated bo"]);
		expect(story.decide(2, "ana")).toBe("ok");
	});

	it("that runs late sees the people as they are by then, and brings in only its own", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance"], escalate: [{ after: "1h", to: ["@leads"], mode: "add" }] }],
			groups: { finance: ["ana", "di"], leads: ["bo"] },
		});
		story.directory = { ...story.directory, groups: { finance: ["ana", "cy"], leads: ["ed"] } };
		story.wait(2);
		expect(story.told("escalated", "assigned", "unassigned")).toEqual([
			"1 escalated ed",
			"1 assigned cy",
			"1 unassigned di",
		]);
	});

	it("replace takes them off: their decisions stand and still count", () => {
		const story = new Story({
			stages: [
				{ approvers: ["ana", "bo"], need: 2, escalate: [{ after: "2h", to: ["cy", "di"], mode: "replace" }] },
			],
		});
		story.decide(1, "ana");
		story.wait(2);
		expect(story.assigned).toEqual(["cy", "di"]);
		expect(story.told("escalated", "unassigned")).toEqual(["2 escalated cy+di", "2 unassigned ana+bo"]);
		expect(story.decide(3, "bo")).toBe("not_eligible");
		expect(story.decide(3, "di")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("where the people brought in are fewer than the open slots, all of them together suffice", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana", "bo", "cy", "di"],
					need: 4,
					escalate: [{ after: "2h", to: ["ed", "flo"], mode: "replace" }],
				},
			],
		});
		story.decide(1, "ana");
		story.decide(3, "ed");
		expect(story.record.state).toBe("open");
		story.decide(4, "flo");
		expect(story.record).toMatchObject({ state: "approved", cause: "decided" });
	});

	it("all of them: a rejection of one of them, or their leaving, is not sufficed by the rest", () => {
		const sketch = {
			stages: [
				{
					approvers: ["ana", "bo", "cy"],
					need: 3,
					rejectAt: 2,
					escalate: [{ after: "1h", to: ["ed", "flo"], mode: "replace" as const }],
				},
			],
		};
		const rejected = new Story(sketch);
		rejected.decide(2, "ed", "reject");
		expect(rejected.record).toMatchObject({ state: "rejected", cause: "rejections" });
		const left = new Story(sketch);
		left.wait(1);
		left.change(2, { deactivate: ["flo"] });
		left.decide(3, "ed");
		expect(left.record.stage?.unsatisfiable).toBe(true);
	});

	it("replaced by nobody, a stage does not pass", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana"],
					escalate: [{ after: "1h", to: ["@nobody"], mode: "replace" }],
					onDeadline: "approve",
				},
			],
		});
		story.wait(1);
		expect(story.record).toMatchObject({ state: "open", stage: { unsatisfiable: true } });
		story.wait(10);
		expect(story.record.state).toBe("expired");
	});

	it("somebody who has decided and is brought in again fills no second slot", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana", "bo", "cy"],
					need: 3,
					escalate: [{ after: "2h", to: ["ana", "ed"], mode: "replace" }],
				},
			],
		});
		story.decide(1, "ana");
		story.wait(2);
		expect(story.assigned).toEqual(["ana", "ed"]);
		expect(story.record.stage?.suffices).toBe(2);
		story.decide(3, "ed");
		expect(story.record.state).toBe("approved");
	});

	it("a step may carry its own need", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana", "bo", "cy"],
					need: 3,
					escalate: [{ after: "2h", to: ["ed"], mode: "add", need: 1 }],
				},
			],
		});
		story.decide(1, "ana");
		expect(story.record.state).toBe("open");
		story.wait(2);
		expect(story.record).toMatchObject({ state: "approved", cause: "decided", closedAt: 2 * HOUR });
	});

	it("with `all`, who is added has a slot too, and who is replaced has none", () => {
		const added = new Story({
			stages: [{ approvers: ["ana"], need: "all", escalate: [{ after: "1h", to: ["bo"], mode: "add" }] }],
		});
		added.decide(2, "ana");
		expect(added.record.state).toBe("open");
		added.decide(3, "bo");
		expect(added.record.state).toBe("approved");
		const replaced = new Story({
			stages: [
				{ approvers: ["ana", "bo"], need: "all", escalate: [{ after: "2h", to: ["cy"], mode: "replace" }] },
			],
		});
		replaced.decide(1, "ana");
		replaced.decide(3, "cy");
		expect(replaced.record.state).toBe("approved");
	});

	it("a step fires once, in the order of its time, and is traced once, perhaps with nobody new", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["ana"],
					escalate: [
						{ after: "3h", to: ["cy"], mode: "add" },
						{ after: "1h", to: ["ana"], mode: "add" },
					],
				},
			],
		});
		story.wait(9);
		expect(story.told("escalated")).toEqual(["1 escalated", "3 escalated cy"]);
	});
});

describe("unsatisfiable", () => {
	it("at opening the stage is marked and the next escalation fires at once, then the next, while it stays so", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["@empty"],
					escalate: [
						{ after: "1h", to: ["@empty"], mode: "add" },
						{ after: "2h", to: ["bo"], mode: "add" },
						{ after: "3h", to: ["cy"], mode: "add" },
					],
				},
			],
		});
		expect(story.told()).toEqual([
			"0 submitted req",
			"0 stage_opened",
			"0 unsatisfiable",
			"0 escalated",
			"0 escalated bo",
		]);
		expect(story.record.stage).toMatchObject({ unsatisfiable: false, escalated: 2 });
		expect(story.record.wakeAt).toBe(3 * HOUR);
		story.wait(9);
		expect(story.told("escalated")).toEqual(["0 escalated", "0 escalated bo", "3 escalated cy"]);
	});

	it("later, when somebody leaves", () => {
		const story = new Story({
			stages: [{ approvers: ["ana"], escalate: [{ after: "9h", to: ["bo"], mode: "add" }] }],
		});
		story.change(2, { deactivate: ["ana"] });
		expect(story.told("unassigned", "unsatisfiable", "escalated")).toEqual([
			"2 unassigned ana",
			"2 unsatisfiable",
			"2 escalated bo",
		]);
		expect(story.decide(3, "bo")).toBe("ok");
	});

	it("ends when somebody joins", () => {
		const story = new Story({ stages: [{ approvers: ["@finance"], onDeadline: "approve" }] });
		expect(story.record.stage?.unsatisfiable).toBe(true);
		story.change(1, { groups: { finance: ["ana"] } });
		expect(story.record.stage?.unsatisfiable).toBe(false);
		story.wait(10);
		expect(story.record).toMatchObject({ state: "approved", cause: "deadline" });
	});
});

describe("leaving", () => {
	it("a deactivated person's decision already made stands; the person is no longer eligible", () => {
		const story = new Story({ stages: [{ approvers: ["ana", "bo", "cy"], need: 2 }] });
		story.decide(1, "ana");
		story.change(2, { deactivate: ["ana", "cy"] });
		expect(story.assigned).toEqual(["bo"]);
		expect(story.decide(3, "cy")).toBe("not_eligible");
		expect(story.decide(3, "ana")).toBe("repeat");
		expect(story.decide(4, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("group changes assign and unassign, and who comes back is asked anew", () => {
		const story = new Story({ stages: [{ approvers: ["@finance"] }], groups: { finance: ["ana", "bo"] } });
		story.change(1, { groups: { finance: ["bo", "cy"] } });
		story.change(2, { groups: { finance: ["ana", "bo"] } });
		expect(story.told("assigned", "unassigned")).toEqual([
			"1 unassigned ana",
			"1 assigned cy",
			"2 unassigned cy",
			"2 assigned ana",
		]);
		expect(story.record.stage?.assignments.map(({ key }) => key)).toEqual([
			"1/s1/ana",
			"1/s1/bo",
			"1/s1/cy",
			"1/s1/ana/2",
		]);
		expect(story.record.version).toBe(3);
	});

	it("is seen by a decision although no directory event came before it", () => {
		const story = new Story({ stages: [{ approvers: ["@finance"] }], groups: { finance: ["ana", "bo"] } });
		story.directory = { ...story.directory, groups: { finance: ["bo"] } };
		expect(story.decide(1, "ana")).toBe("not_eligible");
		expect(story.assigned).toEqual(["bo"]);
	});

	it("a directory that changes nothing here changes nothing", () => {
		const story = new Story({ stages: [{ approvers: ["ana"] }] });
		const before = story.record;
		story.change(1, { deactivate: ["gus"] });
		expect(story.record).toBe(before);
	});
});
