/** So many failing hosts are remembered. */
const MOST_FAILING = 1_000;

/**
 * How many calls are under way to each host, and how many more may begin. A host whose last call failed gets one at a
 * time until one succeeds again: dead receivers take few of the places that all share.
 */
export class HostLanes {
	readonly #most: number;
	readonly #perHost: number;
	readonly #underWay = new Map<string, number>();
	readonly #failing = new Set<string>();
	#total = 0;

	constructor(most: number, perHost: number) {
		this.#most = most;
		this.#perHost = perHost;
	}

	/** How many calls may begin in all. */
	get free(): number {
		return this.#most - this.#total;
	}

	/** How many calls may begin to each host for which that is not the usual number. */
	rooms(): Map<string, number> {
		const hosts = new Set([...this.#underWay.keys(), ...this.#failing]);
		return new Map([...hosts].map((host) => [host, Math.max(0, this.#limit(host) - this.#of(host))]));
	}

	begin(host: string): void {
		this.#total += 1;
		this.#underWay.set(host, this.#of(host) + 1);
	}

	/** @param well the host answered that it took what it was sent */
	end(host: string, well: boolean): void {
		this.#total -= 1;
		const left = this.#of(host) - 1;
		if (left === 0) this.#underWay.delete(host);
		else this.#underWay.set(host, left);
		this.#failing.delete(host);
		if (!well) this.#failing.add(host);
		const [oldest] = this.#failing;
		if (this.#failing.size > MOST_FAILING && oldest !== undefined) this.#failing.delete(oldest);
	}

	#limit(host: string): number {
		return this.#failing.has(host) ? 1 : this.#perHost;
	}

	#of(host: string): number {
		return this.#underWay.get(host) ?? 0;
	}
}
