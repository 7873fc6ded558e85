import type { ReplaySummary } from "../../../ledger/replay/replay-summary.ts";
import { shortSpan } from "../../words/time.ts";
import { words } from "../../words/words.ts";

const t = words.replay.sentences;

/** What a replay came to, in sentences: first what matters most, then what to bear in mind. */
export function replaySentences(summary: ReplaySummary): { main: string[]; notes: string[] } {
	const { requests, changed, asked, escalations, automatic, unsatisfiable, time } = summary;
	const main = [t.outcomes(changed, requests), t.asked(asked.old, asked.new)];
	if (asked.more + asked.fewer > 0) main.push(t.moreFewer(asked.more, asked.fewer));
	const [oldMedian, newMedian] = [time.old.medianMs, time.new.medianMs];
	if (oldMedian !== null && newMedian !== null) main.push(t.time(shortSpan(oldMedian), shortSpan(newMedian)));
	const [oldSlow, newSlow] = [time.old.p90Ms, time.new.p90Ms];
	if (oldSlow !== null && newSlow !== null) main.push(t.slow(shortSpan(oldSlow), shortSpan(newSlow)));
	if (escalations.old + escalations.new > 0) main.push(t.escalations(escalations.old, escalations.new));
	if (automatic.old + automatic.new > 0) main.push(t.automatic(automatic.old, automatic.new));
	if (unsatisfiable.old + unsatisfiable.new > 0)
		main.push(t.unsatisfiable(unsatisfiable.old, unsatisfiable.new));
	const counted: [number, (n: number) => string][] = [
		[summary.contextNoLongerFits, t.contextNoLongerFits],
		[summary.refusedDecisions, t.refusedDecisions],
		[summary.conditionFailed, t.conditionFailed],
		[summary.ranOn, t.ranOn],
		[summary.stillOpen, t.stillOpen],
	];
	return { main, notes: [...counted.flatMap(([n, say]) => (n > 0 ? [say(n)] : [])), t.directory] };
}
