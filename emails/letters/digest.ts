import type { AskedContent, DigestContent, OutcomeContent, Recipient } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import { clockTimeInZone, fromNow } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter, LetterGroup } from "./letter.ts";
import { endOf, outcomeBadge } from "./outcome.ts";
import { factsOf, personName, placeOf } from "./shared.ts";

type Item = LetterGroup["items"][number];

const MOST_FACTS = 3;

/** New requests, the first to be decided first, and then one's own that have ended. */
export function digestLetter(
	content: DigestContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter {
	const t = words.digest;
	const asked = content.items.filter((item) => item.kind !== "outcome");
	const ended = content.items.filter((item) => item.kind === "outcome");
	asked.sort(
		(a, b) => (a.request.due ?? Number.POSITIVE_INFINITY) - (b.request.due ?? Number.POSITIVE_INFINITY),
	);
	const subject = t.subject(asked.length, ended.length);
	const groups = [
		{ heading: t.waiting, items: asked.map((item) => askedItem(item, recipient, now, words)) },
		{ heading: t.ended, items: ended.map((item) => endedItem(item, words)) },
	];
	return {
		subject,
		preview: content.items.map((item) => inertLine(item.request.title, 60)).join(" · "),
		badge: { text: t.badge, tone: "quiet" },
		place: t.place,
		title: t.title,
		opening: `${subject}.`,
		words: null,
		summary: null,
		facts: [],
		deadline: null,
		decisions: [],
		code: null,
		action: null,
		groups: groups.filter(({ items }) => items.length > 0),
		notes: [
			...(asked.length > 0 ? [t.forYou] : []),
			t.why(content.digestAt),
			`${t.change}: ${content.preferencesUrl}`,
		],
	};
}

function askedItem(content: AskedContent, recipient: Recipient, now: number, words: MailWords): Item {
	const { request } = content;
	const { due } = request;
	const t = words.digest;
	return {
		...itemOf(content, words),
		badge: null,
		lines: [
			t.asks(personName(request.requesterName, words)),
			...(due === null
				? []
				: [
						t.dueBy(clockTimeInZone(due, recipient.timeZone, now, words), fromNow(due, now, words)),
						...(request.onDeadline === null ? [] : [words.deadline[request.onDeadline]]),
					]),
		],
		facts: factsOf(request, words, MOST_FACTS),
		action: { label: words.asked.action, url: content.link },
	};
}

function endedItem(content: OutcomeContent, words: MailWords): Item {
	return {
		...itemOf(content, words),
		badge: outcomeBadge(content.outcome, words),
		lines: [endOf(content, words)],
		facts: [],
		action: { label: words.outcome.action, url: content.url },
	};
}

function itemOf({ request }: AskedContent | OutcomeContent, words: MailWords): Pick<Item, "title" | "place"> {
	return { title: inertLine(request.title, 200) || words.untitled, place: placeOf(request, words) };
}
