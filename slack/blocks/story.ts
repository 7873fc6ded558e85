import type { SlackContent } from "../../ledger/slack/load.ts";
import { type SlackWords, wordsOf } from "../words/words.ts";
import type { KnownBlock } from "./shapes.ts";
import { fallback, lines } from "./text.ts";
import { clockTime } from "./times.ts";

/** What happened since the thread was told last, as one reply; null where there is nothing to tell. */
export function storyReply({
	story,
	request,
	recipient,
}: SlackContent): { text: string; blocks: KnownBlock[] } | null {
	if (request.outcome !== null || story.length === 0) return null;
	const words = wordsOf(recipient.language);
	const told = story.slice(-10).map((item) => lines(storyLine(item, recipient.timeZone, words), 1_000));
	return {
		text: fallback(storyLine(story.at(-1) as SlackContent["story"][number], recipient.timeZone, words)),
		blocks: told.map((text) => ({ type: "section", text })),
	};
}

function storyLine(item: SlackContent["story"][number], timeZone: string, words: SlackWords): string {
	const who = item.by ?? words.somebody;
	const when = clockTime(item.at, timeZone, words);
	if (item.kind === "reminded" || item.kind === "escalated") return words.story[item.kind];
	if (item.kind === "decided") {
		const verdict = item.verdict === "reject" ? "reject" : "approve";
		const where = words.where[item.channel as keyof SlackWords["where"]] ?? "";
		const said = words.decided[verdict](who, when, where);
		return item.comment === null ? said : `${said}\n${item.comment}`;
	}
	const said = `${words.story[item.kind](who)} · ${when}`;
	return item.comment === null ? said : `${said}\n${item.comment}`;
}
