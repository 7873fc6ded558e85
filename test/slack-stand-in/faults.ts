/** What goes wrong with a call. `performs`: the call took effect all the same; only its answer is bad or lost. */
export type Fault =
	| { kind: "rate_limited"; retryAfter: number }
	| { kind: "status"; status: number; performs?: boolean }
	/** HTTP 200 with `ok: false` and this code, such as `internal_error`. */
	| { kind: "error"; error: string }
	/** Never answered, until the stand-in closes or `release()`. */
	| { kind: "hang"; performs?: boolean }
	/** The connection is cut. */
	| { kind: "drop"; performs?: boolean }
	/** Performed, then answered this much later. */
	| { kind: "slow"; ms: number }
	/** HTTP 200 with a page of HTML, as a proxy in between would. */
	| { kind: "garbage"; performs?: boolean };

/** The faults that were ordered, and which call gets which. Replayable: shares are drawn from a seeded sequence. */
export class Faults {
	#next: { fault: Fault; method: string | null; left: number }[] = [];
	#share: { fault: Fault; method: string | null; share: number; draw: () => number } | null = null;
	#down: Fault | null = null;
	#until = 0;
	readonly #now: () => number;
	readonly #onDown: () => void;
	#held: (() => void)[] = [];

	constructor(now: () => number, onDown: () => void) {
		this.#now = now;
		this.#onDown = onDown;
	}

	/** The next `times` calls (of one method, such as `chat.update` or `response_url`; else of any) fail like this. */
	next(fault: Fault, options: { times?: number; method?: string } = {}): void {
		this.#next.push({ fault, method: options.method ?? null, left: options.times ?? 1 });
	}

	/** Of all calls (of one method), this share fails like this, until `clear()`. */
	ratio(share: number, fault: Fault, options: { seed?: number; method?: string } = {}): void {
		this.#share = { fault, method: options.method ?? null, share, draw: sequence(options.seed ?? 1) };
	}

	/** Every call fails and every socket is cut, until `up()` or `forMs` have passed. */
	down(options: { forMs?: number; fault?: Fault } = {}): void {
		this.#down = options.fault ?? { kind: "status", status: 503 };
		this.#until = options.forMs === undefined ? Number.POSITIVE_INFINITY : this.#now() + options.forMs;
		this.#onDown();
	}

	up(): void {
		this.#down = null;
	}

	get isDown(): boolean {
		if (this.#down && this.#now() >= this.#until) this.#down = null;
		return this.#down !== null;
	}

	/** No more faults; calls that hang are cut. */
	clear(): void {
		this.#next = [];
		this.#share = null;
		this.#down = null;
		this.release();
	}

	/** Cuts the calls that hang. */
	release(): void {
		for (const cut of this.#held.splice(0)) cut();
	}

	hold(cut: () => void): void {
		this.#held.push(cut);
	}

	take(method: string): Fault | null {
		if (this.isDown && this.#down) return this.#down;
		const at = this.#next.findIndex((order) => order.method === null || order.method === method);
		const order = this.#next[at];
		if (order) {
			order.left -= 1;
			if (order.left <= 0) this.#next.splice(at, 1);
			return order.fault;
		}
		const share = this.#share;
		if (share && (share.method === null || share.method === method) && share.draw() < share.share) {
			return share.fault;
		}
		return null;
	}
}

/** Numbers in [0, 1) that the seed fixes: mulberry32. */
function sequence(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
