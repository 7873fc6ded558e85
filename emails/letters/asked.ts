import type { AskedContent, Recipient } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import { clockTime, fromNow } from "../times.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, deadlineOf, listOfNames, personName, subjectTitle } from "./shared.ts";

const SUBJECTS = { asked: "Decide", reminded: "Reminder", escalated: "Escalated to you" } as const;

/** Asks to decide, reminds of it, or brings somebody in because time ran out. */
export function askedLetter(content: AskedContent, recipient: Recipient, now: number): Letter {
	const { request, kind } = content;
	const requester = personName(request.requesterName);
	const due = request.due === null ? null : clockTime(request.due, recipient.timeZone, now);
	return {
		...aboutRequest(request),
		subject: `${SUBJECTS[kind]}: ${subjectTitle(request)}${due === null ? "" : `, by ${due}`}`,
		preview:
			request.due === null
				? `${requester} asks you to decide.`
				: `${requester} asks you to decide. It is due ${fromNow(request.due, now)}.`,
		badge: badgeOf(content),
		opening: openingOf(content, requester, recipient, now),
		deadline: deadlineOf(request, recipient, now),
		decisions: [],
		code: null,
		action: { label: "Review and decide", url: content.link },
		notes: [
			whyOf(content),
			...othersOf(content),
			"The link is for you alone: please do not forward this mail.",
		],
	};
}

function badgeOf({ kind, number }: AskedContent): Letter["badge"] {
	switch (kind) {
		case "asked":
			return null;
		case "reminded":
			return { text: number != null && number > 0 ? `Reminder ${number}` : "Reminder", tone: "warn" };
		case "escalated":
			return { text: "Escalated to you", tone: "warn" };
	}
}

function openingOf(content: AskedContent, requester: string, recipient: Recipient, now: number): string {
	switch (content.kind) {
		case "asked":
			return `${requester} asks you to decide.`;
		case "reminded":
			return `${requester} asked you to decide, and your decision is still missing.`;
		case "escalated": {
			const whom = content.waitingFor == null ? "" : ` ${inertLine(content.waitingFor, 200)}`;
			const since =
				content.since == null ? " yet" : ` since ${clockTime(content.since, recipient.timeZone, now)}`;
			const how = content.instead === true ? "instead" : "too";
			return `Nobody${whom} has decided${since}, so you are asked ${how}. ${requester} is waiting.`;
		}
	}
}

function whyOf({ kind, number, request, onBehalfOf }: AskedContent): string {
	const policy = inertLine(request.policyTitle, 120);
	if (onBehalfOf != null) {
		return `You get this because you decide for ${personName(onBehalfOf)}, who is away.`;
	}
	switch (kind) {
		case "asked":
			return `You get this because the policy «${policy}» names you as an approver.`;
		case "reminded":
			return `You get this because the policy «${policy}» names you as an approver and reminds you until it is decided${number != null && number > 0 ? `; this is reminder ${number}` : ""}.`;
		case "escalated":
			return `You get this because the policy «${policy}» brings you in when time runs short.`;
	}
}

function othersOf({ othersAsked }: AskedContent): string[] {
	return othersAsked.length === 0 ? [] : [`Also asked: ${listOfNames(othersAsked, 5)}.`];
}
