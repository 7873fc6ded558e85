import type { ReplayedRequest, ReplaySummary, ReplayTimes } from "../sdk/index.ts";
import { lengthText, localTime } from "./instants.ts";
import { plain } from "./terminal.ts";

/** What a replay comes to, for people; then the requests given. */
export function replayText(summary: ReplaySummary, changed: readonly ReplayedRequest[]): string {
	const { policy, asked, escalations, automatic, unsatisfiable, time } = summary;
	const what = policy.version === null ? "this draft" : `version ${policy.version}`;
	const lines = [
		`Policy ${policy.name}, ${what}, over ${requestsText(summary.requests)} submitted from ${localTime(summary.from)} to ${localTime(summary.to)}.`,
		"People, groups, delegations, calendars and rotas are those of now.",
	];
	if (summary.stillOpen > 0) lines.push(`${requestsText(summary.stillOpen)} still open: left out.`);
	if (summary.beyondLimit > 0) lines.push(`${requestsText(summary.beyondLimit)} older: left out by --limit.`);
	if (summary.requests === 0) return lines.join("\n");
	const rows: [string, string, string][] = [
		["", "then", "with it"],
		...(["approved", "rejected", "expired", "cancelled"] as const).map(
			(outcome): [string, string, string] => [
				outcome,
				String(summary.outcomes.old[outcome]),
				String(summary.outcomes.new[outcome]),
			],
		),
		["approved automatically", String(automatic.old), String(automatic.new)],
		["people asked", String(asked.old), String(asked.new)],
		["escalations", String(escalations.old), String(escalations.new)],
		["stages nobody could satisfy", String(unsatisfiable.old), String(unsatisfiable.new)],
		["median time to outcome", timeText(time.old, "medianMs"), timeText(time.new, "medianMs")],
		["time of nine in ten", timeText(time.old, "p90Ms"), timeText(time.new, "p90Ms")],
	];
	lines.push(
		"",
		...rows.map(([name, old, now]) => `${name.padEnd(28)}${old.padStart(10)}${now.padStart(10)}`),
		"",
	);
	lines.push(`${requestsText(summary.changed)} with another outcome${changesText(summary)}.`);
	lines.push(`More people asked in ${asked.more}, fewer in ${asked.fewer}.`);
	if (summary.contextNoLongerFits > 0)
		lines.push(
			`${requestsText(summary.contextNoLongerFits)} whose context does not fit: they would be refused.`,
		);
	if (summary.conditionFailed > 0)
		lines.push(`${requestsText(summary.conditionFailed)} with a condition that could not be evaluated.`);
	if (summary.refusedDecisions > 0)
		lines.push(`${summary.refusedDecisions} real decisions count as nothing: it would have refused them.`);
	if (summary.ranOn > 0)
		lines.push(`${requestsText(summary.ranOn)} ended by time alone after what people did then.`);
	if (changed.length > 0) lines.push("", ...changed.map(changeLine));
	if (changed.length < summary.changed)
		lines.push(`… and ${summary.changed - changed.length} more: --json lists all.`);
	return lines.join("\n");
}

function requestsText(n: number): string {
	return n === 1 ? "1 request" : `${n} requests`;
}

function changesText({ changes }: ReplaySummary): string {
	if (changes.length === 0) return "";
	return `: ${changes.map(({ from, to, requests }) => `${requests} ${from} → ${to}`).join(", ")}`;
}

function timeText(times: ReplayTimes, which: keyof ReplayTimes): string {
	const ms = times[which];
	return ms === null ? "" : lengthText(ms);
}

function changeLine(item: ReplayedRequest): string {
	return `${item.id}  ${item.old.outcome} → ${item.new?.outcome ?? "refused"}  ${plain(item.title)}`;
}
