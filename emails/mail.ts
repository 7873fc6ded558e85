import type { MailContent, Recipient } from "./content.ts";
import { renderHtml } from "./letter-html.tsx";
import { letterText } from "./letter-text.ts";
import { askedLetter } from "./letters/asked.ts";
import { codeLetter } from "./letters/code.ts";
import type { Letter } from "./letters/letter.ts";
import { outcomeLetter } from "./letters/outcome.ts";
import { stuckLetter } from "./letters/stuck.ts";

export type {
	AskedContent,
	CodeContent,
	MailContent,
	MailDecision,
	MailRequest,
	OutcomeContent,
	Recipient,
	StuckContent,
} from "./content.ts";

export interface RenderedMail {
	subject: string;
	html: string;
	text: string;
}

/**
 * Makes a mail: subject, HTML and plain text, the last two saying the same. Does not throw, whatever the text
 * in `content` is.
 * @param now ms since 1970; what «in 3 hours» counts from
 */
export async function renderMail(
	content: MailContent,
	recipient: Recipient,
	now: number,
): Promise<RenderedMail> {
	const letter = letterOf(content, recipient, now);
	return { subject: letter.subject, html: await renderHtml(letter), text: letterText(letter) };
}

function letterOf(content: MailContent, recipient: Recipient, now: number): Letter {
	switch (content.kind) {
		case "asked":
		case "reminded":
		case "escalated":
			return askedLetter(content, recipient, now);
		case "outcome":
			return outcomeLetter(content, recipient, now);
		case "stuck":
			return stuckLetter(content, recipient, now);
		case "code":
			return codeLetter(content);
	}
}
