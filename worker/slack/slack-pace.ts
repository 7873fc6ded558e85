/** Slack takes one message a second to one conversation; https://docs.slack.dev/apis/web-api/rate-limits. */
const POST_EVERY_MS = 1_050;
/** So long apart calls are tried again that a 429 held up: many at once would only meet the next. */
const AGAIN_EVERY_MS = 250;

/** Turns are given out so far ahead: who asks again and again must not push the others back for ever. */
const LONGEST_QUEUE_MS = 5_000;
/** Clocks round: who comes a moment too early would lose its turn. */
const ROUNDING_MS = 20;

interface Lane {
	/** Nothing before this, ms on the given clock. */
	freeAt: number;
	/** Up to when calls that had to wait were put off. */
	tail: number;
	/** The call that is under way, and those behind it. */
	last: Promise<unknown>;
}

/**
 * When the next call may go out, by team, method and, for messages, conversation. Calls that must wait are told for
 * how long and go back to the ledger; others pass. Held by one process: Slack's own 429 is what binds several.
 */
export class SlackPace {
	readonly #lanes = new Map<string, Lane>();
	readonly #now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** 0: go ahead, and counted; else how many ms to wait. */
	ask(team: string, method: string, channel: string | null): number {
		const lane = this.#lane(team, method, channel);
		const now = this.#now();
		const post = method === "chat.postMessage";
		if (lane.freeAt <= now) {
			if (post) lane.freeAt = now + POST_EVERY_MS;
			return 0;
		}
		const soonest = lane.freeAt + ROUNDING_MS;
		const turn = Math.min(Math.max(lane.tail, soonest), soonest + LONGEST_QUEUE_MS);
		lane.tail = turn + (post ? POST_EVERY_MS : AGAIN_EVERY_MS);
		return Math.max(1, turn - now);
	}

	/**
	 * Runs the calls of a lane one after the other: of two at once, one would be under way when the other hears that
	 * there are too many.
	 */
	inTurn<T>(team: string, method: string, channel: string | null, work: () => Promise<T>): Promise<T> {
		const lane = this.#lane(team, method, channel);
		const turn = lane.last.then(work);
		lane.last = turn.catch(() => undefined);
		return turn;
	}

	/** Slack answered 429: nothing on this lane until then. */
	hold(team: string, method: string, channel: string | null, retryAfterMs: number): void {
		const lane = this.#lane(team, method, channel);
		lane.freeAt = Math.max(lane.freeAt, this.#now() + retryAfterMs);
	}

	#lane(team: string, method: string, channel: string | null): Lane {
		if (this.#lanes.size > 10_000) this.#forget();
		const name = `${team} ${method} ${channel ?? ""}`;
		const lane = this.#lanes.get(name) ?? { freeAt: 0, tail: 0, last: Promise.resolve() };
		this.#lanes.set(name, lane);
		return lane;
	}

	#forget(): void {
		const now = this.#now();
		for (const [name, lane] of this.#lanes)
			if (lane.freeAt < now && lane.tail < now) this.#lanes.delete(name);
	}
}
