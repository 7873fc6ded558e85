import { keeps, type Line } from "./bars.ts";
import { rounded } from "./measure/statistics.ts";

/** The lines as a table for a terminal. */
export function table(lines: readonly Line[]): string {
	const head = ["", "measure", "ours", "bare", "unit", "ratio", "bar", ""];
	const rows = lines.map((line) => [
		line.id,
		line.what,
		String(rounded(line.ours)),
		line.bare === undefined ? "" : String(rounded(line.bare)),
		line.unit,
		line.ratio === undefined ? "" : line.ratio.toFixed(2),
		line.bar === undefined ? "" : `${line.bar.is === "at least" ? "≥" : "≤"} ${line.bar.value}`,
		verdict(line),
	]);
	const widths = head.map((name, column) =>
		Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const print = (cells: readonly string[]) =>
		cells
			.map((cell, column) =>
				isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
			)
			.join("  ")
			.trimEnd();
	return [print(head), print(widths.map((width) => "─".repeat(width))), ...rows.map(print)].join("\n");
}

function isNumber(column: number): boolean {
	return column === 2 || column === 3 || column === 5;
}

function verdict(line: Line): string {
	const kept = keeps(line);
	return kept === undefined ? "" : kept ? "kept" : "MISSED";
}
