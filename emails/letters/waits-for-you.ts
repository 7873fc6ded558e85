import type { Recipient, WaitsForRequesterContent } from "../content.ts";
import { clockTime, clockTimeInZone, fromNow } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, personName, subjectTitle, wordsOf } from "./shared.ts";

/** Tells the requester that the request waits for them: for an answer, or for being changed and submitted again. */
export function waitsForYouLetter(
	content: WaitsForRequesterContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter {
	const t = words.waits;
	const { request, until, kind } = content;
	const who = personName(content.by, words);
	const opening = t.opening[kind](who);
	const subject = `${t.subject[kind]}: ${subjectTitle(request, words)}`;
	return {
		...aboutRequest(request, words),
		subject: until === null ? subject : words.by(subject, clockTime(until, recipient.timeZone, now, words)),
		preview: opening,
		badge: { text: t.subject[kind], tone: "warn" },
		opening: `${opening} ${t.still[kind]}`,
		words: wordsOf(t.says[kind](who), content.note),
		// Their own words: they know them.
		summary: null,
		deadline:
			until === null
				? null
				: {
						label: until > now ? t.label[kind] : words.deadline.wasDue,
						at: clockTimeInZone(until, recipient.timeZone, now, words),
						inWords: fromNow(until, now, words),
						otherwise: until > now ? t.expires : null,
					},
		decisions: [],
		code: null,
		action: { label: t.action[kind], url: content.url },
		notes: [t.note[kind]],
	};
}
