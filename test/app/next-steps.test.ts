import { describe, expect, it } from "vitest";
import { nextSteps } from "../../app/request/next-steps.ts";
import { nextStepText } from "../../app/request/next-steps-text.ts";

const clock = {
	deadlineAt: "2026-01-08T09:00:00.000Z",
	remindAt: "2026-01-05T13:00:00.000Z",
	rungs: [
		{ step: 1, at: "2026-01-06T09:00:00.000Z", again: false },
		{ step: 0, at: "2026-01-06T21:00:00.000Z", again: false },
	],
};
const stage = {
	escalate: [
		{ after: "36h", to: [{ user: "cfo@example.com" }], mode: "replace" as const },
		{ after: "1d", to: [{ group: "finance-leads" }], mode: "add" as const },
	],
	onDeadline: "cancel" as const,
};
const last = { nextStage: null, unsatisfiable: false };

/** The sentences, with the instant in its place. */
function sentences(...args: Parameters<typeof nextSteps>): string[] {
	return nextSteps(...args).map((step) => nextStepText(step).join(step.at.slice(0, 16)));
}

describe("what happens next", () => {
	it("says reminder, ladder and deadline at the record's own instants, in their order", () => {
		expect(sentences(stage, clock, last)).toEqual([
			"If nobody decides by 2026-01-05T13:00, everybody still asked gets a reminder.",
			"If nobody decides by 2026-01-06T09:00, Finance leads are asked too.",
			"If nobody decides by 2026-01-06T21:00, cfo@example.com decides instead of those asked now.",
			"At 2026-01-08T09:00, the request expires and nothing is approved.",
		]);
	});

	it("due at one instant: reminder, escalation, deadline", () => {
		const at = clock.deadlineAt;
		const kinds = nextSteps(
			stage,
			{ deadlineAt: at, remindAt: at, rungs: [{ step: 0, at, again: false }] },
			last,
		);
		expect(kinds.map(({ kind }) => kind)).toEqual(["remind", "escalate", "deadline"]);
	});

	it("says of a ladder that starts again that those are asked again, and not without end", () => {
		const rungs = Array.from({ length: 50 }, (_, i) => ({
			step: 1,
			at: new Date(Date.parse("2026-01-06T09:00:00Z") + i * 60_000).toISOString(),
			again: i > 0,
		}));
		const said = sentences(stage, { ...clock, remindAt: null, rungs }, last);
		expect(said[0]).toContain("Finance leads are asked too.");
		expect(said[1]).toContain("Finance leads are asked again.");
		expect(said.length).toBeLessThan(10);
		expect(said.at(-1)).toContain("the request expires");
	});

	it("says what the deadline does", () => {
		const end = (
			onDeadline: "cancel" | "reject" | "approve",
			nextStage: string | null,
			unsatisfiable = false,
		) =>
			sentences(
				{ escalate: [], onDeadline },
				{ ...clock, remindAt: null, rungs: [] },
				{ nextStage, unsatisfiable },
			)[0];
		expect(end("reject", null)).toContain("the request is rejected");
		expect(end("approve", null)).toContain("the request is approved");
		expect(end("approve", "finance")).toContain("this stage is passed and Finance is asked");
		// A stage that cannot be filled is not passed by its deadline.
		expect(end("approve", "finance", true)).toContain("the request expires");
	});

	it("while it waits for its requester, says what that waiting ends with", () => {
		const at = "2026-01-08T09:00:00.000Z";
		const said = (waits: "question" | "changes_requested") =>
			nextStepText({ kind: "pauseDeadline", at, waits }).join("…");
		expect(said("question")).toBe("If there is no answer by …, the request expires.");
		expect(said("changes_requested")).toBe("If it is not submitted again by …, the request expires.");
	});
});
