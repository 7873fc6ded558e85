import type { RequestView } from "../../ledger/read/request-view.ts";
import type { SlackWords } from "../words/words.ts";
import { requestList } from "./request-list.ts";
import type { HomeView, KnownBlock } from "./shapes.ts";
import { line, lines } from "./text.ts";

/** The App Home: what waits for its reader, and what they asked for. */
export function homeView(input: {
	waiting: readonly RequestView[];
	mine: readonly RequestView[];
	site: string;
	timeZone: string;
	words: SlackWords;
}): HomeView {
	const { waiting, mine, words } = input;
	const none = (text: string): KnownBlock[] => [{ type: "section", text: line(text, 300) }];
	return {
		type: "home",
		blocks: [
			{ type: "header", text: line(words.home.waiting, 150) },
			...(waiting.length === 0 ? none(words.command.nothing) : requestList(waiting, input)),
			{ type: "divider" },
			{ type: "header", text: line(words.home.mine, 150) },
			...(mine.length === 0 ? none(words.home.noneMine) : requestList(mine, input)),
		],
	};
}

/** The App Home of somebody who is nobody here. */
export function strangerHome(why: string, words: SlackWords): HomeView {
	return {
		type: "home",
		blocks: [
			{ type: "header", text: line(words.home.unlinked, 150) },
			{ type: "section", text: lines(why, 1_000) },
		],
	};
}
