import type { OutcomeName } from "../../policy/outcome.ts";
import type { MailDecision, OutcomeContent, Recipient } from "../content.ts";
import { inertLines } from "../inert-text.ts";
import type { Tone } from "../theme.ts";
import { clockTime, clockTimeInZone } from "../times.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, listOfNames, personName, subjectTitle } from "./shared.ts";

const OUTCOMES: Record<OutcomeName, { word: string; tone: Tone }> = {
	approved: { word: "Approved", tone: "accent" },
	rejected: { word: "Rejected", tone: "bad" },
	expired: { word: "Expired", tone: "warn" },
	cancelled: { word: "Cancelled", tone: "quiet" },
};

const CHANNELS: Record<MailDecision["channel"], string> = {
	web: "in the inbox",
	email: "from an emailed link",
	slack: "in Slack",
	api: "through the API",
};

/** Tells the requester how the request ended, and who decided what. */
export function outcomeLetter(content: OutcomeContent, recipient: Recipient, now: number): Letter {
	const { request, outcome, decisions } = content;
	const { word, tone } = OUTCOMES[outcome];
	const opening = endOf(content);
	return {
		...aboutRequest(request),
		subject: `${word}: ${subjectTitle(request)}`,
		preview: opening,
		badge: { text: word, tone },
		opening:
			content.closedAt == null
				? opening
				: `${opening} It ended on ${clockTimeInZone(content.closedAt, recipient.timeZone, now)}.`,
		deadline: null,
		decisions: decisions.slice(0, 20).map((decision) => ({
			verdict: decision.verdict,
			line: `${decider(decision)} ${decision.verdict === "approve" ? "approved" : "rejected"}`,
			how: `${clockTime(decision.at, recipient.timeZone, now)}, ${CHANNELS[decision.channel]}`,
			comment: decision.comment === null ? null : inertLines(decision.comment, 1_000) || null,
		})),
		code: null,
		action: { label: "See the request", url: content.url },
		notes: ["You get this because the request is yours."],
	};
}

function endOf({ outcome, cause, decisions, request }: OutcomeContent): string {
	switch (outcome) {
		case "approved": {
			if (cause === "automatic")
				return "Approved without asking anybody: none of the policy's stages applied.";
			const names = namesOf(decisions, "approve");
			if (cause === "deadline") {
				return names === ""
					? "Approved: nobody decided in time, and then the policy approves."
					: `Approved: ${names} approved; for the rest time ran out, and then the policy approves.`;
			}
			return names === "" ? "Your request was approved." : `Your request was approved by ${names}.`;
		}
		case "rejected": {
			if (cause === "deadline") return "Rejected: it was not decided in time, and then the policy rejects.";
			const names = namesOf(decisions, "reject");
			return names === "" ? "Your request was rejected." : `Your request was rejected by ${names}.`;
		}
		case "expired":
			return cause === "pause_deadline"
				? "Your request expired: it was waiting for you, and that time ran out."
				: "Your request was not decided in time, so it has expired.";
		case "cancelled":
			return `Your request was withdrawn${request.stage === null ? "" : " before it was decided"}.`;
	}
}

function namesOf(decisions: readonly MailDecision[], verdict: MailDecision["verdict"]): string {
	const names = decisions.filter((decision) => decision.verdict === verdict).map(({ name }) => name);
	return listOfNames([...new Set(names)], 4);
}

function decider({ name, onBehalfOf }: MailDecision): string {
	return onBehalfOf == null ? personName(name) : `${personName(name)}, for ${personName(onBehalfOf)},`;
}
