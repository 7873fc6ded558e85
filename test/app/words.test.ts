import { describe, expect, test } from "vitest";
import { agoText, dueText, readableInstant } from "../../app/words/time.ts";
import { preferredLanguage, wordsFor } from "../../app/words/words-for.ts";
import { REFUSALS } from "../../policy/refusal.ts";

const now = Date.parse("2026-11-23T13:30:00Z");

describe("the link pages in German", () => {
	const de = wordsFor("de");

	test("say times in the language's form", () => {
		expect(readableInstant("2026-11-24T16:30:00Z", now, "Europe/Berlin", de)).toMatch(
			/^Di\.?, 24\. Nov\.?, 17:30$/,
		);
		expect(dueText("2026-11-23T16:45:00Z", now, de)).toBe("Noch 3 Std. 15 min");
		expect(dueText("2026-11-23T13:00:00Z", now, de)).toBe("Frist abgelaufen");
		expect(agoText("2026-11-21T13:30:00Z", now, de)).toBe("vor 2 T.");
	});

	test("have a sentence of their own for every refusal that a link can meet", () => {
		const elsewhere = new Set(["not_signed_in", "in_use", "idempotency_mismatch", "stale_version"]);
		for (const code of [...Object.keys(REFUSALS), "offline", "internal"])
			if (!elsewhere.has(code)) expect(de.link.refused[code], code).toBeDefined();
	});

	test("name every state, outcome, channel and assurance that English names", () => {
		const en = wordsFor("en");
		for (const part of ["states", "verdicts", "channels", "assurances"] as const)
			expect(Object.keys(de.common[part])).toEqual(Object.keys(en.common[part]));
		for (const [outcome, causes] of Object.entries(en.request.outcome))
			expect(Object.keys(de.request.outcome[outcome] ?? {})).toEqual(Object.keys(causes));
		for (const part of ["dead", "deadBody"] as const)
			expect(Object.keys(de.link[part])).toEqual(Object.keys(en.link[part]));
	});
});

test.each([
	[null, "en"],
	["", "en"],
	["de", "de"],
	["de-AT,de;q=0.9,en;q=0.8", "de"],
	["en-GB,en;q=0.9,de;q=0.8", "en"],
	["fr-FR,fr;q=0.9,de;q=0.5,en;q=0.3", "de"],
	["en;q=0.2, de;q=0.7", "de"],
	["de;q=0, en", "en"],
	["fr", "en"],
	["*", "en"],
])("of %j the pages speak %s", (header, language) => {
	expect(preferredLanguage(header)).toBe(language);
});
