import { ApiKeys } from "./api-keys.ts";
import { Delegations } from "./delegations.ts";
import { Groups } from "./groups.ts";
import { Policies } from "./policies.ts";
import { type ClientOptions, segment, Transport } from "./transport.ts";
import type {
	ApprovalRequest,
	Changes,
	ClosedRequest,
	Decided,
	Page,
	RequestFilter,
	Submission,
	Timeline,
	Verdict,
} from "./types.ts";
import { Users } from "./users.ts";
import { type WaitOptions, waitForOutcome } from "./wait-for-outcome.ts";
import { Webhooks } from "./webhooks.ts";
import { Calendars, Rotas } from "./working-time.ts";

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
	readonly users: Users;
	readonly groups: Groups;
	readonly delegations: Delegations;
	readonly calendars: Calendars;
	readonly rotas: Rotas;
	readonly apiKeys: ApiKeys;
	readonly webhooks: Webhooks;
	readonly #transport: Transport;

	/** Throws a TypeError naming the option that is wrong. */
	constructor(options: ClientOptions) {
		this.#transport = new Transport(options);
		this.policies = new Policies(this.#transport);
		this.users = new Users(this.#transport);
		this.groups = new Groups(this.#transport);
		this.delegations = new Delegations(this.#transport);
		this.calendars = new Calendars(this.#transport);
		this.rotas = new Rotas(this.#transport);
		this.apiKeys = new ApiKeys(this.#transport);
		this.webhooks = new Webhooks(this.#transport);
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
		return this.#act(id, "cancel", body, { signal });
	}

	/** Gives a request back for changes, as who is asked to decide: the clock stands still until it is submitted again. */
	sendBack(id: string, comment: string, options: { signal?: AbortSignal } = {}): Promise<ApprovalRequest> {
		return this.#act(id, "send-back", { comment }, options);
	}

	/** Asks the requester something, as who is asked to decide: the clock stands still until the answer. */
	ask(id: string, comment: string, options: { signal?: AbortSignal } = {}): Promise<ApprovalRequest> {
		return this.#act(id, "ask", { comment }, options);
	}

	/** Answers what was asked, as the requester. */
	answer(id: string, comment: string, options: { signal?: AbortSignal } = {}): Promise<ApprovalRequest> {
		return this.#act(id, "answer", { comment }, options);
	}

	/** Submits a request again that was sent back: a new round. What `changes` leaves out stays as it was. */
	resubmit(
		id: string,
		changes: Changes = {},
		options: { signal?: AbortSignal } = {},
	): Promise<ApprovalRequest> {
		return this.#act(id, "resubmit", changes, options);
	}

	/**
	 * Passes a slot to another active person, who decides instead.
	 *
	 * @param to id or e-mail address
	 * @param options.from whose slot: id or e-mail address; the key owner's own by default
	 */
	reassign(
		id: string,
		to: string,
		options: { from?: string; comment?: string; signal?: AbortSignal } = {},
	): Promise<ApprovalRequest> {
		const { signal, ...more } = options;
		return this.#act(id, "reassign", { to, ...more }, { signal });
	}

	/** Not repeatable: the second would be refused although the first was heard. */
	#act(
		id: string,
		act: string,
		body: object,
		{ signal }: { signal?: AbortSignal | undefined },
	): Promise<ApprovalRequest> {
		return this.#transport.send({
			method: "POST",
			path: `${pathOf(id)}/${act}`,
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
