import { de } from "./de.ts";
import { en, type MailWords } from "./en.ts";

export type { MailWords };
export type MailLanguage = "en" | "de";

const WORDS: Record<MailLanguage, MailWords> = { en, de };

/** What mails say in a language. */
export function mailWords(language: MailLanguage): MailWords {
	return WORDS[language];
}
