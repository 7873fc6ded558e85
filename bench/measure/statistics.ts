/** The value below which the given share (0 to 1) of the values lies: nearest rank. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? Number.NaN;
	return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Three digits that count; enough for a figure whose next run differs in the second. */
export function rounded(value: number): number {
	return Number(value.toPrecision(3));
}
