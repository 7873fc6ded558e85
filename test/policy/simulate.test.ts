import { describe, expect, it } from "vitest";
import { simulate } from "../../policy/simulate.ts";

const scenario = (changes: object = {}) => ({
	policy: {
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Customer refund",
		context: { type: "object", required: ["amount"], properties: { amount: { type: "integer" } } },
		stages: [
			{
				name: "finance",
				approvers: [{ group: "finance" }, { user: "cfo@example.com" }],
				need: 2,
				remind: { every: "1d", atMost: 1 },
				escalate: [{ after: "2d", to: [{ user: "Di@example.com" }], mode: "add" }],
				deadline: "3d",
				onDeadline: "cancel",
			},
		],
	},
	directory: {
		users: [
			{ id: "ana", email: "ana@example.com", manager: "bo", active: true },
			{ id: "cy", email: "cy@example.com" },
			{ id: "cfo", email: "CFO@example.com" },
			{ id: "di", email: "di@example.com", admin: true },
		],
		groups: { finance: ["ana", "cy"] },
	},
	request: { requester: "req", context: { amount: 20_000 }, submittedAt: "2026-01-05T09:00:00Z" },
	events: [],
	...changes,
});

function errorsOf(document: unknown): Record<string, string> {
	const result = simulate(document);
	return result.ok ? {} : Object.fromEntries(result.errors.map(({ path, message }) => [path, message]));
}

describe("simulate", () => {
	it("answers in the contract's shape", () => {
		const result = simulate(
			scenario({
				events: [
					{ at: "2026-01-05T10:00:00Z", decide: { by: "ana", verdict: "approve", comment: "ok" } },
					{ at: "2026-01-05T11:00:00+01:00", decide: { by: "ana", verdict: "reject" } },
					{ at: "2026-01-05T12:00:00Z", directory: { deactivate: ["cy"] } },
					{ at: "2026-01-06T12:00:00Z" },
					{ at: "2026-01-07T10:00:00Z", decide: { by: "di", verdict: "approve" } },
					{ at: "2026-01-07T11:00:00Z", cancel: { by: "req" } },
				],
			}),
		);
		expect(result).toEqual({
			ok: true,
			simulation: {
				outcome: "approved",
				closedAt: "2026-01-07T10:00:00.000Z",
				stage: null,
				wakeAt: null,
				events: [
					{ at: "2026-01-05T10:00:00.000Z", accepted: true },
					{ at: "2026-01-05T10:00:00.000Z", accepted: false, code: "already_decided" },
					{ at: "2026-01-05T12:00:00.000Z", accepted: true },
					{ at: "2026-01-06T12:00:00.000Z", accepted: true },
					{ at: "2026-01-07T10:00:00.000Z", accepted: true },
					{ at: "2026-01-07T11:00:00.000Z", accepted: false, code: "closed" },
				],
				trace: [
					{ at: "2026-01-05T09:00:00.000Z", kind: "submitted", by: "req" },
					{
						at: "2026-01-05T09:00:00.000Z",
						kind: "stage_opened",
						stage: "finance",
						round: 1,
						assigned: ["ana", "cy", "cfo"],
					},
					{
						at: "2026-01-05T10:00:00.000Z",
						kind: "decided",
						stage: "finance",
						round: 1,
						by: "ana",
						verdict: "approve",
					},
					{
						at: "2026-01-05T10:00:00.000Z",
						kind: "refused",
						stage: "finance",
						round: 1,
						by: "ana",
						verdict: "reject",
						code: "already_decided",
					},
					{ at: "2026-01-05T12:00:00.000Z", kind: "unassigned", stage: "finance", round: 1, to: ["cy"] },
					{
						at: "2026-01-06T09:00:00.000Z",
						kind: "reminded",
						stage: "finance",
						round: 1,
						number: 1,
						to: ["cfo"],
					},
					{
						at: "2026-01-07T09:00:00.000Z",
						kind: "escalated",
						stage: "finance",
						round: 1,
						number: 1,
						mode: "add",
						to: ["di"],
					},
					{
						at: "2026-01-07T10:00:00.000Z",
						kind: "decided",
						stage: "finance",
						round: 1,
						by: "di",
						verdict: "approve",
					},
					{
						at: "2026-01-07T10:00:00.000Z",
						kind: "stage_closed",
						stage: "finance",
						round: 1,
						result: "passed",
						cause: "decided",
					},
					{ at: "2026-01-07T10:00:00.000Z", kind: "closed", outcome: "approved", cause: "decided" },
					{ at: "2026-01-07T11:00:00.000Z", kind: "refused", by: "req", code: "closed" },
				],
			},
		});
	});

	it("leaves a request open where the timeline ends, with what is next", () => {
		expect(simulate(scenario())).toMatchObject({
			simulation: {
				outcome: null,
				closedAt: null,
				stage: "finance",
				wakeAt: "2026-01-06T09:00:00.000Z",
				events: [],
			},
		});
	});

	it("runs what is due when somebody leaves with the people as they were until then", () => {
		const result = simulate(
			scenario({ events: [{ at: "2026-01-07T09:00:00Z", directory: { deactivate: ["di", "ana", "cy"] } }] }),
		);
		expect(result.ok && result.simulation.trace.slice(-3)).toMatchObject([
			{ kind: "escalated", to: ["di"] },
			{ kind: "unassigned", to: ["ana", "cy", "di"] },
			{ kind: "unsatisfiable" },
		]);
	});

	it("is stable: the same document, the same answer", () => {
		expect(simulate(scenario())).toEqual(simulate(JSON.parse(JSON.stringify(scenario()))));
	});
});

