import { describe, expect, it } from "vitest";
import { waitingFor } from "../../policy/standing.ts";
import { hours, Story, type StorySketch } from "./story.ts";

const sketch = (changes: Partial<StorySketch> = {}): StorySketch => ({
	stages: [{ approvers: ["ana"] }],
	delegations: [{ from: "ana", to: "di", start: -1, end: 5 }],
	...changes,
});

describe("a delegate", () => {
	it("decides on behalf of the absent person and fills that person's slot", () => {
		const story = new Story(sketch());
		expect(story.assigned).toEqual(["ana", "di"]);
		expect(story.decide(1, "di")).toBe("ok");
		expect(story.record.decisions[0]).toMatchObject({ by: "di", onBehalfOf: "ana" });
		expect(story.record.state).toBe("approved");
	});

	it("the first of the two fills the slot, the other is then already_decided, also after the outcome", () => {
		const byDelegate = new Story(sketch());
		expect(byDelegate.decide(1, "di")).toBe("ok");
		expect(byDelegate.decide(2, "ana")).toBe("already_decided");
		expect(byDelegate.decide(2, "di")).toBe("repeat");

		const byAbsent = new Story(sketch({ stages: [{ approvers: ["ana", "bo"], need: 2 }] }));
		expect(byAbsent.decide(1, "ana")).toBe("ok");
		expect(byAbsent.decide(2, "di")).toBe("already_decided");
		expect(byAbsent.decide(3, "bo")).toBe("ok");
		expect(byAbsent.record.state).toBe("approved");
		expect(byAbsent.decide(4, "di")).toBe("already_decided");
		expect(byAbsent.decide(4, "ed")).toBe("closed");
	});

	it("applies from start (inclusive) to end (exclusive), also to open work, each at its own instant", () => {
		const story = new Story(sketch({ delegations: [{ from: "ana", to: "di", start: 2, end: 4 }] }));
		expect(hours(story.record.wakeAt)).toBe(2);
		expect(story.decide(1, "di")).toBe("not_eligible");
		story.wait(3);
		expect(story.told("assigned")).toEqual(["2 assigned di"]);
		expect(hours(story.record.wakeAt)).toBe(4);
		expect(story.decide(4, "di")).toBe("not_eligible");
		expect(story.told("unassigned")).toEqual(["4 unassigned di"]);
	});

	it("the last instant before the end counts", () => {
		const story = new Story(sketch({ delegations: [{ from: "ana", to: "di", start: 2, end: 4 }] }));
		expect(story.decide(4 - 1 / 3_600_000, "di")).toBe("ok");
	});

	it("of somebody asked in their own right counts once, and in the place that fills most", () => {
		const both = { stages: [{ approvers: ["ana", "di"], need: 2 }] };
		const story = new Story(sketch(both));
		expect(story.assigned).toEqual(["ana", "di"]);
		expect(story.decide(1, "di")).toBe("ok");
		expect(story.record.decisions[0]).toMatchObject({ onBehalfOf: null });
		expect(story.record.state).toBe("open");
		// The delegate's vote sits on the own slot: the absent person's is free.
		expect(story.decide(2, "ana")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("of several counts once, for whichever fills most", () => {
		const story = new Story({
			stages: [{ approvers: ["ana", "bo"], need: 2 }],
			delegations: [
				{ from: "ana", to: "di", start: -1, end: 9 },
				{ from: "bo", to: "di", start: -1, end: 9 },
			],
		});
		expect(story.decide(1, "di")).toBe("ok");
		expect(story.record).toMatchObject({ state: "open", decisions: [{ onBehalfOf: "ana" }] });
		expect(story.decide(2, "ana")).toBe("ok");
		expect(story.record.state).toBe("approved");
		// The delegate's vote has moved to the other's slot.
		expect(story.decide(3, "bo")).toBe("already_decided");
	});

	it("fills the slot in the groups that the absent person is in", () => {
		const story = new Story({
			stages: [{ approvers: ["@finance", "@legal"], need: { finance: 1, legal: 1 } }],
			groups: { finance: ["ana", "bo"], legal: ["cy"] },
			delegations: [{ from: "cy", to: "ana", start: -1, end: 9 }],
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.record.state).toBe("open");
		// ana's vote moves to legal, where she stands for cy, and bo's takes finance.
		expect(story.decide(2, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("all: somebody absent and their delegate are one slot", () => {
		const story = new Story(sketch({ stages: [{ approvers: ["ana", "bo"], need: "all" }] }));
		expect(story.decide(1, "di")).toBe("ok");
		expect(story.decide(2, "bo")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});

	it("is never the requester, who does not choose who decides for others either", () => {
		const story = new Story(
			sketch({
				requesterMayDecide: true,
				delegations: [
					{ from: "ana", to: "req", start: -1, end: 9 },
					{ from: "req", to: "di", start: -1, end: 9 },
				],
			}),
		);
		expect(story.assigned).toEqual(["ana"]);
		expect(story.decide(1, "req")).toBe("not_eligible");
		expect(story.decide(1, "di")).toBe("not_eligible");
	});

	it("ends with the absent person's leaving, and with the delegate's", () => {
		const story = new Story(sketch({ stages: [{ approvers: ["ana", "bo"] }] }));
		story.change(1, { deactivate: ["ana"] });
		expect(story.assigned).toEqual(["bo"]);
		expect(story.decide(2, "di")).toBe("not_eligible");
	});

	it("may be entered while the request is open; what began before it was entered holds from then on", () => {
		const story = new Story(sketch({ delegations: [] }));
		story.change(3, { delegations: [{ from: "ana", to: "di", start: 1, end: 6 }] });
		expect(story.told("assigned")).toEqual(["3 assigned di"]);
		const version = story.record.version;
		// Nobody's assignment changes, but the next instant at which it may does: whoever waits has to know.
		story.change(4, { delegations: [{ from: "ana", to: "di", start: 1, end: 5 }] });
		expect(story.record.version).toBe(version + 1);
		expect(hours(story.record.wakeAt)).toBe(5);
	});

	it("rejecting on behalf of somebody uses their slot up too", () => {
		const story = new Story(sketch({ stages: [{ approvers: ["ana", "bo", "cy"], need: 2, rejectAt: 2 }] }));
		expect(story.decide(1, "di", "reject")).toBe("ok");
		expect(story.decide(2, "ana")).toBe("already_decided");
		expect(story.decide(2, "bo")).toBe("ok");
		expect(story.decide(3, "cy")).toBe("ok");
		expect(story.record.state).toBe("approved");
	});
});

describe("chains", () => {
	const chain = (...people: string[]) =>
		people.slice(1).map((to, i) => ({ from: people[i] ?? "", to, start: -1, end: 9 }));

	it("are followed five deep", () => {
		const story = new Story(sketch({ delegations: chain("ana", "bo", "cy", "di", "ed", "flo", "gus") }));
		expect(story.assigned).toEqual(["ana", "bo", "cy", "di", "ed", "flo"]);
		expect(story.decide(1, "flo")).toBe("ok");
		expect(story.record.decisions[0]).toMatchObject({ by: "flo", onBehalfOf: "ana" });
		expect(story.decide(2, "cy")).toBe("already_decided");
	});

	it("end where they come back", () => {
		const story = new Story(sketch({ delegations: chain("ana", "bo", "cy", "ana") }));
		expect(story.assigned).toEqual(["ana", "bo", "cy"]);
		const alone = new Story(sketch({ delegations: chain("ana", "ana") }));
		expect(alone.assigned).toEqual(["ana"]);
	});

	it("wake when a link further on begins", () => {
		const story = new Story(
			sketch({
				delegations: [
					{ from: "ana", to: "bo", start: -1, end: 9 },
					{ from: "bo", to: "cy", start: 3, end: 9 },
					{ from: "ed", to: "flo", start: 1, end: 2 },
				],
			}),
		);
		expect(hours(story.record.wakeAt)).toBe(3);
		story.wait(3);
		expect(story.assigned).toEqual(["ana", "bo", "cy"]);
	});
});

describe("unsatisfiable", () => {
	it("a delegate who begins in time makes a stage satisfiable again; the end of a delegation does the opposite", () => {
		const story = new Story({
			stages: [{ approvers: ["ana", "bo"], need: 2 }, { approvers: ["ana"] }],
			oncePerRequest: true,
			delegations: [{ from: "ana", to: "di", start: 4, end: 6 }],
		});
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.decide(1, "bo")).toBe("ok");
		expect(story.record.stage).toMatchObject({ name: "s2", unsatisfiable: true });
		expect(story.decide(2, "ana")).toBe("duplicate_person");
		story.wait(4);
		expect(story.record.stage).toMatchObject({ unsatisfiable: false });
		story.wait(6);
		expect(story.record.stage).toMatchObject({ unsatisfiable: true });
		expect(story.told("unsatisfiable")).toEqual(["1 unsatisfiable", "6 unsatisfiable"]);
	});
});

describe("whose inbox has it", () => {
	it("those who can still decide: not who has, nor for whom somebody else has", () => {
		const story = new Story(sketch({ stages: [{ approvers: ["ana", "bo", "cy"], need: 2 }] }));
		expect(waitingFor(story.record, story.policy)).toEqual(["ana", "bo", "cy", "di"]);
		story.decide(1, "di");
		expect(waitingFor(story.record, story.policy)).toEqual(["bo", "cy"]);
		story.ask(2, "bo");
		expect(waitingFor(story.record, story.policy)).toEqual([]);
	});
});
