/** Long past what anything takes: a limit for hanging, not for slowness. */
const LIMIT_MS = 240_000;

/**
 * Looks again and again until there is an answer. A look that throws is one that found nothing: while parts are
 * away, looking fails.
 *
 * Throws after four minutes, with what the last look threw.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | null | false>): Promise<T> {
	const end = Date.now() + LIMIT_MS;
	for (;;) {
		let cause: unknown;
		try {
			const found = await look();
			if (found) return found;
		} catch (error) {
			cause = error;
		}
		if (Date.now() > end) throw new Error(`${what}: not after ${LIMIT_MS / 1000} s`, { cause });
		await pause(150);
	}
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