describe("every kind of event", () => {
	const at = (time: string) => `2026-01-05T${time}:00Z`;
	const whole = (events: object[]) => ({
		policy: {
			apiVersion: "countersign/v1",
			name: "purchase",
			title: "Purchase",
			context: { type: "object", required: ["amount"], properties: { amount: { type: "integer" } } },
			calendar: "london",
			stages: [
				{
					name: "manager",
					when: "context.amount > 100",
					approvers: [{ manager: 1 }],
					need: 1,
					deadline: "6wh",
					onDeadline: "reject",
				},
				{
					name: "duty",
					approvers: [{ oncall: "ops" }],
					need: "50%",
					deadline: "2wd",
					onDeadline: "cancel",
					requireComment: "always",
				},
			],
		},
		directory: {
			users: [
				{ id: "req", email: "req@example.com", manager: "ana" },
				{ id: "ana", email: "ana@example.com" },
				{ id: "bo", email: "bo@example.com" },
				{ id: "cy", email: "cy@example.com" },
				{ id: "adm", email: "adm@example.com", admin: true },
			],
			delegations: [{ from: "ana", to: "bo", start: at("10:00"), end: at("20:00") }],
			calendars: [
				{
					name: "london",
					timeZone: "Europe/London",
					hours: { mon: [["09:00", "17:00"]], tue: [["09:00", "12:00"]] },
				},
			],
			rotas: [
				{
					name: "ops",
					timeZone: "Europe/London",
					start: "2026-01-05",
					handOver: "16:00",
					shiftLength: "1d",
					people: ["cy", "ana"],
				},
			],
		},
		request: { requester: "req", context: { amount: 500 }, submittedAt: at("09:00") },
		events,
	});

	it("is told in order", () => {
		const result = simulate(
			whole([
				{ at: at("09:30"), ask: { by: "ana", comment: "Which cost centre?" } },
				{ at: at("09:30"), decide: { by: "ana", verdict: "approve" } },
				{ at: at("10:30"), answer: { comment: "Ours." } },
				{ at: at("11:00"), sendBack: { by: "bo", comment: "Please split it." } },
				{ at: at("11:30"), resubmit: { context: { amount: "none" } } },
				{ at: at("12:00"), resubmit: { context: { amount: 400 } } },
				{ at: at("13:00"), decide: { by: "bo", verdict: "approve", comment: "For Ana." } },
				{ at: at("13:30"), decide: { by: "ana", verdict: "reject" } },
				{ at: at("16:30"), reassign: { by: "adm", from: "cy", to: "bo", comment: "Cy is ill." } },
				{ at: at("16:45"), directory: { activate: ["cy"], managers: { req: "cy" } } },
				{ at: at("17:00") },
				{ at: "2026-01-06T10:00:00Z", decide: { by: "bo", verdict: "approve" } },
				{ at: "2026-01-06T11:00:00Z", decide: { by: "bo", verdict: "approve", comment: "Fine." } },
				{ at: "2026-01-06T12:00:00Z", cancel: { by: "req" } },
			]),
		);
		if (!result.ok) throw new Error(JSON.stringify(result.errors));
		const { simulation } = result;
		expect(simulation.events.map((row) => (row.accepted ? "ok" : row.code))).toEqual([
			...["ok", "paused", "ok", "ok", "invalid", "ok", "ok", "already_decided", "ok", "ok", "ok"],
			...["comment_required", "ok", "closed"],
		]);
		expect(
			simulation.trace.map(({ at: instant, kind, by, assigned, to, code, result: end, outcome }) =>
				[instant.slice(8, 16), kind, by, (assigned ?? to)?.join("+"), code ?? end ?? outcome]
					.filter((part) => part !== undefined && part !== "")
					.join(" "),
			),
		).toEqual([
			"05T09:00 submitted req",
			"05T09:00 stage_opened ana",
			"05T09:30 asked ana req",
			"05T09:30 refused ana paused",
			"05T10:30 answered req",
			"05T10:30 assigned bo",
			"05T11:00 sent_back bo req",
			"05T11:30 refused req invalid",
			"05T12:00 resubmitted req",
			"05T12:00 stage_opened ana+bo",
			"05T13:00 decided bo",
			"05T13:00 stage_closed passed",
			"05T13:00 stage_opened",
			"05T13:00 unsatisfiable",
			"05T13:30 refused ana already_decided",
			"05T16:00 assigned cy",
			"05T16:30 reassigned adm bo",
			"06T10:00 refused bo comment_required",
			"06T11:00 decided bo",
			"06T11:00 stage_closed passed",
			"06T11:00 closed approved",
			"06T12:00 refused req closed",
		]);
		expect(simulation).toMatchObject({ outcome: "approved", stage: null, wakeAt: null });
	});

	it("skips, counts working time, hands over and wakes as the calendar and the rota say", () => {
		const small = whole([{ at: at("15:00") }]);
		small.request.context.amount = 50;
		const result = simulate(small);
		expect(result).toMatchObject({
			ok: true,
			simulation: {
				outcome: null,
				stage: "duty",
				wakeAt: "2026-01-05T16:00:00.000Z",
				trace: [
					{ kind: "submitted" },
					{ kind: "stage_skipped", stage: "manager" },
					{ kind: "stage_opened", stage: "duty", assigned: [] },
					{ kind: "unsatisfiable" },
				],
			},
		});
		const later = simulate({ ...small, events: [{ at: "2026-01-12T09:00:00Z" }] });
		// Two working days from Monday 09:00 are Tuesday and the next Monday.
		expect(later).toMatchObject({
			ok: true,
			simulation: { outcome: "expired", closedAt: "2026-01-12T09:00:00.000Z" },
		});
	});
});

