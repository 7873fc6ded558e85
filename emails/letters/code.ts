import type { CodeContent } from "../content.ts";
import { inertLine } from "../inert-text.ts";
import type { Letter } from "./letter.ts";
import { aboutRequest, subjectTitle } from "./shared.ts";

/** The one-time code. It stands in the mail's body alone: subjects show on locked screens. */
export function codeLetter(content: CodeContent): Letter {
	const { place, title } = aboutRequest(content.request);
	const minutes = content.minutes === 1 ? "1 minute" : `${content.minutes} minutes`;
	return {
		subject: `Your code for: ${subjectTitle(content.request)}, good for ${minutes}`,
		preview: `The code that you asked for is good for ${minutes}.`,
		badge: { text: "One-time code", tone: "quiet" },
		place,
		title,
		opening: `Type this code on the page where you asked for it. It works once, within ${minutes}.`,
		summary: null,
		facts: [],
		deadline: null,
		decisions: [],
		code: inertLine(content.code, 20),
		action: null,
		notes: [
			"You get this because a code was asked for with a link mailed to you. If that was not you, do nothing: without the code nothing is decided.",
			"Nobody from Countersign ever asks you for this code.",
		],
	};
}
