import { describe, expect, it } from "vitest";
import { seatedFlow } from "../../policy/seated-flow.ts";
import { slotsOf } from "../../policy/slots.ts";
import { Story } from "./story.ts";

describe("a percentage", () => {
	it.each([
		["50%", 4, 2],
		["50%", 5, 3],
		["1%", 5, 1],
		["30%", 10, 3],
		["66.7%", 3, 3],
		["100%", 3, 3],
		["33.333333%", 3, 1],
		["0.000001%", 1000, 1],
	] as const)("%s of %d people is %d slots, rounded up", (need, people, total) => {
		expect(slotsOf(need, () => Array.from({ length: people }, (_, i) => `p${i}`)).total).toBe(total);
	});

	it("of those asked passes the stage", () => {
		const story = new Story({
			stages: [{ approvers: ["@g"], need: "50%" }],
			groups: { g: ["ana", "bo", "cy"] },
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(2, "cy")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("follows who is asked; who approved and left has filled a slot of their own", () => {
		const story = new Story({
			stages: [{ approvers: ["@g"], need: "50%" }],
			groups: { g: ["ana", "bo", "cy", "di"] },
		});
		expect(story.decide(1, "ana")).toBe("ok");
		story.change(2, { groups: { g: ["bo", "cy"] } });
		// Two asked, and ana's approval: two of three.
		expect(story.record.state).toBe("open");
		story.change(3, { groups: { g: ["bo"] } });
		expect(story.record.state).toBe("approved");
	});
});

describe("a number for each group", () => {
	const stages = [{ approvers: ["@finance", "@legal"], need: { finance: 2, legal: 1 } }];

	it("is filled by its members, each once, in the place that fills most", () => {
		const story = new Story({ stages, groups: { finance: ["ana", "bo", "cy"], legal: ["ana", "di"] } });
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.decide(2, "bo")).toBe("ok");
		// ana counts for legal or finance, whichever is needed.
		expect(story.record.state).toBe("open");
		expect(story.decide(3, "cy")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("person approving once for each of two groups is not counted twice", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance", "@legal"], need: { finance: 1, legal: 1 } }],
			groups: { finance: ["ana", "bo"], legal: ["ana", "bo"] },
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(2, "ana")).toBe("repeat");
		expect(story.record.state).toBe("open");
		expect(story.decide(3, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("somebody named beside the groups is asked and fills none of their slots, but may reject", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance", "cy"], need: { finance: 1 } }],
			groups: { finance: ["ana"] },
		});
		expect(story.decide(1, "cy")).toBe("ok");
		expect(story.record.state).toBe("open");
		expect(story.decide(2, "ana", "reject")).toBe("ok");
		expect(story.record.state).toBe("rejected");
	});

	it("whom escalation adds may fill any of them", () => {
		const story = new Story({
			stages: [
				{
					...stages[0],
					approvers: ["@finance", "@legal"],
					escalate: [{ after: "1h", to: ["gus"], mode: "add" }],
				},
			],
			groups: { finance: ["ana", "bo"], legal: ["cy"] },
		});
		story.wait(1);
		for (const person of ["ana", "bo"]) expect(story.decide(2, person)).toBe("ok");
		expect(story.decide(3, "gus")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("is rejected when a rejection makes a group's number impossible, unsatisfiable when a leaving does", () => {
		const groups = { finance: ["ana", "bo"], legal: ["di"] };
		const rejected = new Story({
			stages: [{ ...stages[0], approvers: ["@finance", "@legal"], rejectAt: 3 }],
			groups,
		});
		expect(rejected.decide(1, "ana", "reject")).toBe("ok");
		expect(rejected.record).toMatchObject({ state: "rejected", cause: "rejections" });

		const left = new Story({ stages: [{ ...stages[0], approvers: ["@finance", "@legal"] }], groups });
		left.change(1, { deactivate: ["ana"] });
		expect(left.record.stage).toMatchObject({ unsatisfiable: true });
	});

	it("replaced by fewer people than open slots, all of them together suffice", () => {
		const story = new Story({
			stages: [
				{
					approvers: ["@finance", "@legal"],
					need: { finance: 2, legal: 1 },
					escalate: [{ after: "2h", to: ["gus"], mode: "replace" }],
				},
			],
			groups: { finance: ["ana", "bo"], legal: ["cy"] },
		});
		expect(story.decide(1, "ana")).toBe("ok");
		story.wait(2);
		expect(story.record.state).toBe("open");
		expect(story.decide(3, "gus")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});
});

describe("seatedFlow", () => {
	it("moves voters between seats and votes between pools to make room", () => {
		const voters = [
			[
				{ seat: "a", pools: [0, 1] },
				{ seat: "b", pools: [1] },
			],
			[{ seat: "a", pools: [0, 1] }],
			[{ seat: "c", pools: [1] }],
		];
		expect(seatedFlow(voters, [1, 2])).toBe(3);
		expect(seatedFlow(voters, [1, 1])).toBe(2);
		expect(seatedFlow([...voters].reverse(), [1, 2])).toBe(3);
		expect(seatedFlow([voters[1] ?? [], voters[1] ?? []], [5])).toBe(1);
	});
});

describe("once per request", () => {
	const stages = [{ approvers: ["ana", "bo"] }, { approvers: ["ana", "bo"], need: 1 }];

	it("who decided one stage may not decide another", () => {
		const story = new Story({ stages, oncePerRequest: true });
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.decide(2, "ana", "reject", { stage: "s2" })).toBe("duplicate_person");
		expect(story.record.stage).toMatchObject({ unsatisfiable: false });
		expect(story.decide(3, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("nor do they count as able to: the stage is unsatisfiable without others", () => {
		const story = new Story({
			stages: [stages[0] ?? { approvers: [] }, { approvers: ["ana"] }],
			oncePerRequest: true,
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.record.stage).toMatchObject({ name: "s2", unsatisfiable: true });
	});

	it("a new round begins anew", () => {
		const story = new Story({ stages, oncePerRequest: true });
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.sendBack(2, "bo")).toBe("ok");
		expect(story.resubmit(3)).toBe("ok");
		expect(story.decide(4, "bo")).toBe("ok");
		expect(story.decide(5, "ana")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});
});

describe("comments", () => {
	it("are required as the stage says, after every other refusal", () => {
		const story = new Story({
			stages: [
				{ approvers: ["ana"], requireComment: "reject" },
				{ approvers: ["bo"], requireComment: "always" },
				{ approvers: ["cy"], requireComment: "reject" },
			],
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.decide(2, "bo", "approve", { version: 1 })).toBe("stale_version");
		expect(story.decide(2, "bo")).toBe("comment_required");
		expect(story.decide(3, "bo", "approve", { comment: true })).toBe("ok");
		expect(story.decide(4, "cy", "reject")).toBe("comment_required");
		expect(story.decide(5, "cy", "reject", { comment: true })).toBe("ok");
		expect(story.record.state).toBe("rejected");
	});
});
