import type { CodeContent } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, subjectTitle } from "./shared.ts";

/** The one-time code. It stands in the mail's body alone: subjects show on locked screens. */
export function codeLetter(content: CodeContent, words: MailWords): Letter {
	const t = words.code;
	const { place, title } = aboutRequest(content.request, words);
	const minutes = t.minutes(content.minutes);
	return {
		subject: t.subject(subjectTitle(content.request, words), minutes),
		preview: t.preview(minutes),
		badge: { text: t.badge, tone: "quiet" },
		place,
		title,
		opening: t.opening(minutes),
		words: null,
		summary: null,
		facts: [],
		deadline: null,
		decisions: [],
		code: inertLine(content.code, 20),
		action: null,
		notes: [t.why, t.neverAsked],
	};
}
