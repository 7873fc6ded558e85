import type { MailContent, Recipient } from "./content.ts";
import { renderHtml } from "./letter-html.tsx";
import { letterText } from "./letter-text.ts";
import { askedLetter } from "./letters/asked.ts";
import { codeLetter } from "./letters/code.ts";
import { digestLetter } from "./letters/digest.ts";
import type { Letter } from "./letters/letter.ts";
import { linkUsedLetter } from "./letters/link-used.ts";
import { outcomeLetter } from "./letters/outcome.ts";
import { stuckLetter } from "./letters/stuck.ts";
import { waitsForYouLetter } from "./letters/waits-for-you.ts";
import { type MailWords, mailWords } from "./words/words.ts";

export type {
	AskedContent,
	CodeContent,
	DigestContent,
	LinkUsedContent,
	MailContent,
	MailDecision,
	MailRequest,
	OutcomeContent,
	Recipient,
	StuckContent,
	WaitsForRequesterContent,
} from "./content.ts";

export interface RenderedMail {
	subject: string;
	html: string;
	text: string;
}

/**
 * Makes a mail in its recipient's language: subject, HTML and plain text, the last two saying the same. Does not throw, whatever the text
 * in `content` is.
 * @param now ms since 1970; what «in 3 hours» counts from
 */
export async function renderMail(
	content: MailContent,
	recipient: Recipient,
	now: number,
): Promise<RenderedMail> {
	const words = mailWords(recipient.language);
	const letter = letterOf(content, recipient, now, words);
	return {
		subject: letter.subject,
		html: await renderHtml(letter, words),
		text: letterText(letter),
	};
}

function letterOf(content: MailContent, recipient: Recipient, now: number, words: MailWords): Letter {
	switch (content.kind) {
		case "asked":
		case "reminded":
		case "escalated":
		case "answered":
			return askedLetter(content, recipient, now, words);
		case "question":
		case "sent_back":
			return waitsForYouLetter(content, recipient, now, words);
		case "outcome":
			return outcomeLetter(content, recipient, now, words);
		case "stuck":
			return stuckLetter(content, recipient, now, words);
		case "code":
			return codeLetter(content, words);
		case "link_used":
			return linkUsedLetter(content, words);
		case "digest":
			return digestLetter(content, recipient, now, words);
	}
}
