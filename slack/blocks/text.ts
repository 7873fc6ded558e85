import { inertLine, inertLines } from "../../emails/inert-text.ts";
import type { PlainTextElement } from "./shapes.ts";

/** Characters that Slack's markup is made of, escaped: https://docs.slack.dev/messaging/formatting-message-text. */
export function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** One line of text that Slack shows as it is: no markup, no emoji names, steering characters spelled out. */
export function line(text: string, most: number): PlainTextElement {
	return { type: "plain_text", text: bounded(inertLine(text, most), most), emoji: false };
}

/** The same of several lines. */
export function lines(text: string, most: number): PlainTextElement {
	return { type: "plain_text", text: bounded(inertLines(text, most), most), emoji: false };
}

/** Slack counts characters; an inert text counts graphemes. Slack takes no empty text. */
function bounded(text: string, most: number): string {
	const characters = [...text];
	if (characters.length === 0) return "–";
	return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** The line that notifications and screen readers show: markup is escaped there. */
export function fallback(text: string): string {
	return escaped(bounded(inertLine(text, 300), 300));
}
