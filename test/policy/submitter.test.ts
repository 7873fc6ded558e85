import { describe, expect, it } from "vitest";
import { Story, type StorySketch } from "./story.ts";

/** Submitted by `sub`, who is in the group, for `req`. */
const story = (changes: Partial<StorySketch> = {}) =>
	new Story({
		stages: [{ approvers: ["@finance"], need: 2 }],
		groups: { finance: ["ana", "flo", "bo"] },
		admins: ["adm"],
		submitter: "flo",
		...changes,
	});

describe("who submitted a request for somebody else", () => {
	it("is not asked to decide it, however the policy names them", () => {
		expect(story().assigned).toEqual(["ana", "bo"]);
		expect(story({ stages: [{ approvers: ["flo"] }] }).record.stage).toMatchObject({ unsatisfiable: true });
		const managed = story({ stages: [{ approvers: ["^1", "ana"] }], managers: { req: "flo" } });
		expect(managed.assigned).toEqual(["ana"]);
	});

	it("does not count where all are needed, and is not brought in by an escalation", () => {
		const all = story({ stages: [{ approvers: ["@finance"], need: "all" }] });
		expect(all.decide(1, "ana")).toBe("ok");
		expect(all.decide(1, "bo")).toBe("ok");
		expect(all.record.state).toBe("approved");
		const stuck = story({
			stages: [{ approvers: ["ana"], escalate: [{ after: "1h", to: ["flo"], mode: "replace" }] }],
		});
		stuck.wait(1);
		expect(stuck.assigned).toEqual([]);
		expect(stuck.record.stage).toMatchObject({ unsatisfiable: true });
	});

	it("may not decide it, ask, or send it back", () => {
		const told = story();
		expect(told.decide(1, "flo")).toBe("own_request");
		expect(told.decide(1, "flo", "reject")).toBe("own_request");
		expect(told.ask(1, "flo")).toBe("own_request");
		expect(told.sendBack(1, "flo")).toBe("own_request");
		expect(told.record.decisions).toEqual([]);
		expect(told.record.state).toBe("open");
	});

	it("hears so before anything else that would refuse it, also after the outcome", () => {
		const told = story();
		told.cancel(1, "req");
		expect(told.decide(2, "flo")).toBe("own_request");
	});

	it("decides as nobody's delegate", () => {
		const told = story({
			stages: [{ approvers: ["ana"] }],
			delegations: [{ from: "ana", to: "flo", start: 0, end: 9 }],
		});
		expect(told.assigned).toEqual(["ana"]);
		expect(told.decide(1, "flo")).toBe("own_request");
	});

	it("does not choose who decides: a chain of delegation ends there, as at the requester", () => {
		const chain = [
			{ from: "ana", to: "flo", start: 0, end: 9 },
			{ from: "flo", to: "gus", start: 0, end: 9 },
		];
		const told = story({ stages: [{ approvers: ["ana"] }], delegations: chain });
		expect(told.assigned).toEqual(["ana"]);
		const lenient = story({ stages: [{ approvers: ["ana"] }], delegations: chain, requesterMayDecide: true });
		expect(lenient.assigned).toEqual(["ana"]);
	});

	it("is passed no slot, by nobody", () => {
		expect(story().reassign(1, "ana", "ana", "flo")).toBe("own_request");
		expect(story().reassign(1, "adm", "ana", "flo")).toBe("own_request");
	});

	it("may decide, ask and send back where the policy lets requesters decide", () => {
		const told = story({ requesterMayDecide: true });
		expect(told.assigned).toEqual(["ana", "flo", "bo"]);
		expect(told.ask(1, "flo")).toBe("ok");
		expect(told.answer(2)).toBe("ok");
		expect(told.decide(3, "flo")).toBe("ok");
		expect(told.decide(3, "flo")).toBe("repeat");
		expect(story({ requesterMayDecide: true }).sendBack(1, "flo")).toBe("ok");
	});

	it("may cancel it, also while it is paused", () => {
		expect(story().cancel(1, "flo")).toBe("ok");
		const asked = story();
		expect(asked.ask(1, "ana")).toBe("ok");
		expect(asked.cancel(2, "flo")).toBe("ok");
		expect(asked.record.state).toBe("cancelled");
	});

	it("may answer and resubmit it, in the requester's place", () => {
		const asked = story();
		expect(asked.ask(1, "ana")).toBe("ok");
		expect(asked.answer(2, "flo")).toBe("ok");
		expect(asked.record.state).toBe("open");
		const back = story();
		expect(back.sendBack(1, "ana")).toBe("ok");
		expect(back.resubmit(2, { n: 1 }, "flo")).toBe("ok");
		expect(back.record).toMatchObject({ state: "open", round: 2 });
		expect(back.assigned).toEqual(["ana", "bo"]);
	});

	it("may do none of that once they have left", () => {
		const told = story();
		expect(told.ask(1, "ana")).toBe("ok");
		told.change(1, { deactivate: ["flo"] });
		expect(told.answer(2, "flo")).toBe("not_eligible");
		expect(told.cancel(2, "flo")).toBe("not_eligible");
		expect(told.answer(2, "req")).toBe("ok");
	});

	it("leaves the requester as barred as ever", () => {
		const told = story({ groups: { finance: ["ana", "req", "bo"] } });
		expect(told.assigned).toEqual(["ana", "bo"]);
		expect(told.decide(1, "req")).toBe("own_request");
	});
});
