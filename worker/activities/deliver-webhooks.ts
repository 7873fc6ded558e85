import type { Logger } from "pino";
import type { Database } from "../../db/connect.ts";
import type { Clock } from "../../ledger/context.ts";
import { type ClaimedMessage, claimWebhookMessages } from "../../ledger/webhooks/claim.ts";
import { type LoadedMessage, loadWebhookMessage } from "../../ledger/webhooks/load.ts";
import { type MessageAttempt, recordMessage } from "../../ledger/webhooks/record.ts";
import { type SecretSealer, signingAt } from "../../ledger/webhooks/secrets.ts";
import type { Allowance } from "../../outbound/allowance.ts";
import { callOutside, type OutsideAnswer, type Resolve } from "../../outbound/call-outside.ts";
import { OutboundError } from "../../outbound/outbound-error.ts";
import { webhookBody } from "../webhook-body.ts";
import { signedHeaders } from "../webhook-signature.ts";
import { createRound } from "./courier-round.ts";
import { HostLanes } from "./host-lanes.ts";
import { retryAfterMs, retryDelayMs, TRIED_FOR_MS } from "./webhook-retry.ts";

export interface WebhookDeps {
	db: Database;
	system: Database;
	clock: Clock;
	sealer: SecretSealer;
	allowance: Allowance;
	publicUrl: string;
	log: Logger;
	/** Aborted when the worker begins to stop: calls under way are given up, and made again by the next worker. */
	stopping: AbortSignal;
	/** Default 15 s. */
	timeoutMs?: number;
	/** Asks for a host's addresses. Default: the system's resolver. */
	resolve?: Resolve;
}

const TIMEOUT_MS = 15_000;
const MOST_ANSWER_BYTES = 64 * 1024;
/** Calls under way at once, in all and to one host. */
const MOST_CALLS = 64;
const MOST_CALLS_PER_HOST = 8;

/** The webhooks' courier: what is under way, and how to begin more. */
export interface WebhookCourier {
	/** Begins to send what is due and has room. `ring` is called whenever a call is over. Answers how many began. */
	begin(ring: () => void): Promise<number>;
	/** When nothing is under way any more. */
	idle(): Promise<void>;
	/** How many messages were taken since the last call. */
	taken(): number;
}

/** One round of the webhooks' courier. A round is over when its calls are; a worker that stops gives them up. */
export function createDeliverWebhooks(deps: WebhookDeps): () => Promise<number> {
	const courier = createWebhookCourier(deps);
	return createRound(deps, {
		// What happens to a request may be an event, whether or not people are told.
		rings: () => true,
		async pass(ring) {
			const claimed = await courier.begin(ring);
			return { claimed, sent: courier.taken() };
		},
		batch: 1,
		settle: () => courier.idle(),
	});
}

export function createWebhookCourier(deps: WebhookDeps): WebhookCourier {
	const lanes = new HostLanes(MOST_CALLS, MOST_CALLS_PER_HOST);
	const underWay = new Set<Promise<void>>();
	let taken = 0;

	const deliver = async (message: ClaimedMessage): Promise<boolean> => {
		try {
			const attempt = await attemptMessage(deps, message);
			await recordMessage(deps.db, message, attempt);
			if (attempt.result === "delivered") taken += 1;
			return attempt.result === "delivered" || attempt.result === "held";
		} catch (error) {
			// Not written down: it is tried again when its lease ends.
			deps.log.error(
				{ err: error, message: message.id },
				"what became of a webhook's message was not written down",
			);
			return false;
		}
	};

	return {
		async begin(ring) {
			if (lanes.free === 0 || deps.stopping.aborted) return 0;
			const claimed = await claimWebhookMessages(deps.system, lanes.free, lanes.rooms(), MOST_CALLS_PER_HOST);
			for (const message of claimed) {
				lanes.begin(message.host);
				const call = deliver(message).then((well) => {
					lanes.end(message.host, well);
					underWay.delete(call);
					ring();
				});
				underWay.add(call);
			}
			return claimed.length;
		},
		async idle() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
		taken() {
			const count = taken;
			taken = 0;
			return count;
		},
	};
}

async function attemptMessage(deps: WebhookDeps, message: ClaimedMessage): Promise<MessageAttempt> {
	const now = deps.clock(message.claimedAt);
	let loaded: LoadedMessage | null;
	try {
		loaded = await loadWebhookMessage(deps.db, deps.sealer, message, (content) =>
			webhookBody(content, deps.publicUrl),
		);
	} catch (error) {
		// One message that cannot be made must not hold up the others.
		deps.log.error({ err: error, message: message.id }, "a webhook's message could not be made");
		return failed(message, now, null, "internal", null);
	}
	if (loaded === null) return { result: "held" };
	try {
		return judged(deps, message, now, await send(deps, message, now, loaded));
	} catch (error) {
		const code = error instanceof OutboundError ? error.code : "internal";
		if (code === "interrupted") return { result: "held" };
		deps.log.warn({ ...named(message), code }, "a webhook's message was not taken");
		return failed(message, now, null, code, null);
	}
}

function send(
	deps: WebhookDeps,
	message: ClaimedMessage,
	now: number,
	{ url, body, secrets }: LoadedMessage,
): Promise<OutsideAnswer> {
	return callOutside({
		url,
		method: "POST",
		headers: {
			"content-type": "application/json",
			"user-agent": "Countersign-Webhooks/1",
			...signedHeaders(message.id, now, body, signingAt(secrets, now)),
		},
		body,
		timeoutMs: deps.timeoutMs ?? TIMEOUT_MS,
		mostBytes: MOST_ANSWER_BYTES,
		allowance: deps.allowance,
		signal: deps.stopping,
		...(deps.resolve === undefined ? {} : { resolve: deps.resolve }),
	});
}

/** What an answer means. Its body is nobody's business here. */
function judged(
	deps: WebhookDeps,
	message: ClaimedMessage,
	now: number,
	{ status, headers }: OutsideAnswer,
): MessageAttempt {
	if (status >= 200 && status < 300) return { result: "delivered", status };
	deps.log.warn({ ...named(message), status }, "a webhook's message was not taken");
	if (status === 410) return { result: "given_up", status, error: "gone", gone: true };
	const error = status >= 300 && status < 400 ? "redirect" : "status";
	return failed(message, now, status, error, retryAfterMs(status, headers, Date.now()));
}

function failed(
	{ attempts, createdAt }: ClaimedMessage,
	now: number,
	status: number | null,
	error: string,
	askedMs: number | null,
): MessageAttempt {
	const retryMs = retryDelayMs(attempts, askedMs);
	if (now + retryMs - createdAt >= TRIED_FOR_MS) return { result: "given_up", status, error, gone: false };
	return { result: "failed", status, error, retryMs };
}

/** How logs name a message: by ids only. */
function named({ id, webhookId, attempts }: ClaimedMessage) {
	return { message: id, webhook: webhookId, attempt: attempts };
}
