import type { Violation } from "./invariants.ts";
import { PARTS } from "./parts.ts";
import type { PressedDecision } from "./round.ts";
import { FAULT_KINDS, MOMENTS, type Round } from "./schedule.ts";

/** A round that was played, and what was found afterwards. */
export interface PlayedRound {
	round: Round;
	pressed: PressedDecision[];
	/** Decisions of its requests that are in the ledger. */
	inLedger: ReadonlySet<string>;
	violations: Pick<Violation, "requestId" | "what">[];
}

const HEAD = [
	"fault",
	"moment",
	"faults",
	"sent",
	"answered",
	"refused",
	"no answer",
	"decisions answered",
	"found",
	"violations",
] as const;

/**
 * The table of a run, a row for each cell of fault × moment that was played. `sent`, `answered`, `refused` and
 * `no answer` count presses; `decisions answered` the different decisions among the answers, `found` those of
 * them that are in the ledger.
 */
export function tableOf(played: readonly PlayedRound[]): string {
	const rows: string[][] = [[...HEAD]];
	for (const part of PARTS) {
		for (const kind of FAULT_KINDS) {
			for (const moment of MOMENTS) {
				const own = played.filter(
					({ round }) => round.part === part && round.kind === kind && round.moment === moment,
				);
				if (own.length > 0) rows.push([`${kind} ${part}`, moment, ...countsOf(own).map(String)]);
			}
		}
	}
	rows.push(["all", "", ...countsOf(played).map(String)]);
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const lines = rows.map((row) =>
		row
			.map((cell, column) =>
				column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
			)
			.join("  ")
			.trimEnd(),
	);
	return lines.join("\n");
}

function countsOf(played: readonly PlayedRound[]): number[] {
	const presses = played.flatMap(({ pressed }) => pressed.flatMap((one) => one.presses));
	const count = (result: string) => presses.filter((press) => press.result === result).length;
	const decisions = new Set(
		presses.flatMap((press) => (press.result === "answered" ? press.decisionId : [])),
	);
	const found = played.flatMap(({ inLedger }) => [...inLedger]).filter((id) => decisions.has(id));
	return [
		played.length,
		presses.length,
		count("answered"),
		count("refused"),
		count("unanswered"),
		decisions.size,
		new Set(found).size,
		played.flatMap(({ violations }) => violations).length,
	];
}
