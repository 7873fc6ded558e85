import type { OutcomeName } from "../../policy/outcome.ts";
import type { MailDecision, OutcomeContent, Recipient } from "../content.ts";
import { inertLines } from "../inert-text.ts";
import type { Tone } from "../theme.ts";
import { clockTime, clockTimeInZone } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, listOfNames, personName, subjectTitle } from "./shared.ts";

const TONES: Record<OutcomeName, Tone> = {
	approved: "accent",
	rejected: "bad",
	expired: "warn",
	cancelled: "quiet",
};

/** Tells the requester how the request ended, and who decided what. */
export function outcomeLetter(
	content: OutcomeContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter {
	const t = words.outcome;
	const { request, outcome, decisions } = content;
	const end = endOf(content, words);
	return {
		...aboutRequest(request, words),
		subject: `${t.word[outcome]}: ${subjectTitle(request, words)}`,
		preview: end,
		badge: outcomeBadge(outcome, words),
		opening:
			content.closedAt == null
				? end
				: `${end} ${t.ended(clockTimeInZone(content.closedAt, recipient.timeZone, now, words))}`,
		words: null,
		deadline: null,
		decisions: decisions.slice(0, 20).map((decision) => ({
			verdict: decision.verdict,
			line: t.decided[decision.verdict](decider(decision, words)),
			how: `${clockTime(decision.at, recipient.timeZone, now, words)}, ${t.channel[decision.channel]}`,
			comment: decision.comment === null ? null : inertLines(decision.comment, 1_000) || null,
		})),
		code: null,
		action: { label: t.action, url: content.url },
		notes: [t.why],
	};
}

export function outcomeBadge(outcome: OutcomeName, words: MailWords): NonNullable<Letter["badge"]> {
	return { text: words.outcome.word[outcome], tone: TONES[outcome] };
}

/** How it ended, in a sentence. */
export function endOf({ outcome, cause, decisions, request }: OutcomeContent, words: MailWords): string {
	const t = words.outcome;
	switch (outcome) {
		case "approved": {
			if (cause === "automatic") return t.approvedAutomatic;
			const names = namesOf(decisions, "approve", words);
			if (cause === "deadline") return names === "" ? t.approvedDeadline : t.approvedPartly(names);
			return names === "" ? t.approved : t.approvedBy(names);
		}
		case "rejected": {
			if (cause === "deadline") return t.rejectedDeadline;
			const names = namesOf(decisions, "reject", words);
			return names === "" ? t.rejected : t.rejectedBy(names);
		}
		case "expired":
			return cause === "pause_deadline" ? t.expiredPause : t.expired;
		case "cancelled":
			return request.stage === null ? t.withdrawn : t.withdrawnOpen;
	}
}

function namesOf(
	decisions: readonly MailDecision[],
	verdict: MailDecision["verdict"],
	words: MailWords,
): string {
	const names = decisions.filter((decision) => decision.verdict === verdict).map(({ name }) => name);
	return listOfNames([...new Set(names)], 4, words);
}

function decider({ name, onBehalfOf }: MailDecision, words: MailWords): string {
	const who = personName(name, words);
	return onBehalfOf == null ? who : words.outcome.decidedFor(who, personName(onBehalfOf, words));
}
