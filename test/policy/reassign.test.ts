import { describe, expect, it } from "vitest";
import { Story } from "./story.ts";

const story = (changes: object = {}) =>
	new Story({
		stages: [{ approvers: ["@finance", "@legal"], need: { finance: 1, legal: 1 } }],
		groups: { finance: ["ana", "bo"], legal: ["cy"] },
		admins: ["adm"],
		...changes,
	});

describe("reassigning", () => {
	it("passes an approver's own slot, with its groups, to somebody who replaces them", () => {
		const told = story();
		expect(told.reassign(1, "cy", "cy", "di")).toBe("ok");
		expect(told.assigned).toEqual(["ana", "bo", "di"]);
		expect(told.decide(2, "cy")).toBe("not_eligible");
		expect(told.decide(2, "di")).toBe("ok");
		expect(told.decide(2, "ana")).toBe("ok");
		expect(told.record.state).toBe("approved");
		expect(told.trace.filter(({ kind }) => kind === "reassigned")).toMatchObject([
			{ stage: "s1", by: "cy", from: "cy", to: ["di"] },
		]);
	});

	it("an administrator passes any slot; nobody else does", () => {
		expect(story().reassign(1, "adm", "cy", "di")).toBe("ok");
		expect(story().reassign(1, "ana", "cy", "di")).toBe("not_eligible");
		expect(story().reassign(1, "ed", "ed", "di")).toBe("not_eligible");
		expect(story().reassign(1, "adm", "ed", "di")).toBe("invalid");
	});

	it("never to the requester, nor to who has decided or holds a slot, nor to somebody inactive or unknown", () => {
		const told = story({ inactive: ["ed"] });
		expect(told.reassign(1, "cy", "cy", "req")).toBe("own_request");
		expect(told.reassign(1, "cy", "cy", "ana")).toBe("invalid");
		expect(told.reassign(1, "cy", "cy", "cy")).toBe("invalid");
		expect(told.reassign(1, "cy", "cy", "ed")).toBe("invalid");
		expect(told.reassign(1, "cy", "cy", "nobody")).toBe("invalid");
		expect(story({ requesterMayDecide: true }).reassign(1, "cy", "cy", "req")).toBe("own_request");
	});

	it("not to somebody who decided and was taken off", () => {
		const told = story({
			stages: [
				{
					approvers: ["ana", "bo"],
					need: 2,
					escalate: [{ after: "2h", to: ["cy", "di"], mode: "replace" }],
				},
			],
		});
		expect(told.decide(1, "ana")).toBe("ok");
		expect(told.reassign(3, "cy", "cy", "ana")).toBe("invalid");
		expect(told.reassign(3, "cy", "cy", "bo")).toBe("ok");
	});

	it("a slot that is filled is not passed on", () => {
		const told = story();
		expect(told.decide(1, "ana")).toBe("ok");
		expect(told.reassign(2, "ana", "ana", "di")).toBe("already_decided");
	});

	it("goes on from hand to hand, and stays when who had it leaves", () => {
		const told = story();
		expect(told.reassign(1, "cy", "cy", "di")).toBe("ok");
		expect(told.reassign(2, "di", "di", "ed")).toBe("ok");
		expect(told.assigned).toEqual(["ana", "bo", "ed"]);
		told.change(3, { deactivate: ["cy", "di"] });
		expect(told.assigned).toEqual(["ana", "bo", "ed"]);
		told.change(4, { groups: { legal: [] } });
		expect(told.assigned).toEqual(["ana", "bo", "ed"]);
	});

	it("stands until an escalation replaces the approvers", () => {
		const told = story({
			stages: [
				{
					approvers: ["ana"],
					escalate: [
						{ after: "2h", to: ["bo"], mode: "add" },
						{ after: "4h", to: ["ana"], mode: "replace" },
					],
				},
			],
		});
		expect(told.reassign(1, "ana", "ana", "di")).toBe("ok");
		told.wait(2);
		expect(told.assigned).toEqual(["di", "bo"]);
		told.wait(4);
		expect(told.assigned).toEqual(["ana"]);
	});

	it("delegates follow the slot", () => {
		const told = story({
			delegations: [
				{ from: "cy", to: "ed", start: -1, end: 9 },
				{ from: "di", to: "flo", start: -1, end: 9 },
			],
		});
		expect(told.assigned).toEqual(["ana", "bo", "cy", "ed"]);
		expect(told.reassign(1, "cy", "cy", "di")).toBe("ok");
		expect(told.assigned).toEqual(["ana", "bo", "di", "flo"]);
		expect(told.told("assigned", "unassigned", "reassigned")).toEqual([
			"1 reassigned cy di",
			"1 unassigned ed",
			"1 assigned flo",
		]);
	});

	it("is refused as everything else is after the outcome", () => {
		const told = story();
		expect(told.cancel(1, "req")).toBe("ok");
		expect(told.reassign(2, "cy", "cy", "di")).toBe("closed");
	});
});
