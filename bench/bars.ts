/** One line of the result. */
export interface Line {
	/** P1 … P11, as in the quality document; a letter behind it for what is told beside. */
	id: string;
	what: string;
	ours: number;
	/** What it is held against; absent where the bar is a number. */
	bare?: number;
	unit: string;
	/** ours / bare, or, where less is better against a number, absent. */
	ratio?: number;
	/** What must hold; absent for lines that only inform. */
	bar?: Bar;
	note?: string;
}

export interface Bar {
	/** `ratio`: of the ratio; `ours`: of our number. */
	of: "ratio" | "ours";
	is: "at least" | "at most";
	value: number;
}

/** Whether a line keeps its bar; undefined where it has none. */
export function keeps(line: Line): boolean | undefined {
	if (line.bar === undefined) return undefined;
	const value = line.bar.of === "ratio" ? (line.ratio ?? Number.NaN) : line.ours;
	return line.bar.is === "at least" ? value >= line.bar.value : value <= line.bar.value;
}
