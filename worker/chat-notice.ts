import type { WebhookContent } from "../ledger/webhooks/load.ts";
import { noticeWords } from "./notice-words.ts";

/** `{text}`, as the incoming webhooks of Slack, Mattermost, Rocket.Chat and Google Chat take it. */
export function chatNotice(content: WebhookContent, site: string): { text: string } {
	const { what, title, facts, url } = noticeWords(content, site);
	const lines = [
		`${inert(what)}: ${inert(title)}`,
		facts.map(({ name, value }) => `${name}: ${inert(value)}`).join(" · "),
		url,
	];
	return { text: lines.join("\n") };
}

/**
 * A text of people in which no chat sees a mention, a link with another text, an image or a block of code. The chats
 * escape in different ways, so what they react to is replaced by what looks like it.
 */
function inert(text: string): string {
	return text.replace(/[<>[\]@`#]/g, (character) => LOOKALIKE[character] ?? character);
}

const LOOKALIKE: Record<string, string> = {
	"<": "‹",
	">": "›",
	"[": "(",
	"]": ")",
	"@": "＠",
	"#": "＃",
	"`": "'",
};
