import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../policy/parse.ts";

const stage = (changes: object = {}) => ({
	name: "finance",
	approvers: [{ group: "finance" }],
	need: 1,
	deadline: "3d",
	onDeadline: "cancel",
	...changes,
});

const policy = (changes: object = {}) => ({
	apiVersion: "countersign/v1",
	name: "refund",
	title: "Customer refund",
	context: { type: "object" },
	stages: [stage()],
	...changes,
});

const without = (object: Record<string, unknown>, field: string) =>
	Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));

function errorsOf(document: unknown): Record<string, string> {
	const parsed = parsePolicy(document);
	return parsed.ok ? {} : Object.fromEntries(parsed.errors.map(({ path, message }) => [path, message]));
}

describe("a valid policy", () => {
	it("is read from YAML, with every default filled in", () => {
		const text = `
apiVersion: countersign/v1
name: refund                    # a comment
title: Customer refund
context:
  type: object
  required: [amount]
  properties: { amount: { type: integer }, customer: { type: string, x-pii: true, format: email } }
stages:
  - name: finance
    approvers: [ { group: finance }, { user: CFO@Example.com } ]
    need: 2
    deadline: 3d
    onDeadline: cancel
show: [amount, customer]
actions: []
revokeAfter: null
`;
		const parsed = parsePolicy(text);
		expect(parsed).toMatchObject({
			ok: true,
			policy: {
				apiVersion: "countersign/v1",
				name: "refund",
				title: "Customer refund",
				context: { type: "object", required: ["amount"] },
				risk: "normal",
				separation: { requesterMayDecide: false, oncePerRequest: false },
				stages: [
					{
						name: "finance",
						approvers: [{ group: "finance" }, { user: "cfo@example.com" }],
						need: 2,
						rejectAt: 1,
						remind: null,
						escalate: [],
						deadline: "3d",
						onDeadline: "cancel",
					},
				],
				show: ["amount", "customer"],
			},
		});
	});

	it("is read from JSON, indented by tabs or not, and from data, all the same", () => {
		const document = policy({
			risk: "high",
			separation: { requesterMayDecide: true, oncePerRequest: false },
			stages: [
				stage({
					need: "all",
					rejectAt: 2,
					remind: { every: "4h", atMost: 3 },
					escalate: [
						{ after: "1d", to: [{ group: "leads" }], mode: "add" },
						{ after: "36h", to: [{ user: "cfo@example.com" }], mode: "replace", need: 1 },
					],
					requireComment: "never",
					repeatEscalation: 0,
					onUndeliverable: "escalate",
				}),
			],
		});
		const parsed = parsePolicy(document);
		expect(parsed).toMatchObject({
			ok: true,
			policy: { risk: "high", separation: { requesterMayDecide: true } },
		});
		expect(parsePolicy(JSON.stringify(document))).toEqual(parsed);
		expect(parsePolicy(JSON.stringify(document, null, "\t"))).toEqual(parsed);
	});

	it("reads to the same when it is parsed again", () => {
		const once = parsePolicy(policy({ stages: [stage({ remind: { every: "1d" } })] }));
		if (!once.ok) throw new Error("not valid");
		expect(once.policy.stages[0]?.remind).toEqual({ every: "1d", atMost: 2 });
		const again = policy({ stages: [stage({ remind: { every: "1d", atMost: 2 } })] });
		expect(parsePolicy(again)).toEqual(once);
	});
});

