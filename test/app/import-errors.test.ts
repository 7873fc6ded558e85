import { expect, test } from "vitest";
import { groupNameFor } from "../../app/admin/groups/group-name.ts";
import { readLineErrors } from "../../app/admin/people/import-errors.tsx";
import type { Problem } from "../../app/client/call-api.ts";

const problem = (code: string, paths: string[]): Problem => ({
	code,
	title: "",
	detail: "",
	standing: null,
	errors: paths.map((path) => ({ path, message: "write it" })),
});

test("paths of wrong lines are taken apart; what is about the whole file has no line", () => {
	const read = readLineErrors(problem("invalid", ["line 12, manager", "line 3", "deactivateMissing", ""]));
	expect(read?.map(({ line, column }) => [line, column])).toEqual([
		[12, "manager"],
		[3, null],
		[null, "deactivateMissing"],
		[null, null],
	]);
});

test("another refusal is none about lines", () => {
	expect(readLineErrors(problem("too_large", []))).toBeNull();
	expect(readLineErrors(problem("not_eligible", ["role"]))).toBeNull();
});

test("a group's name follows its title", () => {
	expect(groupNameFor("Finance leads")).toBe("finance-leads");
	expect(groupNameFor(" Équipe  Nuit! ")).toBe("equipe-nuit");
	expect(groupNameFor("日本")).toBe("");
	expect(groupNameFor("x".repeat(80))).toHaveLength(64);
});
