/**
 * Does the work on every item, at most `lanes` at a time: each lane takes the next item when its last is done.
 * The first failure stops all lanes and is thrown.
 *
 * @returns the time of the whole, ms
 */
export async function inFlight<T>(
	items: readonly T[],
	lanes: number,
	work: (item: T) => Promise<unknown>,
): Promise<number> {
	const queue = items[Symbol.iterator]();
	let failed = false;
	const lane = async () => {
		for (const item of queue) {
			if (failed) return;
			try {
				await work(item);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: lanes }, lane));
	return performance.now() - began;
}
