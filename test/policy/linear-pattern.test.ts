import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearPattern, patternProblem } from "../../policy/linear-pattern.ts";

const numRuns = Number(process.env.FC_RUNS ?? 2_000);

describe("linear patterns", () => {
	it.each([
		["^[A-Z]{2}\\d{2}[A-Z0-9]{4,}$", ["GB12ABCD9", "GB1", "gb12ABCD", ""]],
		["^[a-z0-9]+(?:-[a-z0-9]+)*$", ["a", "ab-c-d9", "a--b", "-a", "ab-"]],
		["^\\d{4}-\\d{2}-\\d{2}$", ["2026-01-05", "2026-1-5"]],
		["^(?<a>EUR|USD|)$", ["EUR", "USD", "", "GBP"]],
		["b", ["abc", "ac"]],
		["", ["", "a"]],
		["\\bcat\\b", ["a cat.", "concat", "cat"]],
		["\\Bcat", ["concat", "cat"]],
		["^.$", ["a", "\n", "😀", "ab"]],
		["^\\u{1F600}$", ["😀", "a"]],
		["^\\uD83D\\uDE00$", ["😀", "a"]],
		["^\\p{L}+$", ["ábc", "a1", "日本"]],
		["^[(|)+*\\]\\\\]{2,3}?$", ["()", "]\\", "a(", "(((("]],
		["^(a|b)*?c+?$", ["c", "abac", "abd"]],
		["(^a|b$)", ["ac", "cb", "cac"]],
		["^(a*)*$", ["", "aaa", "b"]],
		["^(?:a?){3}$", ["", "aaa", "aaaa"]],
		["^a{0}$", ["", "a"]],
		["^\\x41\\t\\/$", ["A\t/", "a"]],
	])("%s matches as JavaScript's own does", (pattern, texts) => {
		expect(patternProblem(pattern)).toBeNull();
		const matcher = linearPattern(pattern);
		const own = new RegExp(pattern, "u");
		for (const text of texts) expect([text, matcher(text)]).toEqual([text, own.test(text)]);
	});

	it("random patterns match as JavaScript's own do", () => {
		const { pattern } = fc.letrec<{ pattern: string; item: string; atom: string }>((tie) => ({
			atom: fc.constantFrom("a", "b", "c", ".", "[ab]", "[^a]", "\\w", "^", "$", "\\b", "\\B", "\\."),
			item: fc.oneof(
				{ maxDepth: 3 },
				tie("atom"),
				fc.tuple(fc.constantFrom("(", "(?:"), tie("pattern")).map(([open, inner]) => `${open}${inner})`),
				fc
					.tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "*?", "{2}", "{0,2}", "{1,}", "{0}"))
					.map(([inner, times]) => `(?:${inner})${times}`),
			),
			pattern: fc.oneof(
				{ maxDepth: 3 },
				tie("item"),
				fc.tuple(tie("item"), tie("pattern")).map(([a, b]) => a + b),
				fc.tuple(tie("item"), tie("pattern")).map(([a, b]) => `${a}|${b}`),
			),
		}));
		const text = fc.string({ unit: fc.constantFrom("a", "b", "c", ".", " ", "\n", "é"), maxLength: 8 });
		fc.assert(
			fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
				fc.pre(patternProblem(source) === null);
				const matcher = linearPattern(source);
				const own = new RegExp(source, "u");
				for (const sample of texts) expect(matcher(sample)).toBe(own.test(sample));
			}),
			{ numRuns, verbose: 1 },
		);
	});

	it("end, where a backtracking engine would not", () => {
		for (const pattern of [
			"^(a+)+$",
			"^(a|a)*$",
			"^(a|aa)+$",
			"^((a*)*)*$",
			"a*a*a*a*a*a*a*b$",
			"^(?:a?){100}a{100}$",
		]) {
			expect(linearPattern(pattern)(`${"a".repeat(5_000)}!`)).toBe(false);
		}
	});

	it.each([
		["(", "is not a regular expression"],
		["(?=a)b", "must not look ahead"],
		["(?<!a)b", "must not look ahead or behind"],
		["(a)\\1", "must not refer back"],
		["(?<x>a)\\k<x>", "must not refer back"],
		["(((a{99}){99}){99}){99}", "is too large"],
		["a{1000000000}", "is too large"],
		["(?:){1000000000}", "is too large"],
		["(?:(?:(?:){400}){400}){400}", "is too large"],
		["(?:(?:(?:){0,400}){0,400}){0,400}", "is too large"],
		["x".repeat(501), "at most 500 characters"],
	])("%s is refused", (pattern, message) => {
		expect(patternProblem(pattern)).toContain(message);
	});
});
