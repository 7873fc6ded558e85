import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inertLine, inertLines } from "../../emails/inert-text.ts";

describe("inertLine", () => {
	test("folds line breaks of every kind into one line", () => {
		expect(inertLine("  a\r\nBcc: x\u2028b\u0085c\u000bd  ", 100)).toBe("a Bcc: x b c d");
	});

	test("spells out controls and bidirectional characters", () => {
		expect(inertLine("pay \u202e0001\u202c now\u0000\u001b[31m", 100)).toBe(
			"pay [U+202E]0001[U+202C] now[U+0000][U+001B][31m",
		);
		// A byte order mark is white space to ECMAScript; it is folded.
		expect(inertLine("a\u200bb\ufeffc\u{e0041}d\u061ce", 100)).toBe("a[U+200B]b c[U+E0041]d[U+061C]e");
	});

	test("leaves what people write: emoji, joiners, accents, other scripts", () => {
		for (const text of ["👩‍👩‍👧 ❤️", "café", "می‌خواهم", "葛󠄀城", "عربي", "日本語"])
			expect(inertLine(text, 100)).toBe(text);
	});

	test("replaces halves of characters", () => {
		expect(inertLine("a\ud83db", 100)).toBe("a\ufffdb");
	});

	test("cuts where a reader's characters end", () => {
		expect(inertLine("abcdef", 6)).toBe("abcdef");
		expect(inertLine("abcdefg", 6)).toBe("abcde…");
		expect(inertLine("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2)).toBe("👩‍👩‍👧…");
		expect(inertLine(`a${"\u0301".repeat(10_000)}`, 10).length).toBeLessThan(100);
	});

	test("whatever comes in, one bounded line comes out", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
				const line = inertLine(text, 50);
				expect(line).not.toMatch(
					/[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u,
				);
				expect(line.length).toBeLessThanOrEqual(50 * 4 + 1);
			}),
		);
	});
});

describe("inertLines", () => {
	test("keeps line breaks, at most one empty line in a row", () => {
		expect(inertLines("a\r\n\r\n\r\n\r\nb\tc\rd\u202e", 100)).toBe("a\n\nb c\nd[U+202E]");
	});
});
