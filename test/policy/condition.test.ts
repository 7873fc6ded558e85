import { describe, expect, it } from "vitest";
import { conditionProblem, evaluateCondition } from "../../policy/condition.ts";
import { step } from "../../policy/step.ts";
import { directoryOf, policyOf, Story } from "./story.ts";

const SCHEMA = {
	type: "object",
	additionalProperties: false,
	properties: {
		amount: { type: "integer" },
		rate: { type: "number" },
		country: { type: "string" },
		items: { type: "array", items: { type: "object", properties: { price: { type: "number" } } } },
		ship: { $ref: "#/$defs/address" },
		any: {},
	},
	$defs: {
		address: { type: "object", additionalProperties: false, properties: { city: { type: "string" } } },
	},
};

const world = (context: unknown) => {
	const sketch = {
		stages: [{ approvers: ["ana"] }],
		groups: { leads: ["req"], finance: ["ana"] },
		managers: { req: "bo" },
	};
	return {
		policy: { ...policyOf(sketch), context: SCHEMA },
		context,
		directory: directoryOf(sketch),
		request: { title: "Refund for Ana" },
	};
};

const AT = Date.UTC(2026, 2, 29, 23, 30);

function evaluate(source: string, context: unknown) {
	const given = world(context);
	const { record } = step(null, { kind: "submit", requester: "req" }, AT, given);
	return evaluateCondition(source, record, given);
}

describe("conditions", () => {
	it.each([
		["context.amount > 10000", { amount: 10_001 }, true],
		["context.amount > 10000", { amount: 10_000 }, false],
		["context.amount * 2 > 3.5", { amount: 2 }, true],
		["context.rate * 2 == 3.0", { rate: 1.5 }, true],
		["context.rate / 2 == 1.5", { rate: 3 }, true],
		["context.amount / 2 == 1", { amount: 3 }, true],
		['context.country in ["CH", "LI"]', { country: "LI" }, true],
		["has(context.country) && context.country == 'CH'", {}, false],
		["context.items.exists(item, item.price > 99.5)", { items: [{ price: 1 }, { price: 100 }] }, true],
		["size(context.items) == 2", { items: [{}, {}] }, true],
		["context.ship.city.startsWith('B')", { ship: { city: "Bern" } }, true],
		["context.country.matches('^(A|C)H$')", { country: "CH" }, true],
		["context.any.deep['a b'][0] == 7", { any: { deep: { "a b": [7] } } }, true],
		["context.any == null", { any: null }, true],
		["'leads' in requester.groups", {}, true],
		["'finance' in requester.groups", {}, false],
		["requester.manager == 'bo' && requester.id == 'req' && !requester.admin", {}, true],
		["requester.email.endsWith('@example.com')", {}, true],
		["request.title.contains('Refund') && request.policy == 'test' && request.round == 1", {}, true],
		["request.submittedAt.getHours() == 23 && request.submittedAt.getHours('Europe/London') == 0", {}, true],
		["request.submittedAt < timestamp('2026-04-01T00:00:00Z')", {}, true],
		// CEL's own rule: an error counts only where the other side does not decide.
		["context.amount > 1 || true", {}, true],
	])("%s", (source, context, value) => {
		expect(conditionProblem(source, SCHEMA)).toBeNull();
		expect(evaluate(source, context)).toEqual({ ok: true, value });
	});

	it.each([
		["context.amount > 1", {}, "no_such_field"],
		["context.items[3].price > 1.0", { items: [] }, "no_such_field"],
		["context.any > 1", { any: "text" }, "wrong_type"],
		["context.any", { any: "text" }, "not_boolean"],
		["context.amount / 0 == 1", { amount: 1 }, "failed"],
		["int(context.country) == 1", { country: "no number" }, "failed"],
		[
			"context.any.all(a, context.any.all(b, context.any.all(c, a + b + c > 0)))",
			{ any: Array.from({ length: 200 }, (_, i) => i) },
			"too_costly",
		],
		[
			"context.items.all(a, context.country.contains(context.country))",
			{ items: Array.from({ length: 5_000 }, () => ({})), country: "x".repeat(200_000) },
			"too_costly",
		],
	])("%s fails: %s %s", (source, context, failure) => {
		expect(conditionProblem(source, SCHEMA)).toBeNull();
		expect(evaluate(source, context)).toEqual({ ok: false, failure });
	});

	it("does not mistake what JavaScript's objects have for fields", () => {
		for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
			expect(evaluate(`has(context.any.${name})`, { any: {} })).toEqual({ ok: true, value: false });
			expect(evaluate(`context.any.${name} == 1`, { any: {} })).toMatchObject({ ok: false });
		}
	});
});

