import { describe, expect, it } from "vitest";
import { diffDocuments, diffText } from "../../policy/diff-documents.ts";

const stage = (name: string, more: object = {}) => ({
	name,
	approvers: [{ group: "finance" }],
	need: 1,
	deadline: "1d",
	onDeadline: "cancel",
	...more,
});
const policy = (stages: object[], more: object = {}) => ({
	name: "refund",
	title: "Refund",
	stages,
	...more,
});

describe("diffDocuments", () => {
	it("finds nothing where only the order of fields differs", () => {
		const { name, ...rest } = stage("a");
		expect(diffDocuments(policy([stage("a")]), policy([{ ...rest, name }]))).toEqual([]);
		expect(diffText([])).toBe("");
	});

	it("names the path, the old and the new value", () => {
		const changes = diffDocuments(
			policy([stage("a")], { risk: "low" }),
			policy([stage("a", { deadline: "2d", requireComment: "reject" })], { calendar: "london" }),
		);
		expect(changes).toEqual([
			{ path: "risk", kind: "removed", old: "low" },
			{ path: "stages[a].deadline", kind: "changed", old: "1d", new: "2d" },
			{ path: "stages[a].requireComment", kind: "added", new: "reject" },
			{ path: "calendar", kind: "added", new: "london" },
		]);
		expect(diffText(changes)).toBe(
			[
				"- risk: low",
				"~ stages[a].deadline: 1d → 2d",
				"+ stages[a].requireComment: reject",
				"+ calendar: london",
			].join("\n"),
		);
	});

	it("matches stages by name, and tells when they stand in another order", () => {
		const changes = diffDocuments(
			policy([stage("a"), stage("b"), stage("gone")]),
			policy([stage("new"), stage("b", { need: 2 }), stage("a")]),
		);
		expect(changes).toEqual([
			{ path: "stages[gone]", kind: "removed", old: stage("gone") },
			{ path: "stages", kind: "reordered", old: ["a", "b"], new: ["b", "a"] },
			{ path: "stages[new]", kind: "added", new: stage("new") },
			{ path: "stages[b].need", kind: "changed", old: 1, new: 2 },
		]);
		expect(diffText(changes)).toContain("~ stages, the order: [ a, b ] → [ b, a ]");
		expect(diffText(changes)).toContain("\n+ stages[new]:\n    + name: new\n");
	});

	it("compares approvers by what they say, and steps of an escalation by their place", () => {
		const step = (after: string, group: string) => ({ after, to: [{ group }], mode: "add" });
		const changes = diffDocuments(
			policy([
				stage("a", {
					approvers: [{ group: "x" }, { user: "y@example.com" }],
					escalate: [step("2h", "one"), step("4h", "two")],
				}),
			]),
			policy([
				stage("a", {
					approvers: [{ manager: 1 }, { group: "x" }],
					escalate: [step("1h", "zero"), step("2h", "one"), step("5h", "two")],
				}),
			]),
		);
		expect(changes).toContainEqual({
			path: "stages[a].approvers",
			kind: "removed",
			old: { user: "y@example.com" },
		});
		expect(changes).toContainEqual({ path: "stages[a].approvers", kind: "added", new: { manager: 1 } });
		const inserted = diffDocuments(
			policy([stage("a", { escalate: [step("2h", "one")] })]),
			policy([stage("a", { escalate: [step("1h", "zero"), step("2h", "one")] })]),
		);
		expect(inserted).toEqual([{ path: "stages[a].escalate[0]", kind: "added", new: step("1h", "zero") }]);
		const moved = diffDocuments(
			policy([stage("a", { approvers: [{ group: "x" }, { group: "y" }] })]),
			policy([stage("a", { approvers: [{ group: "y" }, { group: "x" }] })]),
		);
		expect(moved.map(({ path, kind }) => [path, kind])).toEqual([["stages[a].approvers", "reordered"]]);
	});

	it("follows the context's schema, also where a field is named oddly", () => {
		const schema = (properties: object) => ({ context: { type: "object", properties } });
		expect(
			diffDocuments(
				policy([], schema({ "a b": { type: "string" }, n: { enum: [1, 2] } })),
				policy([], schema({ "a b": { type: "number" }, n: { enum: [2, 3] } })),
			),
		).toEqual([
			{ path: 'context.properties["a b"].type', kind: "changed", old: "string", new: "number" },
			{ path: "context.properties.n.enum", kind: "removed", old: 1 },
			{ path: "context.properties.n.enum", kind: "added", new: 3 },
		]);
	});
});
