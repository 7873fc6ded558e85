import type { AskedContent, Recipient } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import { clockTime, clockTimeInZone, fromNow } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import {
	aboutRequest,
	deadlineOf,
	listOf,
	listOfNames,
	personName,
	subjectTitle,
	wordsOf,
} from "./shared.ts";

/** Asks to decide, reminds of it, brings somebody in because time ran out, or asks again after an answer. */
export function askedLetter(
	content: AskedContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter {
	const { request, kind } = content;
	const t = words.asked;
	const requester = personName(request.requesterName, words);
	const about = aboutRequest(request, words);
	const subject = `${t.subject[kind]}: ${subjectTitle(request, words)}`;
	const writer = content.noteBy == null ? requester : personName(content.noteBy, words);
	return {
		...about,
		// Who is asked again has read it: the answer is what is new.
		summary: kind === "answered" ? null : about.summary,
		subject:
			request.due === null
				? subject
				: words.by(subject, clockTime(request.due, recipient.timeZone, now, words)),
		preview: previewOf(content, requester, writer, now, words),
		badge: badgeOf(content, words),
		opening: openingOf(content, requester, writer, recipient, now, words),
		words: wordsOf(kind === "answered" ? t.answers(writer) : words.writes(writer), content.note),
		deadline: deadlineOf(request, recipient, now, words),
		decisions: [],
		code: null,
		action: { label: t.action, url: content.link },
		notes: [whyOf(content, recipient, now, words), ...othersOf(content, words), t.forYou],
	};
}

function previewOf(
	{ kind, request: { due } }: AskedContent,
	requester: string,
	writer: string,
	now: number,
	words: MailWords,
): string {
	const t = words.asked;
	const asks = kind === "answered" ? t.previewAnswered(writer) : t.asks(requester);
	return due === null ? asks : `${asks} ${t.previewDue(fromNow(due, now, words))}`;
}

function badgeOf({ kind, number }: AskedContent, { asked: { badge } }: MailWords): Letter["badge"] {
	switch (kind) {
		case "asked":
			return null;
		case "answered":
			return { text: badge.answered, tone: "accent" };
		case "reminded":
			return { text: badge.reminded(counted(number)), tone: "warn" };
		case "escalated":
			return { text: badge.escalated, tone: "warn" };
	}
}

function counted(number: number | null | undefined): number | null {
	return number != null && number > 0 ? number : null;
}

function openingOf(
	content: AskedContent,
	requester: string,
	writer: string,
	recipient: Recipient,
	now: number,
	words: MailWords,
): string {
	const t = words.asked;
	switch (content.kind) {
		case "asked":
			if (content.onBehalfOf != null) return t.asksFor(requester, personName(content.onBehalfOf, words));
			return content.passedOnBy == null
				? t.asks(requester)
				: t.passedOn(requester, personName(content.passedOnBy, words));
		case "answered":
			return t.answered(writer);
		case "reminded":
			return t.reminded(requester);
		case "escalated": {
			const groups = content.waitingFor ?? [];
			const names = groups.map((group) => inertLine(group, 200));
			const since = content.since == null ? null : clockTime(content.since, recipient.timeZone, now, words);
			const whom = names.length === 0 ? null : listOf(names, words);
			return t.escalated(whom, since, content.instead === true, requester);
		}
	}
}

function whyOf(
	{ kind, number, request, onBehalfOf, awayUntil, passedOnBy }: AskedContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): string {
	const t = words.asked;
	const policy = inertLine(request.policyTitle, 120);
	if (onBehalfOf != null) {
		const until = awayUntil == null ? null : clockTimeInZone(awayUntil, recipient.timeZone, now, words);
		return t.whyDelegate(personName(onBehalfOf, words), until);
	}
	if (passedOnBy != null) return t.whyPassedOn(personName(passedOnBy, words));
	switch (kind) {
		case "asked":
		case "answered":
			return t.whyAsked(policy);
		case "reminded":
			return t.whyReminded(policy, counted(number));
		case "escalated":
			return t.whyEscalated(policy);
	}
}

function othersOf({ othersAsked }: AskedContent, words: MailWords): string[] {
	return othersAsked.length === 0 ? [] : [words.asked.alsoAsked(listOfNames(othersAsked, 5, words))];
}