describe("errors name the full path of the field at fault and what to write", () => {
	it.each([
		["apiVersion", without(policy(), "apiVersion"), "is required: write countersign/v1"],
		["apiVersion", policy({ apiVersion: "v2" }), "must be countersign/v1"],
		["name", without(policy(), "name"), "is required: write a name such as"],
		["name", policy({ name: "Refund!" }), "lower-case letters"],
		["name", policy({ name: "a".repeat(65) }), "1 to 64"],
		["title", without(policy(), "title"), "is required"],
		["title", policy({ title: " " }), "1 to 300 characters"],
		["context", without(policy(), "context"), "is required: write a JSON Schema"],
		["context.type", policy({ context: { type: "array" } }), "must be object"],
		["stages", without(policy(), "stages"), "is required: write at least one stage"],
		["stages", policy({ stages: [] }), "at least one stage, not an empty list"],
		["stages", policy({ stages: Array(1_000).fill(stage()) }), "at most 50 stages, not 1000"],
		["stages[0]", policy({ stages: ["finance"] }), "must be an object with name, approvers"],
		["stages[0].name", policy({ stages: [without(stage(), "name")] }), "is required"],
		["stages[1].name", policy({ stages: [stage(), stage()] }), "is the name of an earlier stage too"],
		[
			"stages[0].approvers",
			policy({ stages: [without(stage(), "approvers")] }),
			"is required: write whom to ask",
		],
		["stages[0].approvers", policy({ stages: [stage({ approvers: [] })] }), "at least one"],
		[
			"stages[0].approvers",
			policy({ stages: [stage({ approvers: Array(51).fill({ group: "a" }) })] }),
			"at most 50, not 51: use a group",
		],
		["stages[0].approvers[0]", policy({ stages: [stage({ approvers: [{}] })] }), "must name one source"],
		[
			"stages[0].approvers[0]",
			policy({ stages: [stage({ approvers: [{ user: "a@b.c", group: "x" }] })] }),
			"one source",
		],
		[
			"stages[0].approvers[0].user",
			policy({ stages: [stage({ approvers: [{ user: "ana" }] })] }),
			"e-mail address",
		],
		[
			"stages[0].approvers[0].group",
			policy({ stages: [stage({ approvers: [{ group: 7 }] })] }),
			"name of a group",
		],
		["stages[0].need", policy({ stages: [without(stage(), "need")] }), "is required"],
		["stages[0].need", policy({ stages: [stage({ need: 0 })] }), "whole number from 1"],
		["stages[0].need", policy({ stages: [stage({ need: 1.5 })] }), "whole number from 1"],
		[
			"stages[0].need",
			policy({ stages: [stage({ need: "some" })] }),
			'write a number such as 1, "all", a share such as "50%"',
		],
		["stages[0].need", policy({ stages: [stage({ need: "0%" })] }), "more than 0%"],
		["stages[0].need", policy({ stages: [stage({ need: "101%" })] }), "at most 100%"],
		[
			"stages[0].need.legal",
			policy({ stages: [stage({ need: { legal: 1 } })] }),
			"is not a group among the approvers",
		],
		["stages[0].need.finance", policy({ stages: [stage({ need: { finance: 0 } })] }), "whole number from 1"],
		["stages[0].rejectAt", policy({ stages: [stage({ rejectAt: 0 })] }), "whole number from 1"],
		["stages[0].remind.every", policy({ stages: [stage({ remind: { atMost: 1 } })] }), "is required"],
		[
			"stages[0].remind.every",
			policy({ stages: [stage({ remind: { every: "3d", atMost: 1 } })] }),
			"shorter than the",
		],
		[
			"stages[0].remind.every",
			policy({ stages: [stage({ remind: { every: "0h", atMost: 1 } })] }),
			"longer than zero",
		],
		[
			"stages[0].remind.atMost",
			policy({ stages: [stage({ remind: { every: "1s" } })] }),
			"would remind 259199 times",
		],
		[
			"stages[0].remind.atMost",
			policy({ stages: [stage({ remind: { every: "1h", atMost: -1 } })] }),
			"whole number",
		],
		[
			"stages[0].escalate[0].after",
			policy({ stages: [stage({ escalate: [{ to: [{ group: "l" }] }] })] }),
			"is required",
		],
		[
			"stages[0].escalate[0].after",
			policy({ stages: [stage({ escalate: [{ after: "72h", to: [{ group: "l" }], mode: "add" }] })] }),
			"must be shorter than the stage's deadline (3d)",
		],
		["stages[0].escalate[0].to", policy({ stages: [stage({ escalate: [{ after: "1h" }] })] }), "is required"],
		[
			"stages[0].escalate[0].mode",
			policy({ stages: [stage({ escalate: [{ after: "1h", to: [{ group: "l" }], mode: "swap" }] })] }),
			"must be add or replace",
		],
		[
			"stages[0].escalate[0].need",
			policy({ stages: [stage({ escalate: [{ after: "1h", to: [{ group: "l" }], need: 0 }] })] }),
			"whole number from 1",
		],
		[
			"stages[0].deadline",
			policy({ stages: [without(stage(), "deadline")] }),
			"is required: write a duration such as 3d; a stage without a deadline would wait for ever",
		],
		[
			"stages[1].deadline",
			policy({ stages: [stage(), stage({ name: "b", deadline: "-3d" })] }),
			"longer than zero",
		],
		["stages[0].deadline", policy({ stages: [stage({ deadline: 3 })] }), "must be a duration such as"],
		[
			"stages[0].onDeadline",
			policy({ stages: [without(stage(), "onDeadline")] }),
			"is required: write cancel, reject or",
		],
		[
			"stages[0].onDeadline",
			policy({ stages: [stage({ onDeadline: "wait" })] }),
			"write cancel, reject or approve",
		],
		["risk", policy({ risk: "extreme" }), "must be low, normal or high"],
		["separation", policy({ separation: true }), "must be an object"],
		[
			"separation.requesterMayDecide",
			policy({ separation: { requesterMayDecide: "no" } }),
			"must be true or false",
		],
		["show", policy({ show: "amount" }), "must be a list"],
		["show[1]", policy({ show: ["amount", 7] }), "must be the name of a field"],
		[
			"show[0]",
			policy({ show: ["amont"], context: { type: "object", properties: { amount: {} } } }),
			"is not among",
		],
	])("%s", (path, document, message) => {
		const errors = errorsOf(document);
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain(message);
	});

	it("tells all of them at once", () => {
		expect(Object.keys(errorsOf({ name: "X", stages: [{ deadline: "soon" }, {}] }))).toEqual([
			"apiVersion",
			"name",
			"title",
			"context",
			"stages[0].deadline",
			"stages[0].approvers",
			"stages[0].name",
			"stages[0].need",
			"stages[0].onDeadline",
			"stages[1].deadline",
			"stages[1].approvers",
			"stages[1].name",
			"stages[1].need",
			"stages[1].onDeadline",
		]);
	});
});

