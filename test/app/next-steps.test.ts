import { describe, expect, it } from "vitest";
import { nextSteps, stageClock } from "../../app/request/next-steps.ts";
import { nextStepText } from "../../app/request/next-steps-text.ts";

const opened = "2026-01-05T09:00:00.000Z";
const clock = { openedAt: opened, deadlineAt: "2026-01-08T09:00:00.000Z", reminded: 0, escalated: 0 };
const stage = {
	remind: { every: "4h", atMost: 3 },
	escalate: [
		{ after: "36h", to: [{ user: "cfo@example.com" }], mode: "replace" as const },
		{ after: "1d", to: [{ group: "finance-leads" }], mode: "add" as const },
	],
	onDeadline: "cancel" as const,
};

/** The sentences, with the instant in its place. */
function sentences(...args: Parameters<typeof nextSteps>): string[] {
	return nextSteps(...args).map((step) => nextStepText(step).join(step.at.slice(0, 16)));
}

describe("what happens next", () => {
	it("says reminder, ladder and deadline in the order in which they come", () => {
		expect(sentences(stage, clock, null)).toEqual([
			"If nobody decides by 2026-01-05T13:00, everybody still asked gets a reminder.",
			"If nobody decides by 2026-01-06T09:00, Finance leads are asked too.",
			"If nobody decides by 2026-01-06T21:00, cfo@example.com decides instead of those asked now.",
			"At 2026-01-08T09:00, the request expires and nothing is approved.",
		]);
	});

	it("leaves out what has happened", () => {
		expect(sentences(stage, { ...clock, reminded: 3, escalated: 1 }, null)).toEqual([
			"If nobody decides by 2026-01-06T21:00, cfo@example.com decides instead of those asked now.",
			"At 2026-01-08T09:00, the request expires and nothing is approved.",
		]);
		expect(sentences(stage, { ...clock, reminded: 1, escalated: 2 }, null)[0]).toContain("2026-01-05T17:00");
	});

	it("does not announce a reminder that the deadline forestalls", () => {
		const late = { ...stage, remind: { every: "2d", atMost: 5 }, escalate: [] };
		expect(nextSteps(late, { ...clock, reminded: 1 }, null).map(({ kind }) => kind)).toEqual(["deadline"]);
	});

	it("says what the deadline does", () => {
		const end = (onDeadline: "cancel" | "reject" | "approve", next: string | null) =>
			sentences({ remind: null, escalate: [], onDeadline }, clock, next)[0];
		expect(end("reject", null)).toContain("the request is rejected");
		expect(end("approve", null)).toContain("the request is approved");
		expect(end("approve", "finance")).toContain("this stage is passed and Finance is asked");
	});
});

describe("the open stage's clock", () => {
	const happened = (kind: string, at: string, round = 1) => ({
		kind,
		at,
		facts: { stage: "finance", round },
	});

	it("counts what has fired since the stage opened, in this round", () => {
		const timeline = [
			happened("stage_opened", "2026-01-01T00:00:00.000Z"),
			happened("escalated", "2026-01-01T01:00:00.000Z"),
			happened("stage_opened", opened, 2),
			happened("reminded", opened, 2),
			{ kind: "reminded", at: opened, facts: { stage: "other", round: 2 } },
		];
		expect(stageClock(timeline, { name: "finance", round: 2, deadlineAt: "x" })).toEqual({
			openedAt: opened,
			deadlineAt: "x",
			reminded: 1,
			escalated: 0,
		});
	});

	it("is unknown where the timeline does not say when the stage opened", () => {
		expect(stageClock([], { name: "finance", round: 1, deadlineAt: "x" })).toBeNull();
	});
});
