import { randomUUID } from "node:crypto";
import type { AppCredentials } from "./app-credentials.ts";
import { type RequestUrls, type SignedRequest, sendRequest, signedRequest } from "./request-url.ts";
import { type Acked, type Delivery, type DeliveryAttempt, type Fields, isFields } from "./shapes.ts";
import type { SocketMode } from "./socket-mode.ts";

export interface LinkTimes {
	/** How long an app has to acknowledge. Slack: 3 s. */
	ackWithinMs: number;
	/** When an event that was not acknowledged is sent again, each counted from the failure before. */
	retryEventsAfterMs: number[];
}

/** https://docs.slack.dev/apis/events-api: almost at once, after a minute, after five minutes. */
export const slackTimes: LinkTimes = { ackWithinMs: 3000, retryEventsAfterMs: [0, 60_000, 300_000] };

const httpOf = {
	events_api: "events",
	interactive: "interactivity",
	slash_commands: "commands",
	options: "options",
} as const;

interface Answer {
	payload: unknown;
	failure: string | null;
	status: number | null;
	noRetry: boolean;
}

/** Slack's way to the app, over sockets or to Request URLs, with its three seconds and its retries. */
export class AppLink {
	readonly deliveries: Delivery[] = [];
	/** Every request sent to a Request URL, for tests that replay or alter them. */
	readonly requests: SignedRequest[] = [];
	urls: RequestUrls | null;
	readonly times: LinkTimes;
	readonly #app: AppCredentials;
	readonly #sockets: SocketMode;
	readonly #now: () => number;
	readonly #ended = new AbortController();
	readonly #background = new Set<Promise<void>>();

	constructor(
		app: AppCredentials,
		sockets: SocketMode,
		urls: RequestUrls | null,
		times: LinkTimes,
		now: () => number,
	) {
		this.#app = app;
		this.#sockets = sockets;
		this.urls = urls;
		this.times = times;
		this.#now = now;
	}

	/** Sends something to the app. Resolves once it is acknowledged or late; retries of events go on behind. */
	async deliver(kind: Delivery["kind"], payload: Fields): Promise<Acked> {
		const event = isFields(payload.event) ? payload.event.type : undefined;
		const delivery: Delivery = {
			id: randomUUID(),
			kind,
			type: String(event ?? payload.type ?? payload.command ?? kind),
			payload,
			attempts: [],
		};
		this.deliveries.push(delivery);
		const first = await this.#attempt(delivery, null);
		if (kind === "events_api" && !first.ok && !first.noRetry) this.#keep(this.#retry(delivery, first));
		return first;
	}

	async #retry(delivery: Delivery, first: Acked & { noRetry: boolean }): Promise<void> {
		let last: Acked & { noRetry: boolean } = first;
		for (const [at, wait] of this.times.retryEventsAfterMs.entries()) {
			if (last.noRetry || !(await this.#pause(wait))) return;
			const reason =
				last.failure === "timeout"
					? this.urls
						? "http_timeout"
						: "timeout"
					: (last.failure ?? "unknown_error");
			last = await this.#attempt(delivery, {
				attempt: at + 1,
				reason: reason.replace(/^http_\d+$/, "http_error"),
			});
			if (last.ok) return;
		}
	}

	async #attempt(
		delivery: Delivery,
		retry: { attempt: number; reason: string } | null,
	): Promise<Acked & { noRetry: boolean }> {
		const attempt: DeliveryAttempt = {
			at: this.#now(),
			number: retry?.attempt ?? 0,
			reason: retry?.reason ?? null,
			ackedAfter: null,
			late: false,
			status: null,
			failure: null,
		};
		delivery.attempts.push(attempt);
		const started = performance.now();
		const answered = this.#send(delivery, retry).then((answer) => {
			attempt.status = answer.status;
			if (answer.failure === null) {
				attempt.ackedAfter = performance.now() - started;
				attempt.late = attempt.failure === "timeout";
			} else attempt.failure ??= answer.failure;
			return answer;
		});
		const deadline = this.#pause(this.times.ackWithinMs).then((): Answer => {
			return { payload: null, failure: "timeout", status: null, noRetry: false };
		});
		const answer = await Promise.race([answered, deadline]);
		if (answer.failure === "timeout") {
			attempt.failure = "timeout";
			this.#keep(answered.then(() => undefined));
		}
		const { payload } = answer;
		return {
			ok: answer.failure === null,
			get late() {
				return attempt.late;
			},
			payload: isFields(payload) || (typeof payload === "string" && payload !== "") ? payload : null,
			failure: answer.failure === "http_error" ? `http_${answer.status}` : answer.failure,
			delivery,
			noRetry: answer.noRetry,
		};
	}

	async #send(delivery: Delivery, retry: { attempt: number; reason: string } | null): Promise<Answer> {
		const { kind, payload } = delivery;
		if (this.urls) {
			const request = signedRequest({
				kind: httpOf[kind],
				urls: this.urls,
				payload,
				secret: this.#app.signingSecret,
				at: this.#now(),
				retry,
			});
			this.requests.push(request);
			return await sendRequest(request, this.#ended.signal);
		}
		const answer = await this.#sockets.send({
			// Requests for options come as interactive envelopes.
			type: kind === "options" ? "interactive" : kind,
			payload,
			acceptsPayload: kind === "slash_commands" || kind === "options" || payload.type === "view_submission",
			retry,
		});
		return { ...answer, status: null, noRetry: false };
	}

	/** False if the stand-in closed meanwhile. */
	#pause(ms: number): Promise<boolean> {
		if (this.#ended.signal.aborted) return Promise.resolve(false);
		return new Promise((resolve) => {
			const stop = () => {
				clearTimeout(timer);
				resolve(false);
			};
			const timer = setTimeout(() => {
				this.#ended.signal.removeEventListener("abort", stop);
				resolve(true);
			}, ms);
			timer.unref();
			this.#ended.signal.addEventListener("abort", stop, { once: true });
		});
	}

	#keep(work: Promise<void>): void {
		const kept = work.catch(() => {}).finally(() => this.#background.delete(kept));
		this.#background.add(kept);
	}

	close(): void {
		this.#ended.abort();
	}
}