describe("unknown fields are errors, and name the nearest known one", () => {
	it.each([
		["stagez", policy({ stagez: [] }), "is not a known field: did you mean stages?"],
		["stages[0].dedline", policy({ stages: [stage({ dedline: "3d" })] }), "did you mean deadline?"],
		["stages[0].ondeadline", policy({ stages: [stage({ ondeadline: "3d" })] }), "did you mean onDeadline?"],
		["stages[0].colour", policy({ stages: [stage({ colour: "red" })] }), "known here: name, when, approvers"],
		[
			"stages[0].approvers[0].groop",
			policy({ stages: [stage({ approvers: [{ groop: "x" }] })] }),
			"did you mean group?",
		],
		[
			"stages[0].remind.each",
			policy({ stages: [stage({ remind: { every: "1h", atMost: 1, each: 1 } })] }),
			"every",
		],
		[
			"separation.requesterMayDecid",
			policy({ separation: { requesterMayDecid: true } }),
			"requesterMayDecide?",
		],
	])("%s", (path, document, message) => {
		const errors = errorsOf(document);
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain(message);
	});
});

describe("what is not supported yet is refused by name", () => {
	it.each([
		["actions", policy({ actions: [{ name: "pay", do: "x" }] })],
		["revokeAfter", policy({ revokeAfter: "3d" })],
	])("%s", (path, document) => {
		const errors = errorsOf(document);
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain("is not supported yet");
	});
});

