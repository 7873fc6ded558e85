import { common } from "./de/common.ts";
import { link } from "./de/link.ts";
import { request } from "./de/request.ts";
import type { LinkWords } from "./link-words.ts";
import { words } from "./words.ts";

export type PageLanguage = "en" | "de";

const WORDS: Record<PageLanguage, LinkWords> = { en: words, de: { common, link, request } };

/** What the pages behind emailed links say in a language. */
export function wordsFor(language: PageLanguage): LinkWords {
	return WORDS[language];
}

/** The language that a browser prefers, of those that there are, by `Accept-Language` (RFC 9110, 12.5.4). */
export function preferredLanguage(acceptLanguage: string | null): PageLanguage {
	const wanted = (acceptLanguage ?? "")
		.split(",")
		.map((part) => {
			const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
			const quality = parameters.map((item) => /^\s*q=([\d.]+)$/.exec(item)?.[1]).find(Boolean);
			return { language: tag.split("-")[0], weight: quality === undefined ? 1 : Number(quality) };
		})
		.filter(({ weight }) => weight > 0)
		.sort((a, b) => b.weight - a.weight);
	return wanted.find(({ language }) => language === "en" || language === "de")?.language === "de"
		? "de"
		: "en";
}
