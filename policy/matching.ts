/**
 * The greatest number of voters that can each be given a place of their own in a pool they fit.
 * Augmenting paths (Kuhn's algorithm) over pools with a capacity.
 *
 * @param fits for each voter the indices of the pools they fit
 * @param capacity for each pool its number of places
 */
export function matchingSize(fits: readonly (readonly number[])[], capacity: readonly number[]): number {
	const holders: number[][] = capacity.map(() => []);

	/** Gives `voter` a place, moving those who hold one where that makes room. */
	const place = (voter: number, tried: Set<number>): boolean => {
		for (const pool of fits[voter] ?? []) {
			if (tried.has(pool)) continue;
			tried.add(pool);
			const held = holders[pool] ?? [];
			if (held.length < (capacity[pool] ?? 0)) {
				held.push(voter);
				return true;
			}
			for (const [i, holder] of held.entries()) {
				if (place(holder, tried)) {
					held[i] = voter;
					return true;
				}
			}
		}
		return false;
	};

	let size = 0;
	for (const voter of fits.keys()) {
		if (place(voter, new Set())) size += 1;
	}
	return size;
}