describe("the whole language", () => {
	it("reads the contract's example", () => {
		const text = `
apiVersion: countersign/v1
name: refund
title: Customer refund
context:
  type: object
  required: [amount]
  properties: { amount: { type: integer }, customer: { type: string, x-pii: true } }
risk: normal
calendar: london
separation: { requesterMayDecide: false, oncePerRequest: true }
stages:
  - name: manager
    when: "context.amount > 10000"
    approvers: [ { manager: 1 } ]
    need: 1
    deadline: 8wh
    onDeadline: reject
  - name: finance
    approvers: [ { group: finance }, { user: cfo@example.com }, { group: legal }, { oncall: treasury } ]
    need: { finance: 2, legal: 1 }
    rejectAt: 1
    remind: { every: 4h, atMost: 3 }
    escalate:
      - { after: 1d, to: [ { group: finance-leads } ], mode: add, need: "50%" }
      - { after: 36h, to: [ { user: cfo@example.com } ], mode: replace }
    repeatEscalation: 1
    deadline: 3d
    onDeadline: cancel
    requireComment: reject
    onUndeliverable: ignore
actions: []
revokeAfter: null
show: [amount, customer]
retain: 2y
`;
		const parsed = parsePolicy(text);
		expect(parsed).toMatchObject({
			ok: true,
			policy: {
				calendar: "london",
				retain: "2y",
				separation: { oncePerRequest: true },
				stages: [
					{
						when: "context.amount > 10000",
						approvers: [{ manager: 1 }],
						requireComment: "never",
						repeatEscalation: 0,
						onUndeliverable: "escalate",
					},
					{
						when: null,
						approvers: [
							{ group: "finance" },
							{ user: "cfo@example.com" },
							{ group: "legal" },
							{ oncall: "treasury" },
						],
						need: { finance: 2, legal: 1 },
						escalate: [{ need: "50%" }, {}],
						repeatEscalation: 1,
						requireComment: "reject",
						onUndeliverable: "ignore",
					},
				],
			},
		});
		if (parsed.ok) expect(parsePolicy(parsed.policy)).toEqual(parsed);
	});

	it.each([
		["calendar", { stages: [stage({ deadline: "8wh" })] }, "is required: write the name of the calendar"],
		["calendar", { stages: [stage({ remind: { every: "1wd", atMost: 1 } })] }, "that 1wd is counted in"],
		["calendar", { stages: [stage({ escalate: [{ after: "4wh", to: [{ group: "g" }] }] })] }, "is required"],
		["calendar", { calendar: 7 }, "must be the name of a calendar"],
		["retain", { retain: "2 years" }, "must be a time such as"],
		["actions", { actions: [{ name: "a", do: "b" }] }, "is not supported yet"],
		["revokeAfter", { revokeAfter: "1d" }, "is not supported yet"],
		["stages[0].when", { stages: [stage({ when: "context.amount >" })] }, "is not valid CEL"],
		["stages[0].when", { stages: [stage({ when: "amount > 1" })] }, "Unknown variable: amount"],
		["stages[0].when", { stages: [stage({ when: true })] }, "must be a condition"],
		["stages[0].approvers[0].manager", { stages: [stage({ approvers: [{ manager: 0 }] })] }, "from 1 to 20"],
		[
			"stages[0].approvers[0].manager",
			{ stages: [stage({ approvers: [{ manager: "me" }] })] },
			"from 1 to 20",
		],
		[
			"stages[0].approvers[0].oncall",
			{ stages: [stage({ approvers: [{ oncall: "" }] })] },
			"the name of a rota",
		],
		["stages[0].need", { stages: [stage({ need: "0%" })] }, "more than 0%"],
		["stages[0].need", { stages: [stage({ need: "101%" })] }, "at most 100%"],
		["stages[0].need", { stages: [stage({ need: {} })] }, "at least one group"],
		["stages[0].need.finanse", { stages: [stage({ need: { finanse: 1 } })] }, "did you mean finance?"],
		["stages[0].need.finance", { stages: [stage({ need: { finance: 0 } })] }, "from 1 to"],
		["stages[0].requireComment", { stages: [stage({ requireComment: "yes" })] }, "never, reject or always"],
		["stages[0].repeatEscalation", { stages: [stage({ repeatEscalation: -1 })] }, "from 0 to 50"],
		["stages[0].onUndeliverable", { stages: [stage({ onUndeliverable: "wait" })] }, "escalate or ignore"],
		["stages[0].deadline", { calendar: "c", stages: [stage({ deadline: "0wd" })] }, "longer than zero"],
		[
			"stages[0].escalate[0].after",
			{
				calendar: "c",
				stages: [stage({ deadline: "2wd", escalate: [{ after: "2wd", to: [{ group: "g" }] }] })],
			},
			"must be shorter than the stage's deadline (2wd)",
		],
		[
			"stages[0].escalate[0].after",
			{
				calendar: "c",
				stages: [stage({ deadline: "8h", escalate: [{ after: "8wh", to: [{ group: "g" }] }] })],
			},
			"must be shorter than the stage's deadline (8h)",
		],
		[
			"stages[0].remind.every",
			{ calendar: "c", stages: [stage({ deadline: "8wh", remind: { every: "9wh" } })] },
			"must be shorter",
		],
		[
			"stages[0].remind.atMost",
			{ calendar: "c", stages: [stage({ deadline: "8wh", remind: { every: "2h" } })] },
			"is required: write how often",
		],
	])("%s", (path, changes, message) => {
		const errors = errorsOf(policy(changes));
		expect(Object.keys(errors)).toEqual([path]);
		expect(errors[path]).toContain(message);
	});

	it("counts the reminders that fit where the units are one", () => {
		const remind = (every: string, deadline: string) => {
			const parsed = parsePolicy(policy({ calendar: "c", stages: [stage({ deadline, remind: { every } })] }));
			return parsed.ok && parsed.policy.stages[0]?.remind?.atMost;
		};
		expect([remind("2wh", "8wh"), remind("1wd", "3wd"), remind("1d", "3d")]).toEqual([3, 2, 2]);
	});
});

