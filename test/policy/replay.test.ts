import { describe, expect, it } from "vitest";
import type { Directory, PersonId } from "../../policy/directory.ts";
import type { Policy } from "../../policy/document.ts";
import { parsePolicy } from "../../policy/parse.ts";
import { type ActEvent, type PastAct, type PastRequest, type Replay, replay } from "../../policy/replay.ts";
import { simulate } from "../../policy/simulate.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-01-05T09:00:00Z");

const PEOPLE = ["req", "ana", "bo", "lee", "cfo"];
const GROUPS = { finance: ["ana", "bo"], leads: ["lee"] };

function directory(inactive: readonly PersonId[] = []): Directory {
	const person = (id: PersonId) => ({
		id,
		email: `${id}@example.com`,
		active: !inactive.includes(id),
		manager: null,
		admin: false,
	});
	return {
		people: Object.fromEntries(PEOPLE.map((id) => [id, person(id)])),
		groups: GROUPS,
		delegations: [],
	};
}

const FINANCE = {
	name: "finance",
	approvers: [{ group: "finance" }],
	need: 1,
	deadline: "1d",
	onDeadline: "cancel",
};

function documentOf(stages: object[], more: object = {}): Record<string, unknown> {
	return {
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Refund",
		context: {
			type: "object",
			required: ["amount"],
			properties: { amount: { type: "integer" } },
			additionalProperties: false,
		},
		stages,
		...more,
	};
}

function policyOf(stages: object[], more: object = {}): Policy {
	const parsed = parsePolicy(documentOf(stages, more));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
	return parsed.policy;
}

/** `hour` counts from the submission. */
function act(hour: number, event: ActEvent, shown?: PastAct["shown"]): PastAct {
	return { at: START + hour * HOUR, event, ...(shown !== undefined && { shown }) };
}

function decided(hour: number, by: PersonId, verdict: "approve" | "reject" = "approve"): PastAct {
	return act(hour, { kind: "decide", id: `d${hour}`, by, verdict, hasComment: false });
}

function past(acts: readonly PastAct[], more: Partial<PastRequest> = {}): PastRequest {
	return {
		requester: "req",
		submittedAt: START,
		context: { amount: 50 },
		shown: { title: "Refund order 1", summary: null },
		acts,
		...more,
	};
}

function run(stages: object[], request: PastRequest, people = directory()): Extract<Replay, { fits: true }> {
	const result = replay(request, policyOf(stages), people);
	if (!result.fits) throw new Error(JSON.stringify(result.errors));
	return result;
}

