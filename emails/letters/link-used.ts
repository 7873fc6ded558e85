import type { LinkUsedContent } from "../content.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, personName, subjectTitle } from "./shared.ts";

/** Warns the recipient of an emailed link that somebody else tried to decide with it. */
export function linkUsedLetter(content: LinkUsedContent, words: MailWords): Letter {
	const t = words.linkUsed;
	const { place, title } = aboutRequest(content.request, words);
	const opening = t.opening(content.by === null ? null : personName(content.by, words));
	return {
		subject: t.subject(subjectTitle(content.request, words)),
		preview: opening,
		badge: { text: t.badge, tone: "bad" },
		place,
		title,
		opening,
		words: null,
		summary: null,
		facts: [],
		deadline: null,
		decisions: [],
		code: null,
		action: { label: t.action, url: content.url },
		notes: [t.forwarded, t.notForwarded, t.why],
	};
}