describe("a condition that is not valid", () => {
	it.each([
		["", "not an empty text"],
		["context.amount >", "is not valid CEL"],
		["amount > 1", "Unknown variable: amount"],
		[
			"context.amoutn > 1",
			"reads context.amoutn, which the context's schema does not allow: did you mean amount?",
		],
		["context.ship.town == 'x'", "reads context.ship.town"],
		["context.items.exists(i, context.amont > i.price)", "did you mean amount?"],
		["'text'", "must give true or false, not string"],
		["1 + 'a' == 'b'", "is not valid CEL"],
		["now() > 1", "calls now, which conditions do not have"],
		["cel.bind(a, 'x', a == 'x')", "calls bind, which conditions do not have"],
		["context.any.map(a, a).join() == ''", "calls join"],
		["context.country.matches(context.any)", "a pattern that is not written out"],
		["context.country.matches('(?=a)')", "must not look ahead or behind"],
		["context.any.all(a, a.all(b, b.all(c, c.all(d, d))))", "more than 3 of all, exists, map and filter"],
		[`${"(".repeat(200)}true${")".repeat(200)}`, "is not valid CEL"],
		[`true${" && true".repeat(600)}`, "too long"],
		[`true${"&&true".repeat(600)}`, "is not valid CEL"],
	])("%.60s", (source, message) => {
		expect(conditionProblem(source, SCHEMA)).toContain(message);
	});
});

it("a condition may read what the schema does not list but allows", () => {
	const { additionalProperties: _, ...open } = SCHEMA;
	expect(conditionProblem("context.amoutn > 1", open)).toBeNull();
	expect(conditionProblem("context.ship.town == 'x'", open)).toContain("reads context.ship.town");
	expect(conditionProblem("context.amoutn > 1", { ...SCHEMA, anyOf: [{}] })).toBeNull();
});

describe("a stage with a condition", () => {
	const stages = [
		{ approvers: ["ana"], when: "context.n > 2" },
		{ approvers: ["bo"], when: "context.n <= 2" },
	];

	it("is skipped where it is false", () => {
		const story = new Story({ stages, context: { n: 1 } });
		expect(story.told("stage_skipped", "stage_opened")).toEqual(["0 stage_skipped", "0 stage_opened bo"]);
		expect(story.decide(1, "bo")).toBe("ok");
		expect(story.record).toMatchObject({ state: "approved", cause: "decided" });
	});

	it("all skipped: approved, marked automatic", () => {
		const story = new Story({ stages: [{ approvers: ["ana"], when: "context.n > 2" }], context: { n: 1 } });
		expect(story.record).toMatchObject({ state: "approved", cause: "automatic", closedAt: 0, wakeAt: null });
	});

	it("a condition that fails skips nothing and is told; people may still decide", () => {
		const story = new Story({ stages, context: {} });
		expect(story.told("stage_skipped", "stage_opened", "condition_failed")).toEqual([
			"0 stage_opened ana",
			"0 condition_failed no_such_field",
		]);
		expect(story.record.stage?.conditionFailed).toBe("no_such_field");
		expect(story.decide(1, "ana")).toBe("ok");
		expect(story.record.stage).toMatchObject({ name: "s2", conditionFailed: "no_such_field" });
	});

	it("a condition that fails is not passed by a deadline", () => {
		const story = new Story({
			stages: [{ approvers: ["ana"], when: "context.n > 2", onDeadline: "approve" }],
		});
		story.wait(10);
		expect(story.record).toMatchObject({ state: "expired", cause: "deadline" });
	});

	it("looks at the context of the round", () => {
		const story = new Story({ stages, context: { n: 1 } });
		expect(story.sendBack(1, "bo")).toBe("ok");
		expect(story.resubmit(2, { n: 3 })).toBe("ok");
		expect(story.record.stage).toMatchObject({ name: "s1" });
	});

	it("what was due before the request was submitted again has seen the earlier context", () => {
		const story = new Story({
			stages: [{ approvers: ["ana"], onDeadline: "approve" }, ...stages.slice(1)],
			context: { n: 1 },
		});
		expect(story.resubmit(11, { n: 9 })).toBe("invalid");
		expect(story.record.stage).toMatchObject({ name: "s2" });
	});
});