describe("a document that is not one", () => {
	it.each([
		["nothing", "", "a policy is an object"],
		["a list", "[]", "a policy is an object"],
		["a function", { name: () => "x" }, "which is not JSON"],
		["a date", { name: new Date(0) }, "not plain JSON"],
		["not a number", { name: Number.NaN }, "not finite"],
		["broken YAML", "name: [", "is not valid YAML at line 1"],
		["a custom tag", "name: !!js/function x", "Unresolved tag"],
		["two documents", "a: 1\n---\nb: 1\n", "multiple documents"],
		["10 MB", "a".repeat(10_000_000), "at most 256 KiB"],
		["too many bytes of UTF-8", `title: ${"é".repeat(140_000)}`, "at most 256 KiB"],
		["10 MB of data", { title: "a".repeat(10_000_000) }, "at most 256 KiB"],
		["brackets", "[".repeat(200_000), "nested too deep"],
		["brackets that close", `${"[".repeat(40)}${"]".repeat(40)}`, "nested too deep"],
		["dashes", "- ".repeat(300), "nested too deep"],
		["question marks", "? ".repeat(60_000), "nested too deep"],
		[
			"growing indentation",
			Array.from({ length: 500 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
			"nested too deep",
		],
		["an alias inside itself", "a: &a [*a]", "nested too deep"],
		["very many values", "- a\n".repeat(60_000), "at most 20000 values"],
		["very many keys", Array.from({ length: 30_000 }, (_, i) => `a${i}:`).join("\n"), "at most 20000 values"],
		["__proto__", '{"__proto__": {"name": "x"}}', '"__proto__"'],
	])("%s", (_, document, message) => {
		expect(errorsOf(document)).toEqual({ "": expect.stringContaining(message) });
	});

	it("aliases that blow up", () => {
		const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
		for (let i = 1; i < 12; i++)
			lines.push(
				`a${i}: &a${i} [${Array(9)
					.fill(`*a${i - 1}`)
					.join(", ")}]`,
			);
		expect(errorsOf(lines.join("\n"))).toEqual({ "": expect.stringContaining("Excessive alias count") });
	});

	it("equal keys, with their path", () => {
		expect(errorsOf("stages:\n  - name: a\n    need: 1\n    name: b\n")).toEqual({
			"stages[0].name": "stands twice (again at line 4): write it once",
		});
		expect(errorsOf('{"name":"a","name":"b"}')).toEqual({
			name: "stands twice (again at line 1): write it once",
		});
	});
});
