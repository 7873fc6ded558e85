import { describe, expect, it } from "vitest";
import type { RequestRecord } from "../../policy/record.ts";
import { step } from "../../policy/step.ts";
import { directoryOf, freeze, HOUR, policyOf } from "./story.ts";

/** A record as it was kept before the language had pauses, working time and seats. */
const STORED: RequestRecord = freeze({
	requester: "req",
	submittedAt: 0,
	state: "open",
	version: 3,
	round: 1,
	stage: {
		index: 0,
		name: "s1",
		openedAt: 0,
		deadlineAt: 10 * HOUR,
		assignments: [
			{ key: "1/s1/ana", person: "ana", via: "user", groups: [], onBehalfOf: null, since: 0, endedAt: null },
			{
				key: "1/s1/bo",
				person: "bo",
				via: "group",
				groups: ["g"],
				onBehalfOf: null,
				since: 0,
				endedAt: null,
			},
			{
				key: "1/s1/cy",
				person: "cy",
				via: "escalation",
				groups: [],
				onBehalfOf: null,
				since: 0,
				endedAt: null,
			},
		],
		reminded: 1,
		escalated: 1,
		unsatisfiable: false,
		suffices: null,
	},
	shownSince: 1,
	decisions: [],
	closedStages: [],
	cause: null,
	closedAt: null,
	wakeAt: 4 * HOUR,
	lastEventAt: 3 * HOUR,
});

const sketch = {
	stages: [
		{
			approvers: ["ana", "@g"],
			need: 2,
			remind: { every: "2h", atMost: 3 },
			escalate: [
				{ after: "6h", to: ["di"], mode: "add" as const },
				{ after: "3h", to: ["cy"], mode: "add" as const },
			],
		},
	],
	groups: { g: ["bo"] },
};
const world = { policy: policyOf(sketch), context: {}, directory: directoryOf(sketch) };

describe("a record of the earlier shape", () => {
	it("goes on with its reminders, its ladder and its deadline", () => {
		const { trace, record } = step(STORED, { kind: "time" }, 11 * HOUR, world);
		expect(trace.filter(({ kind }) => kind !== "assigned").map(({ at, kind }) => [at / HOUR, kind])).toEqual([
			[4, "reminded"],
			[6, "reminded"],
			[6, "escalated"],
			[10, "stage_closed"],
			[10, "closed"],
		]);
		expect(record).toMatchObject({ state: "expired", cause: "deadline" });
	});

	it("can be asked about and answered", () => {
		const asked = step(STORED, { kind: "ask", by: "ana" }, 3.5 * HOUR, world);
		expect(asked.answer.accepted).toBe(true);
		const answered = step(asked.record, { kind: "answer", by: "req" }, 5.5 * HOUR, world);
		expect(answered.record).toMatchObject({
			state: "open",
			wakeAt: 6 * HOUR,
			stage: { deadlineAt: 12 * HOUR },
		});
	});

	it("is decided", () => {
		const one = step(
			STORED,
			{ kind: "decide", id: "1", by: "bo", verdict: "approve", hasComment: false },
			3.5 * HOUR,
			world,
		);
		expect(one.record.decisions).toMatchObject([{ by: "bo", groups: ["g"], onBehalfOf: null }]);
		const two = step(
			one.record,
			{ kind: "decide", id: "2", by: "cy", verdict: "approve", hasComment: false },
			3.6 * HOUR,
			world,
		);
		expect(two.record.state).toBe("approved");
	});
});
