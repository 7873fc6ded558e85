import { de } from "./de.ts";
import { en, type SlackWords } from "./en.ts";

export type Language = "en" | "de";
export type { SlackWords };

const WORDS: Record<Language, SlackWords> = { en, de };

export function wordsOf(language: Language): SlackWords {
	return WORDS[language];
}

/** The language of somebody who is not known here, by what Slack says of them (`de-DE`). */
export function languageOfLocale(locale: string | undefined): Language {
	return locale?.toLowerCase().startsWith("de") ? "de" : "en";
}
