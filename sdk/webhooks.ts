import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";
import type {
	Webhook,
	WebhookChanges,
	WebhookInput,
	WebhookMessage,
	WebhookSecret,
} from "./webhook-types.ts";

/** Webhooks, for administrators. Every call throws `CountersignError` or `ConnectionError`. */
export class Webhooks {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** All of them, by name. */
	list(): Promise<Page<Webhook>> {
		return this.#transport.send({ method: "GET", path: "/webhooks", repeatable: true });
	}

	get(id: string): Promise<Webhook> {
		return this.#transport.send({ method: "GET", path: pathOf(id), repeatable: true });
	}

	/** `secret` signs its messages (see `verifyWebhook`); it is not shown again. */
	add(webhook: WebhookInput): Promise<Webhook & { secret: string }> {
		return this.#transport.send({ method: "POST", path: "/webhooks", body: webhook, repeatable: false });
	}

	/** What is left out stays as it is. */
	change(id: string, changes: WebhookChanges): Promise<Webhook> {
		return this.#transport.send({ method: "PATCH", path: pathOf(id), body: changes, repeatable: true });
	}

	/** With its messages: what waited is not sent. */
	remove(id: string): Promise<Webhook> {
		return this.#transport.send({ method: "DELETE", path: pathOf(id), repeatable: false });
	}

	/** A new secret; for 24 hours messages carry the signatures of both. */
	rotate(id: string): Promise<WebhookSecret> {
		return this.#transport.send({ method: "POST", path: `${pathOf(id)}/rotate`, repeatable: false });
	}

	/** Newest first. `callback` in place of an id: those to the callbackUrl of requests. */
	messages(
		id: string,
		filter: { state?: WebhookMessage["state"]; limit?: number; cursor?: string } = {},
	): Promise<Page<WebhookMessage>> {
		return this.#transport.send({
			method: "GET",
			path: `${pathOf(id)}/messages`,
			query: { ...filter },
			repeatable: true,
		});
	}

	/** Sends a message again, with the same id and body. */
	resend(message: string): Promise<WebhookMessage> {
		const path = `/webhooks/messages/${segment("message", message)}/resend`;
		return this.#transport.send({ method: "POST", path, repeatable: true });
	}

	/** The secret that signs what goes to the callbackUrl of requests. */
	callbackSecret(): Promise<WebhookSecret> {
		return this.#transport.send({ method: "GET", path: "/webhooks/callback-secret", repeatable: true });
	}

	/** A new one; for 24 hours callbacks carry the signatures of both. */
	rotateCallbackSecret(): Promise<WebhookSecret> {
		return this.#transport.send({
			method: "POST",
			path: "/webhooks/callback-secret/rotate",
			repeatable: false,
		});
	}
}

function pathOf(id: string): string {
	return `/webhooks/${segment("id", id)}`;
}