describe("replay", () => {
	it("gives the same outcome under the same policy, as the simulation of the same story does", () => {
		const stages = [
			{ ...FINANCE, need: 2, escalate: [{ after: "4h", to: [{ user: "cfo@example.com" }], mode: "add" }] },
		];
		const result = run(stages, past([decided(1, "ana"), decided(5, "cfo")]));
		expect(result).toEqual({
			fits: true,
			outcome: "approved",
			cause: "decided",
			closedAt: START + 5 * HOUR,
			asked: ["ana", "bo", "cfo"],
			escalations: 1,
			unsatisfiable: [],
			conditionFailed: [],
			refused: [],
			dropped: 0,
			ranOn: false,
		});
		const simulated = simulate({
			policy: documentOf(stages),
			directory: {
				users: PEOPLE.map((id) => ({ id, email: `${id}@example.com` })),
				groups: GROUPS,
			},
			request: { requester: "req", context: { amount: 50 }, submittedAt: new Date(START).toISOString() },
			events: [
				{ at: new Date(START + HOUR).toISOString(), decide: { by: "ana", verdict: "approve" } },
				{ at: new Date(START + 5 * HOUR).toISOString(), decide: { by: "cfo", verdict: "approve" } },
			],
		});
		expect(simulated).toMatchObject({
			ok: true,
			simulation: { outcome: result.outcome, closedAt: new Date(result.closedAt).toISOString() },
		});
	});

	it("counts a decision of somebody whom the draft does not ask as nothing, and runs on to the deadline", () => {
		const result = run([{ ...FINANCE, approvers: [{ group: "leads" }] }], past([decided(1, "ana")]));
		expect(result).toMatchObject({
			outcome: "expired",
			cause: "deadline",
			closedAt: START + 24 * HOUR,
			asked: ["lee"],
			refused: [{ at: START + HOUR, kind: "decide", by: "ana", code: "not_eligible" }],
			ranOn: true,
		});
	});

	it("drops what was done after the new outcome", () => {
		const sooner = run([FINANCE], past([decided(1, "ana"), decided(2, "bo")]));
		expect(sooner).toMatchObject({ outcome: "approved", closedAt: START + HOUR, dropped: 1, refused: [] });
		// Here a deadline ends it between two acts.
		const shorter = run([{ ...FINANCE, deadline: "2h", onDeadline: "reject" }], past([decided(3, "ana")]));
		expect(shorter).toMatchObject({
			outcome: "rejected",
			closedAt: START + 2 * HOUR,
			dropped: 1,
			refused: [],
			ranOn: false,
		});
	});

	it("runs on through every stage that its deadlines pass", () => {
		const passing = { ...FINANCE, onDeadline: "approve" };
		const result = run([passing, { ...passing, name: "again" }, { ...FINANCE, name: "last" }], past([]));
		expect(result).toMatchObject({ outcome: "expired", closedAt: START + 72 * HOUR, ranOn: true });
	});

	it("says which requests the draft would have approved with nobody asked", () => {
		const result = run([{ ...FINANCE, when: "context.amount > 1000" }], past([decided(1, "ana")]));
		expect(result).toMatchObject({
			outcome: "approved",
			cause: "automatic",
			closedAt: START,
			asked: [],
			dropped: 1,
			ranOn: false,
		});
	});

	it("says where a context no longer fits", () => {
		const policy = policyOf([FINANCE], {
			context: { type: "object", required: ["customer"], properties: { customer: { type: "string" } } },
		});
		expect(replay(past([decided(1, "ana")]), policy, directory())).toEqual({
			fits: false,
			errors: [{ path: "context.customer", message: "is required" }],
		});
	});

	it("says which stages nobody could have satisfied, and whose condition failed", () => {
		const stuck = run([{ ...FINANCE, approvers: [{ group: "nobody" }], onDeadline: "approve" }], past([]));
		expect(stuck).toMatchObject({ outcome: "expired", unsatisfiable: ["finance"], asked: [] });
		const failing = run([{ ...FINANCE, when: "1 / (context.amount - 50) > 0" }], past([decided(1, "ana")]));
		expect(failing).toMatchObject({ outcome: "approved", conditionFailed: ["finance"] });
	});

	it("follows questions, changes and another person's slot", () => {
		const acts = [
			act(1, { kind: "ask", by: "ana" }),
			act(20, { kind: "answer", by: "req" }),
			act(21, { kind: "sendBack", by: "bo" }),
			act(
				22,
				{ kind: "resubmit", by: "req", context: { amount: 2000 } },
				{ title: "Refund order 1, urgent", summary: null },
			),
			act(23, { kind: "reassign", by: "ana", from: "ana", to: "cfo" }),
			decided(40, "cfo"),
		];
		const stages = [FINANCE, { ...FINANCE, name: "leads", approvers: [{ group: "leads" }] }];
		const second = { ...stages[1], when: 'context.amount > 1000 && request.title.endsWith("urgent")' };
		const result = run([FINANCE, second], past([...acts, decided(41, "lee")]));
		expect(result).toMatchObject({
			outcome: "approved",
			closedAt: START + 41 * HOUR,
			asked: ["ana", "bo", "cfo", "lee"],
			refused: [],
			dropped: 0,
		});
		// Under a draft that asks others, nobody asks or sends back: then there is nothing to answer or resubmit.
		const others = run([{ ...FINANCE, approvers: [{ group: "leads" }], deadline: "3d" }], past(acts));
		expect(others.refused.map(({ kind }) => kind)).toEqual([
			"ask",
			"answer",
			"sendBack",
			"resubmit",
			"reassign",
			"decide",
		]);
		expect(others).toMatchObject({ outcome: "expired", closedAt: START + 72 * HOUR, ranOn: true });
	});

	it("refuses a resubmission that does not fit, which then never came", () => {
		const acts = [
			act(1, { kind: "sendBack", by: "ana" }),
			act(2, { kind: "resubmit", by: "req", context: { amount: "much" } }),
			decided(3, "ana"),
		];
		const result = run([FINANCE], past(acts));
		expect(result.refused.map(({ kind, code }) => [kind, code])).toEqual([
			["resubmit", "invalid"],
			["decide", "paused"],
		]);
		expect(result).toMatchObject({ outcome: "expired", cause: "pause_deadline", ranOn: true });
	});

	it("lets those who have left do what they did", () => {
		const people = directory(["ana", "req"]);
		expect(run([FINANCE], past([decided(1, "ana")]), people)).toMatchObject({ outcome: "approved" });
		const cancelled = past([act(2, { kind: "cancel", by: "req" })]);
		expect(run([FINANCE], cancelled, people)).toMatchObject({
			outcome: "cancelled",
			closedAt: START + 2 * HOUR,
		});
		expect(people.people.ana?.active).toBe(false);
	});

	it("holds whoever submitted for somebody else to what the draft says of requesters", () => {
		const request = past([decided(1, "ana"), decided(2, "bo")], { submitter: "ana" });
		expect(run([FINANCE], request)).toMatchObject({
			outcome: "approved",
			closedAt: START + 2 * HOUR,
			refused: [{ by: "ana", code: "own_request" }],
		});
	});
});
