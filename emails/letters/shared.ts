import type { MailRequest, Recipient } from "../content.ts";
import { inertLine, inertLines } from "../inert-text.ts";
import { clockTimeInZone, fromNow } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";

const MOST_FACTS = 12;

/** The parts that every letter about a request has. */
export function aboutRequest(
	request: MailRequest,
	words: MailWords,
): Pick<Letter, "place" | "title" | "summary" | "facts"> {
	return {
		place: placeOf(request, words),
		title: inertLine(request.title, 300) || words.untitled,
		summary: request.summary === null ? null : inertLines(request.summary, 2_000) || null,
		facts: factsOf(request, words, MOST_FACTS),
	};
}

/** The first of the fields that the policy shows, and how many more there are. */
export function factsOf(request: MailRequest, words: MailWords, most: number): Letter["facts"] {
	const facts = request.fields.slice(0, most).map(({ label, value }) => ({
		label: inertLine(label, 80),
		value: inertLines(value, 500) || "–",
	}));
	const more = request.fields.length - facts.length;
	return more > 0 ? [...facts, { label: words.and, value: words.moreFields(more) }] : facts;
}

export function placeOf(request: MailRequest, words: MailWords): string {
	const policy = inertLine(request.policyTitle, 120);
	if (request.stage === null) return policy;
	const stage = inertLine(request.stage, 64);
	if (request.stageCount <= 1 || request.stageNumber === null) return policy;
	return `${policy} · ${words.stageOf(request.stageNumber, request.stageCount, stage)}`;
}

export function personName(name: string, words: MailWords): string {
	return inertLine(name, 80) || words.somebody;
}

/** What somebody wrote, made inert; null where it is nothing. */
export function wordsOf(label: string, text: string | null | undefined): Letter["words"] {
	const inert = text == null ? "" : inertLines(text, 2_000);
	return inert === "" ? null : { label, text: inert };
}

/** The title as a subject holds it. */
export function subjectTitle(request: MailRequest, words: MailWords): string {
	return inertLine(request.title, 90) || words.untitled.toLocaleLowerCase(words.lang);
}

/** When it is due, in the reader's zone and in words, and what happens then. */
export function deadlineOf(
	request: MailRequest,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter["deadline"] {
	if (request.due === null) return null;
	const { onDeadline } = request;
	return {
		label: request.due > now ? words.deadline.decideBy : words.deadline.wasDue,
		at: clockTimeInZone(request.due, recipient.timeZone, now, words),
		inWords: fromNow(request.due, now, words),
		otherwise: request.due > now && onDeadline !== null ? words.deadline[onDeadline] : null,
	};
}

/** `Ana`, `Ana and Bo`, `Ana, Bo and 3 others`. */
export function listOfNames(names: readonly string[], most: number, words: MailWords): string {
	const shown = names.slice(0, most).map((name) => personName(name, words));
	const more = names.length - shown.length;
	if (more > 0) shown.push(words.others(more));
	return listOf(shown, words);
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[], { locale }: MailWords): string {
	return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
}