describe("a scenario that is not valid", () => {
	it("names the policy's fields by their paths in the policy", () => {
		const { policy } = scenario();
		const [stage] = policy.stages;
		const { deadline: _, ...endless } = stage ?? { deadline: "" };
		expect(errorsOf(scenario({ policy: { ...policy, stages: [endless] } }))).toEqual({
			"stages[0].deadline": expect.stringContaining("is required"),
		});
	});

	it.each([
		["", [], "a simulation is an object"],
		["policy", scenario({ policy: undefined }), "is required"],
		["polizy", scenario({ polizy: {} }), "did you mean policy?"],
		["directory", scenario({ directory: undefined }), "is required"],
		[
			"directory.groups.finance[0]",
			scenario({ directory: { users: [], groups: { finance: ["ana"] } } }),
			"not the id",
		],
		["directory.users[1].id", scenario({ directory: { users: [{ id: "a" }, { id: "a" }] } }), "stands twice"],
		[
			"directory.delegations[0]",
			scenario({ directory: { users: [], delegations: ["ana"] } }),
			"must be an object with from, to, start and end",
		],
		[
			"directory.calendars[0].hours",
			scenario({ directory: { users: [], calendars: [{ name: "london", timeZone: "Europe/London" }] } }),
			"is required",
		],
		["calendar", scenario({ policy: { ...scenario().policy, calendar: "mars" } }), "is not among"],
		["request", scenario({ request: undefined }), "is required"],
		[
			"request.context.amount",
			scenario({ request: { requester: "r", context: {}, submittedAt: "2026-01-05T09:00:00Z" } }),
			"is required",
		],
		[
			"request.submittedAt",
			scenario({ request: { requester: "r", context: { amount: 1 }, submittedAt: "today" } }),
			"write an instant",
		],
		["events[0].at", scenario({ events: [{}] }), "is required: write an instant"],
		["events[0].at", scenario({ events: [{ at: "2026-01-05T08:00:00Z" }] }), "must not be earlier"],
		["events[0].at", scenario({ events: [{ at: "2026-01-05T08:00:00" }] }), "write an instant"],
		[
			"events[0].decide.by",
			scenario({ events: [{ at: "2026-01-05T09:00:00Z", decide: { verdict: "approve" } }] }),
			"is required",
		],
		[
			"events[0].decide.verdict",
			scenario({ events: [{ at: "2026-01-05T09:00:00Z", decide: { by: "ana" } }] }),
			"approve or reject",
		],
		[
			"events[0].ask.by",
			scenario({ events: [{ at: "2026-01-05T09:00:00Z", ask: { comment: "why?" } }] }),
			"is required",
		],
		[
			"events[0].dicide",
			scenario({ events: [{ at: "2026-01-05T09:00:00Z", dicide: {} }] }),
			"did you mean decide?",
		],
		[
			"events[0]",
			scenario({
				events: [
					{ at: "2026-01-05T09:00:00Z", decide: { by: "ana", verdict: "approve" }, cancel: { by: "req" } },
				],
			}),
			"must be one event",
		],
		[
			"events[0].directory.deactivate[0]",
			scenario({ events: [{ at: "2026-01-05T09:00:00Z", directory: { deactivate: ["zo"] } }] }),
			"not the id",
		],
	])("%s", (path, document, message) => {
		const errors = errorsOf(document);
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain(message);
	});
});
