import type { RequestView } from "../../ledger/read/request-view.ts";
import type { SlackWords } from "../words/words.ts";
import { OPEN_ACTION } from "./ids.ts";
import { nameOf } from "./request-lines.ts";
import type { KnownBlock } from "./shapes.ts";
import { line, lines } from "./text.ts";
import { clockTime } from "./times.ts";

/** Requests in short, each with a link; the same for `/approvals` and the App Home. */
export function requestList(
	requests: readonly RequestView[],
	{ site, timeZone, words }: { site: string; timeZone: string; words: SlackWords },
): KnownBlock[] {
	return requests.map((request) => {
		const about = [words.asks(nameOf(request, request.requester, words), request.policy.title)];
		about.push(
			request.due === null ? words.state[request.state] : words.due(clockTime(request.due, timeZone, words)),
		);
		return {
			type: "section",
			text: lines(`${request.title}\n${about.join(" · ")}`, 1_000),
			accessory: {
				type: "button",
				action_id: OPEN_ACTION,
				text: line(words.buttons.open, 75),
				url: `${site}/requests/${request.id}`,
			},
		};
	});
}
