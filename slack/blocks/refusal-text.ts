import type { Refusal } from "../../ledger/refusal.ts";
import type { SlackWords } from "../words/words.ts";
import { clockTime } from "./times.ts";

/** Why something was refused, with the outcome that stands: for the one who tried, in their language. */
export function refusalText(
	refusal: Refusal,
	{ timeZone, words, url }: { timeZone: string; words: SlackWords; url: string | null },
): string {
	const said = words.refused[refusal.code];
	const texts = [refusal.code === "invalid" ? `${said} ${refusal.message}` : said];
	const { outcome } = refusal;
	if (outcome !== null) {
		const when = clockTime(outcome.at, timeZone, words);
		texts.push(words.stands(words.state[outcome.outcome], when, outcome.by?.name ?? null));
	}
	if (url !== null && refusal.code === "step_up_required") texts.push(url);
	return texts.join("\n");
}
