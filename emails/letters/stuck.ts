import type { Recipient, StuckContent } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import { clockTime } from "../times.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, deadlineOf, personName, subjectTitle } from "./shared.ts";

/** Tells an administrator that those who can still decide are too few for a stage. */
export function stuckLetter(content: StuckContent, recipient: Recipient, now: number): Letter {
	const { request } = content;
	const about = aboutRequest(request);
	const deadline = deadlineOf(request, recipient, now);
	const reason = content.reason === null ? "" : inertLine(content.reason, 500);
	const by = request.due === null ? "" : `, by ${clockTime(request.due, recipient.timeZone, now)}`;
	return {
		...about,
		subject: `Stuck: ${subjectTitle(request)}${by}`,
		preview: "Too few people can decide it. An administrator has to act.",
		badge: { text: "Stuck", tone: "bad" },
		opening: reason || "Those who can still decide are too few for what the stage needs.",
		facts: [{ label: "Asked by", value: personName(request.requesterName) }, ...about.facts],
		deadline:
			deadline === null
				? null
				: {
						...deadline,
						label: request.due !== null && request.due > now ? "Due" : deadline.label,
						otherwise: deadline.otherwise === null ? null : whatHappens(request.onDeadline),
					},
		decisions: [],
		code: null,
		action: { label: "See what is missing", url: content.url },
		notes: [
			"What helps: reassign it, put somebody into the group that is asked, or cancel it.",
			"You get this because you administer this workspace.",
		],
	};
}

/** A stage that cannot be satisfied is never passed by its deadline. */
function whatHappens(action: StuckContent["request"]["onDeadline"]): string {
	return action === "reject"
		? "If nothing changes by then, the request is rejected."
		: "If nothing changes by then, the request expires.";
}
