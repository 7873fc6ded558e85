import type { MailRequest, Recipient } from "../content.ts";
import { inertLine, inertLines } from "../inert-text.ts";
import { clockTimeInZone, fromNow } from "../times.ts";
import type { Letter } from "./letter.ts";

const MOST_FACTS = 12;

/** The parts that every letter about a request has. */
export function aboutRequest(request: MailRequest): Pick<Letter, "place" | "title" | "summary" | "facts"> {
	const facts = request.fields.slice(0, MOST_FACTS).map(({ label, value }) => ({
		label: inertLine(label, 80),
		value: inertLines(value, 500) || "–",
	}));
	const more = request.fields.length - facts.length;
	if (more > 0) facts.push({ label: "And", value: `${more} more on the request's page` });
	return {
		place: placeOf(request),
		title: inertLine(request.title, 300) || "Untitled request",
		summary: request.summary === null ? null : inertLines(request.summary, 2_000) || null,
		facts,
	};
}

function placeOf(request: MailRequest): string {
	const policy = inertLine(request.policyTitle, 120);
	if (request.stage === null) return policy;
	const stage = inertLine(request.stage, 64);
	if (request.stageCount <= 1 || request.stageNumber === null) return policy;
	return `${policy} · Stage ${request.stageNumber} of ${request.stageCount}: ${stage}`;
}

export function personName(name: string): string {
	return inertLine(name, 80) || "somebody";
}

/** The title as a subject holds it. */
export function subjectTitle(request: MailRequest): string {
	return inertLine(request.title, 90) || "untitled request";
}

/** When it is due, in the reader's zone and in words, and what happens then. */
export function deadlineOf(request: MailRequest, recipient: Recipient, now: number): Letter["deadline"] {
	if (request.due === null) return null;
	return {
		label: request.due > now ? "Decide by" : "Was due",
		at: clockTimeInZone(request.due, recipient.timeZone, now),
		inWords: fromNow(request.due, now),
		otherwise: request.due > now ? otherwise(request.onDeadline) : null,
	};
}

function otherwise(action: MailRequest["onDeadline"]): string | null {
	switch (action) {
		case "cancel":
			return "If nobody decides by then, the request is cancelled.";
		case "reject":
			return "If nobody decides by then, the request is rejected.";
		case "approve":
			return "If nobody decides by then, this stage counts as approved.";
		case null:
			return null;
	}
}

/** `Ana`, `Ana and Bo`, `Ana, Bo and 3 others`. */
export function listOfNames(names: readonly string[], most: number): string {
	const shown = names.slice(0, most).map(personName);
	const more = names.length - shown.length;
	if (more > 0) shown.push(more === 1 ? "1 other" : `${more} others`);
	const last = shown.pop() ?? "";
	return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
