/** One seat that a voter could take, and the pools of slots that a vote on it may fill. */
export interface SeatChoice {
	seat: string;
	pools: readonly number[];
}

/**
 * The greatest number of places in pools that voters can fill, each from one seat, each seat used once.
 * A maximum flow voter → seat → pool by augmenting paths (Ford and Fulkerson); all but the pools carry one.
 *
 * @param choices for each voter the seats they could take
 * @param capacity for each pool its number of places
 */
export function seatedFlow(choices: readonly (readonly SeatChoice[])[], capacity: readonly number[]): number {
	const sitting = new Map<string, number>();
	const placed = new Map<string, { pool: number; pools: readonly number[] }>();
	const used = capacity.map(() => 0);

	/** Finds a way for `voter` to fill one more place, moving others where that makes room. */
	const seat = (voter: number, tried: Set<string>): boolean => {
		for (const choice of choices[voter] ?? []) {
			const mark = `seat ${choice.seat}`;
			if (tried.has(mark)) continue;
			tried.add(mark);
			const other = sitting.get(choice.seat);
			// Who sits there moves to another seat, and its place stays filled; or the seat is free and finds a place.
			const room = other === undefined ? place(choice.seat, choice.pools, tried) : seat(other, tried);
			if (room) {
				sitting.set(choice.seat, voter);
				return true;
			}
		}
		return false;
	};

	/** Finds a place for a seat that has a voter, moving another seat's vote where that makes room. */
	const place = (id: string, pools: readonly number[], tried: Set<string>): boolean => {
		for (const pool of pools) {
			const mark = `pool ${pool}`;
			if (tried.has(mark)) continue;
			tried.add(mark);
			if ((used[pool] ?? 0) < (capacity[pool] ?? 0)) {
				used[pool] = (used[pool] ?? 0) + 1;
				placed.set(id, { pool, pools });
				return true;
			}
			for (const [held, at] of [...placed]) {
				if (at.pool !== pool) continue;
				if (makeWay(held, at.pools, tried)) {
					placed.set(id, { pool, pools });
					return true;
				}
			}
		}
		return false;
	};

	/** A seat gives up its place: its vote fills another pool, or its voter another seat. */
	const makeWay = (held: string, pools: readonly number[], tried: Set<string>): boolean => {
		if (place(held, pools, tried)) return true;
		const mark = `seat ${held}`;
		const voter = sitting.get(held);
		if (voter === undefined || tried.has(mark)) return false;
		tried.add(mark);
		if (!seat(voter, tried)) return false;
		sitting.delete(held);
		placed.delete(held);
		return true;
	};

	let size = 0;
	for (const voter of choices.keys()) if (seat(voter, new Set())) size += 1;
	return size;
}
