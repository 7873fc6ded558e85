import { describe, expect, it } from "vitest";
import { inertPieces, inertText } from "../../app/ui/inert.ts";

describe("text that somebody wrote", () => {
	it("stays as it is when all of it can be seen", () => {
		for (const text of [
			"Refund order 1042",
			"Größe: 5 €\nzweite Zeile\tTab",
			"支払い",
			"שלום",
			"👩‍💻 ❤️ 🇪🇺",
		]) {
			expect(inertPieces(text)).toEqual([{ text, code: null }]);
		}
	});

	it("shows what would turn, hide or fake the text around it by its number", () => {
		const hidden = {
			"\u0000": "U+0000",
			"\u001b": "U+001B",
			"\r": "U+000D",
			"\u0085": "U+0085",
			"\u00ad": "U+00AD",
			"\u061c": "U+061C",
			"\u200b": "U+200B",
			"\u200e": "U+200E",
			"\u202e": "U+202E",
			"\u2028": "U+2028",
			"\u2066": "U+2066",
			"\u2069": "U+2069",
			"\u3164": "U+3164",
			"\ufeff": "U+FEFF",
			"\u{e0041}": "U+E0041",
		};
		for (const [character, code] of Object.entries(hidden)) {
			expect(inertText(`pay${character}ment`)).toBe(`pay‹${code}›ment`);
		}
	});

	it("shows joiners between Latin letters, where they only hide something", () => {
		expect(inertText("pay\u200dpal")).toBe("pay‹U+200D›pal");
		expect(inertText("می\u200cخواهم")).toBe("می\u200cخواهم");
	});

	it("reads line ends of every kind as line breaks", () => {
		expect(inertText("a\r\nb")).toBe("a\nb");
	});
});
