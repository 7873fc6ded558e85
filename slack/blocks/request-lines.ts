import type { DecisionView, RequestView } from "../../ledger/read/request-view.ts";
import type { SlackContent } from "../../ledger/slack/load.ts";
import type { Need } from "../../policy/document.ts";
import type { SlackWords } from "../words/words.ts";
import { clockTime } from "./times.ts";

/** A person of the request, by name. */
export function nameOf(request: RequestView, id: string, words: SlackWords): string {
	return request.people[id]?.name ?? words.somebody;
}

/** Who decided what, when and where. */
export function decisionLine(
	request: RequestView,
	decision: DecisionView,
	timeZone: string,
	words: SlackWords,
): string {
	const by = nameOf(request, decision.by, words);
	const who =
		decision.onBehalfOf === null ? by : words.forSomebody(by, nameOf(request, decision.onBehalfOf, words));
	const said = words.decided[decision.verdict](
		who,
		clockTime(decision.at, timeZone, words),
		words.where[decision.channel],
	);
	return decision.comment === null ? said : `${said}\n${decision.comment}`;
}

/** How it stands for its reader. */
export function standingLine({ request, standing, recipient }: SlackContent, words: SlackWords): string {
	if (request.outcome !== null) {
		const state = words.state[request.outcome];
		return request.closedAt === null
			? state
			: `${state} · ${clockTime(request.closedAt, recipient.timeZone, words)}`;
	}
	switch (standing.kind) {
		case "asked":
			return words.waitsForYou;
		case "paused":
			return words.state[request.state];
		case "decided":
			return words.youDecided;
		case "over":
			return request.state === "open" && request.assignees.includes(recipient.id)
				? words.askedAnew
				: words.notAsked;
		case "stuck":
			return request.unsatisfiable ? words.stuck : words.state[request.state];
		case "requester":
			return words.state[request.state];
	}
}

/** What the open stage needs, in words. */
export function needText(need: Need, words: SlackWords): string {
	if (need === "all") return words.needAll;
	if (typeof need === "number") return words.needCount(need);
	if (typeof need === "string") return need;
	return Object.entries(need)
		.map(([group, count]) => words.needOf(group, count))
		.join(", ");
}
