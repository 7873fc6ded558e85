import type { Recipient, StuckContent } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import { clockTime } from "../times.ts";
import type { MailWords } from "../words/words.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, deadlineOf, personName, subjectTitle } from "./shared.ts";

/** Tells an administrator that those who can still decide are too few for a stage, or that its condition failed. */
export function stuckLetter(
	content: StuckContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter {
	const t = words.stuck;
	const { request } = content;
	const failed = content.conditionFailed != null;
	const about = aboutRequest(request, words);
	const word = failed ? t.failedWord : t.word;
	const subject = `${word}: ${subjectTitle(request, words)}`;
	return {
		...about,
		subject:
			request.due === null
				? subject
				: words.by(subject, clockTime(request.due, recipient.timeZone, now, words)),
		preview: failed ? t.failedPreview : t.preview,
		badge: { text: word, tone: "bad" },
		opening: reasonOf(content, words) || t.tooFew,
		words: null,
		facts: [{ label: t.askedBy, value: personName(request.requesterName, words) }, ...about.facts],
		deadline: failed
			? deadlineOf(request, recipient, now, words)
			: stuckDeadline(content, recipient, now, words),
		decisions: [],
		code: null,
		action: { label: failed ? t.failedAction : t.action, url: content.url },
		notes: [failed ? t.failedHelps : t.helps, t.why],
	};
}

/** A stage that cannot be satisfied is never passed by its deadline. */
function stuckDeadline(
	{ request }: StuckContent,
	recipient: Recipient,
	now: number,
	words: MailWords,
): Letter["deadline"] {
	const deadline = deadlineOf(request, recipient, now, words);
	if (deadline === null) return null;
	const { rejects, expires } = words.stuck;
	return {
		...deadline,
		label: request.due !== null && request.due > now ? words.deadline.due : deadline.label,
		otherwise: deadline.otherwise === null ? null : request.onDeadline === "reject" ? rejects : expires,
	};
}

function reasonOf({ conditionFailed, reason, request }: StuckContent, { stuck: t }: MailWords): string {
	if (conditionFailed == null) return reason === null ? "" : inertLine(reason, 500);
	const stage = request.stage === null ? null : inertLine(request.stage, 64);
	const failures: Record<string, string> = t.failures;
	const why = Object.hasOwn(failures, conditionFailed) ? failures[conditionFailed] : undefined;
	return t.failed(stage, why ?? t.failures.failed);
}
