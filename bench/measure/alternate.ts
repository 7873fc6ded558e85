/**
 * Runs two sides in turn, each round in the other order than the one before (A B, B A, A B, …), so that neither
 * always has the warmer caches or the fuller tables.
 */
export async function alternate<A, B>(
	rounds: number,
	a: () => Promise<A>,
	b: () => Promise<B>,
): Promise<{ a: A; b: B }[]> {
	const results: { a: A; b: B }[] = [];
	for (let round = 0; round < rounds; round += 1) {
		if (round % 2 === 0) {
			const first = await a();
			results.push({ a: first, b: await b() });
		} else {
			const first = await b();
			results.push({ a: await a(), b: first });
		}
	}
	return results;
}
