import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookEvent } from "./webhook-types.ts";

/**
 * Why a message was not taken for one of ours. Stable codes:
 *
 * - `header_missing`, `header_malformed`: `webhook-id`, `webhook-timestamp` or `webhook-signature`
 * - `too_old`, `too_new`: the timestamp is further from now than the tolerance; the clock may be wrong
 * - `signature_invalid`: no signature is the secret's: another secret, or the body was changed on its way (parsed and
 *   written again, say: give it byte for byte)
 * - `secret_malformed`: the secret is not `whsec_<base64>`
 * - `body_malformed`: signed, but no event (a newer kind of webhook, say)
 */
export type WebhookVerificationCode =
	| "header_missing"
	| "header_malformed"
	| "too_old"
	| "too_new"
	| "signature_invalid"
	| "secret_malformed"
	| "body_malformed";

export class WebhookVerificationError extends Error {
	override readonly name = "WebhookVerificationError";
	readonly code: WebhookVerificationCode;

	constructor(code: WebhookVerificationCode, message: string) {
		super(message);
		this.code = code;
	}
}

/** Headers as `fetch`, Node's `http` or a plain object has them; names in any case. */
export type WebhookHeaders =
	| { get(name: string): string | null }
	| Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The event of a message, once its signature and its age are right (Standard Webhooks, `v1`). The same event may come
 * more than once: its `webhook-id` is the same.
 *
 * @param body as it came, byte for byte
 * @param secret `whsec_…`; several while one takes the place of another
 * @param options.toleranceSeconds how far the message's time may be from now. Default 300
 * Throws {@link WebhookVerificationError}.
 */
export function verifyWebhook(
	body: string | Uint8Array,
	headers: WebhookHeaders,
	secret: string | readonly string[],
	options: { toleranceSeconds?: number; now?: () => number } = {},
): WebhookEvent {
	const { toleranceSeconds = 300, now = Date.now } = options;
	const keys = (typeof secret === "string" ? [secret] : secret).map(keyOf);
	const id = header(headers, "webhook-id");
	const timestamp = header(headers, "webhook-timestamp");
	const signatures = header(headers, "webhook-signature");
	if (!/^\d{1,12}$/.test(timestamp))
		throw new WebhookVerificationError("header_malformed", "webhook-timestamp is no number of seconds.");
	const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
	const expected = keys.map((key) =>
		createHmac("sha256", key).update(`${id}.${timestamp}.`).update(bytes).digest(),
	);
	if (!signatures.split(" ").some((signature) => isOneOf(signature, expected)))
		throw new WebhookVerificationError("signature_invalid", "No signature of the message is the secret's.");
	const age = now() / 1000 - Number(timestamp);
	if (age > toleranceSeconds)
		throw new WebhookVerificationError("too_old", `The message was sent ${Math.round(age)} s ago.`);
	if (age < -toleranceSeconds)
		throw new WebhookVerificationError("too_new", `The message is dated ${Math.round(-age)} s ahead.`);
	return eventOf(bytes);
}

function header(headers: WebhookHeaders, name: string): string {
	const value = isHeaders(headers) ? headers.get(name) : fieldOf(headers, name);
	const text = typeof value === "string" ? value : value?.[0];
	if (text === undefined || text === "")
		throw new WebhookVerificationError("header_missing", `The message has no ${name}.`);
	return text;
}

function isHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
	return typeof headers.get === "function";
}

function fieldOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>, name: string) {
	const key = Object.keys(headers).find((field) => field.toLowerCase() === name);
	return key === undefined ? undefined : headers[key];
}

function keyOf(secret: string): Buffer {
	const text = secret.replace(/^whsec_/, "");
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text))
		throw new WebhookVerificationError("secret_malformed", "The secret is not whsec_ and base64.");
	return Buffer.from(text, "base64");
}

/** Every comparison takes the same time, whatever is in it. */
function isOneOf(signature: string, expected: readonly Buffer[]): boolean {
	const [version, text, more] = signature.split(",");
	if (version !== "v1" || text === undefined || more !== undefined) return false;
	const given = Buffer.from(text, "base64");
	return expected.map((one) => given.length === one.length && timingSafeEqual(given, one)).includes(true);
}

function eventOf(bytes: Uint8Array): WebhookEvent {
	try {
		const event: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
		if (isEvent(event)) return event;
	} catch {
		// falls through: signed, and still no JSON
	}
	throw new WebhookVerificationError("body_malformed", "The message holds no event.");
}

function isEvent(value: unknown): value is WebhookEvent {
	if (typeof value !== "object" || value === null) return false;
	const { type, timestamp, data } = value as Record<string, unknown>;
	return (
		typeof type === "string" && typeof timestamp === "string" && typeof data === "object" && data !== null
	);
}
