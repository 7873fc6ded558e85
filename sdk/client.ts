import { Policies } from "./policies.ts";
import { type ClientOptions, segment, Transport } from "./transport.ts";
import type {
	ApprovalRequest,
	ClosedRequest,
	Decided,
	Page,
	RequestFilter,
	Submission,
	Timeline,
	Verdict,
} from "./types.ts";
import { type WaitOptions, waitForOutcome } from "./wait-for-outcome.ts";

export interface DecideOptions {
	comment?: string;
	/** The version that was looked at; the decision is refused as `stale_version` if what was shown changed since. */
	version?: number;
	/** The stage that the decision is meant for. Default: the open one. */
	stage?: string;
	signal?: AbortSignal;
}

/**
 * Countersign's HTTP API. Every call throws `CountersignError` when the server says no, `ConnectionError` when it
 * cannot be reached, and the reason of its `signal` when that is aborted. Calls that do no harm twice are tried
 * again after passing failures.
 */
export class CountersignClient {
	readonly policies: Policies;
	readonly #transport: Transport;

	/** Throws a TypeError naming the option that is wrong. */
	constructor(options: ClientOptions) {
		this.#transport = new Transport(options);
		this.policies = new Policies(this.#transport);
	}

	/**
	 * Opens a request. Safe to try again: it carries an Idempotency-Key, made here unless given. Give your own
	 * (an order's number, say) where your program may itself be run again.
	 */
	submit(
		submission: Submission,
		options: { idempotencyKey?: string; signal?: AbortSignal } = {},
	): Promise<ApprovalRequest> {
		return this.#transport.send({
			method: "POST",
			path: "/requests",
			body: submission,
			headers: { "idempotency-key": options.idempotencyKey ?? crypto.randomUUID() },
			repeatable: true,
			signal: options.signal,
		});
	}

	/**
	 * The request. @param options.wait ms, at most 60 000: holds the answer until the version passes
	 * `options.version` or the outcome is there
	 */
	get(
		id: string,
		options: { wait?: number; version?: number; signal?: AbortSignal } = {},
	): Promise<ApprovalRequest> {
		const { wait, version, signal } = options;
		return this.#transport.send({
			method: "GET",
			path: pathOf(id),
			query: { wait: wait === undefined ? undefined : `${Math.round(wait)}ms`, version },
			...(wait === undefined ? {} : { waitMs: wait }),
			repeatable: true,
			signal,
		});
	}

	/** Waits until the request has its outcome, for as long as it takes. */
	waitForOutcome(id: string, options: WaitOptions = {}): Promise<ClosedRequest> {
		return waitForOutcome(this.#transport, id, options);
	}

	/** A page of the requests that the caller may see. */
	list(filter: RequestFilter = {}, options: { signal?: AbortSignal } = {}): Promise<Page<ApprovalRequest>> {
		const { state, ...others } = filter;
		const states = state === undefined || typeof state === "string" ? state : state.join(",");
		return this.#transport.send({
			method: "GET",
			path: "/requests",
			query: { ...others, state: states },
			repeatable: true,
			signal: options.signal,
		});
	}

	/** Every request that the filter finds, page by page. */
	async *listAll(
		filter: RequestFilter = {},
		options: { signal?: AbortSignal } = {},
	): AsyncGenerator<ApprovalRequest, void, undefined> {
		let cursor = filter.cursor;
		do {
			const page = await this.list({ ...filter, ...(cursor === undefined ? {} : { cursor }) }, options);
			yield* page.items;
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
	}

	/** Records the verdict of the key's owner. The same verdict again changes nothing (`repeated`). */
	decide(id: string, verdict: Verdict, options: DecideOptions = {}): Promise<Decided> {
		const { signal, ...more } = options;
		return this.#transport.send({
			method: "POST",
			path: `${pathOf(id)}/decisions`,
			body: { verdict, ...more },
			repeatable: true,
			signal,
		});
	}

	/** Withdraws a request before its outcome. */
	cancel(id: string, options: { comment?: string; signal?: AbortSignal } = {}): Promise<ApprovalRequest> {
		const { signal, ...body } = options;
		// Not repeatable: the second would be refused as closed although the first was heard.
		return this.#transport.send({
			method: "POST",
			path: `${pathOf(id)}/cancel`,
			body,
			repeatable: false,
			signal,
		});
	}

	comment(id: string, comment: string, options: { signal?: AbortSignal } = {}): Promise<ApprovalRequest> {
		return this.#transport.send({
			method: "POST",
			path: `${pathOf(id)}/comments`,
			body: { comment },
			repeatable: false,
			signal: options.signal,
		});
	}

	/** What happened to a request, in order. */
	timeline(id: string, options: { signal?: AbortSignal } = {}): Promise<Timeline> {
		return this.#transport.send({
			method: "GET",
			path: `${pathOf(id)}/timeline`,
			repeatable: true,
			signal: options.signal,
		});
	}
}

function pathOf(id: string): string {
	return `/requests/${segment("id", id)}`;
}
