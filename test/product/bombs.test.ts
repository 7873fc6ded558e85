import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem, outside, type ProblemBody, policyDocument } from "./support/outside.ts";

const o = outside();
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "countersign-bombs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Document = ReturnType<typeof policyDocument>;

const stage = { approvers: [{ group: "finance" }], need: 1, deadline: "1d", onDeadline: "cancel" };
const times = <T>(count: number, make: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => make(i));
const nested = (depth: number): unknown => {
	let value: unknown = {};
	for (let i = 0; i < depth; i++) value = { properties: { a: value } };
	return value;
};
/** A schema of which each part is used twice by the one before: written out, 2 to the 40th. */
const doubling = () => ({
	type: "object",
	$ref: "#/$defs/s0",
	$defs: Object.fromEntries(
		times(40, (i) => [
			`s${i}`,
			i === 39 ? {} : { allOf: [{ $ref: `#/$defs/s${i + 1}` }, { $ref: `#/$defs/s${i + 1}` }] },
		]),
	),
});
const pattern = (text: string) => ({
	type: "object",
	properties: { note: { type: "string", pattern: text } },
});

/** A bomb, and what has to be said about it. */
const BOMBS: [string, () => Document, RegExp][] = [
	[
		"a thousand stages",
		() => policyDocument({}, { stages: times(1_000, (i) => ({ name: `s${i}`, ...stage })) }),
		/at most 50 stages/,
	],
	[
		"a context nested a thousand deep",
		() => policyDocument({}, { context: nested(1_000) }),
		/nested too deep/,
	],
	[
		"stages that each look at every other",
		() =>
			policyDocument(
				{},
				{
					stages: times(50, (i) => ({
						name: `s${i}`,
						when: times(200, (n) => `context.a${n} > ${i}`).join(" && "),
						...stage,
					})),
				},
			),
		/too long|characters together/,
	],
	["a schema that doubles at each step", () => policyDocument({}, { context: doubling() }), /is too large/],
	[
		"a condition with loops in loops",
		() => policyDocument({ when: `${"context.a.all(x, ".repeat(10)}true${")".repeat(10)}` }),
		/inside each other/,
	],
	["a condition of brackets", () => policyDocument({ when: "(".repeat(3_900) }), /is not valid CEL/],
	[
		"a condition whose pattern backtracks without end",
		() => policyDocument({ when: "context.a.matches('(x+x+)+\\\\1y')" }),
		/must not refer back/,
	],
	[
		"a pattern in the context that backtracks without end",
		() => policyDocument({}, { context: pattern("^(a+a+)+\\1$") }),
		/must not refer back/,
	],
	[
		"a pattern in the context that repeats repeats",
		() => policyDocument({}, { context: pattern("^((a{1,300}){1,300}){1,300}$") }),
		/too (large|long|many)|repeat/,
	],
];

/** Ten megabytes, as text that would be a policy. */
const HUGE = () => JSON.stringify(policyDocument({}, { title: "x".repeat(10_000_000) }));

const scenario = (policy: unknown) => ({
	policy,
	directory: { users: [{ id: "ana", email: "ana@example.com" }], groups: { finance: ["ana"] } },
	request: { requester: "ana", context: {}, submittedAt: "2026-01-05T09:00:00Z" },
	events: [],
});
const said = (errors: ProblemBody["errors"]) => (errors ?? []).map(({ message }) => message).join("\n");

/** What goes off instead of being refused hangs until the test's limit. */
describe("a policy that would cost too much is refused over HTTP", () => {
	it.each(BOMBS)("%s", async (_, bomb, message) => {
		const document = bomb();
		const validated = await o.call<{ valid: boolean; errors: ProblemBody["errors"] }>(
			"POST",
			"/policies/validate",
			{ body: document },
		);
		expect(validated).toMatchObject({ status: 200, body: { valid: false } });
		expect(said(validated.body.errors)).toMatch(message);

		const simulated = await o.call("POST", "/policies/simulate", { body: scenario(document) });
		expect(said(expectProblem(simulated, 422, "invalid").errors)).toMatch(message);

		const put = await o.call("PUT", `/policies/${document.name}`, { body: document, as: "dana" });
		expect(said(expectProblem(put, 422, "invalid").errors)).toMatch(message);
		expectProblem(await o.call("GET", `/policies/${document.name}`), 404, "not_found");
	});

	it.each([
		["brackets in brackets", "[".repeat(200_000)],
		["lists in lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
		["objects in objects", `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`],
	])("%s, deeper than a program can call itself", async (_, text) => {
		const validated = await o.call<{ valid: boolean; errors: ProblemBody["errors"] }>(
			"POST",
			"/policies/validate",
			{ body: text },
		);
		expect(validated).toMatchObject({ status: 200, body: { valid: false } });
		expect(said(validated.body.errors)).toMatch(/nested too deep/);
		expectProblem(await o.call("PUT", "/policies/deep", { body: text, as: "dana" }), 422, "invalid");
		const body = JSON.stringify(scenario("here")).replace('"here"', text);
		expectProblem(await o.call("POST", "/policies/simulate", { body }), 422, "invalid");
	});

	it("ten megabytes", async () => {
		const body = HUGE();
		expectProblem(await o.call("POST", "/policies/validate", { body }), 413, "too_large");
		expectProblem(await o.call("POST", "/policies/simulate", { body }), 413, "too_large");
		expectProblem(await o.call("PUT", "/policies/huge", { body, as: "dana" }), 413, "too_large");
	});

	it("a text against a pattern that would backtrack is matched in one go", async () => {
		const document = policyDocument({}, { context: pattern("^(a+)+$") });
		const simulated = await o.call("POST", "/policies/simulate", {
			body: {
				...scenario(document),
				request: { ...scenario(document).request, context: { note: `${"a".repeat(15_000)}!` } },
			},
		});
		const { errors } = expectProblem(simulated, 422, "invalid");
		expect(errors?.map(({ path }) => path)).toEqual(["request.context.note"]);
	});
});

describe("a policy that would cost too much is refused by the command line", () => {
	it.each(BOMBS)("%s", async (_, bomb, message) => {
		const document = bomb();
		const file = join(folder, "bomb.json");
		await writeFile(file, JSON.stringify(document));
		const validated = await o.cli(["policy", "validate", file]);
		expect(validated.stderr).toMatch(message);
		expect(validated.code).toBe(1);

		const simulated = await o.cli(["policy", "simulate", "-"], { stdin: JSON.stringify(scenario(document)) });
		expect(simulated.stderr).toMatch(message);
		expect(simulated.code).toBe(2);
		expect(said(JSON.parse(simulated.stdout).errors)).toMatch(message);

		const pushed = await o.cli(["policy", "push", file], { as: "dana" });
		expect(pushed.stderr).toMatch(message);
		expect(pushed.code).toBe(1);
	});

	it("ten megabytes", async () => {
		const file = join(folder, "huge.json");
		await writeFile(file, HUGE());
		const validated = await o.cli(["policy", "validate", file]);
		expect(validated.stderr).toMatch(/too large/);
		expect(validated.code).toBe(1);
		const simulated = await o.cli(["policy", "simulate", "-"], {
			stdin: JSON.stringify(scenario(JSON.parse(HUGE()))),
		});
		expect(simulated.stderr).toMatch(/too large/);
		expect(simulated.code).toBe(2);
		const pushed = await o.cli(["policy", "push", file], { as: "dana" });
		expect(pushed.stderr).toMatch(/too large/i);
		expect(pushed.code).toBe(1);
	});
});
