import { Webhook } from "standardwebhooks";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
	webhookListSchema,
	webhookMadeSchema,
	webhookMessageListSchema,
	webhookSecretSchema,
} from "../../app/api/schemas/webhook-answers.ts";
import type { newWebhookBody, webhookChangesBody } from "../../app/api/schemas/webhook-bodies.ts";
import { newSigningSecret } from "../../ledger/webhooks/secrets.ts";
import type {
	Page,
	Webhook as WebhookAnswer,
	WebhookChanges,
	WebhookEvent,
	WebhookInput,
	WebhookMessage,
	WebhookSecret,
} from "../../sdk/index.ts";
import { verifyWebhook, WebhookVerificationError } from "../../sdk/index.ts";
import { signedHeaders } from "../../worker/webhook-signature.ts";

const secret = newSigningSecret();
const other = newSigningSecret();
const body = JSON.stringify({
	type: "request.closed",
	timestamp: "2026-01-05T10:12:03.401Z",
	data: { event: { version: 2, outcome: "approved" }, request: { id: "r", title: "Gehört 🧾" } },
});
const headers = (at = Date.now(), secrets = [secret], text = body) =>
	signedHeaders("msg-1", at, text, secrets);

function codeOf(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof WebhookVerificationError) return error.code;
		throw error;
	}
	return "taken";
}

describe("verifyWebhook", () => {
	it("takes what an independent implementation signed, and that one takes what we sign", () => {
		const independent = new Webhook(secret);
		const at = new Date();
		const theirs = {
			"webhook-id": "msg-1",
			"webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
			"webhook-signature": independent.sign("msg-1", at, body),
		};
		const event = verifyWebhook(body, theirs, secret);
		expectTypeOf(event).toEqualTypeOf<WebhookEvent>();
		expect(event).toEqual(JSON.parse(body));
		expect(independent.verify(body, headers())).toEqual(JSON.parse(body));
		expect(headers(at.getTime())).toEqual(theirs);
	});

	it("signs as the specification's own example", () => {
		// From the tests of the reference libraries.
		const example = signedHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_000, '{"test": 2432232314}', [
			"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		]);
		expect(example["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	});

	it("takes one good signature of several, and one good secret of several", () => {
		expect(verifyWebhook(body, headers(Date.now(), [other, secret]), secret).type).toBe("request.closed");
		expect(verifyWebhook(body, headers(), [other, secret]).type).toBe("request.closed");
		const mixed = headers();
		mixed["webhook-signature"] = `v1a,AAAA v2,x ${mixed["webhook-signature"]} v1,`;
		expect(verifyWebhook(body, mixed, secret).type).toBe("request.closed");
	});

	it("takes headers and bodies in the forms that servers have them", () => {
		const upper = Object.fromEntries(
			Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), [value]]),
		);
		expect(verifyWebhook(Buffer.from(body), upper, secret).type).toBe("request.closed");
		expect(verifyWebhook(new TextEncoder().encode(body), new Headers(headers()), secret).type).toBe(
			"request.closed",
		);
	});

	it("refuses, and says why", () => {
		const now = Date.now();
		const without = (name: string) =>
			Object.fromEntries(Object.entries(headers()).filter(([key]) => key !== name));
		const changed = (name: string, value: string) => ({ ...headers(), [name]: value });
		const cases: [string, () => unknown][] = [
			["signature_invalid", () => verifyWebhook(body.replace("approved", "rejected"), headers(), secret)],
			["signature_invalid", () => verifyWebhook(body, headers(), other)],
			["signature_invalid", () => verifyWebhook(body, changed("webhook-id", "msg-2"), secret)],
			["signature_invalid", () => verifyWebhook(body, changed("webhook-signature", "v1,"), secret)],
			[
				"signature_invalid",
				() =>
					verifyWebhook(
						body,
						changed("webhook-signature", (headers()["webhook-signature"] ?? "").slice(3)),
						secret,
					),
			],
			["too_old", () => verifyWebhook(body, headers(now - 302_000), secret)],
			["too_new", () => verifyWebhook(body, headers(now + 302_000), secret)],
			["too_old", () => verifyWebhook(body, headers(now - 12_000), secret, { toleranceSeconds: 10 })],
			["header_missing", () => verifyWebhook(body, without("webhook-id"), secret)],
			["header_missing", () => verifyWebhook(body, without("webhook-timestamp"), secret)],
			["header_missing", () => verifyWebhook(body, without("webhook-signature"), secret)],
			["header_malformed", () => verifyWebhook(body, changed("webhook-timestamp", "1e9"), secret)],
			["secret_malformed", () => verifyWebhook(body, headers(), "whsec_not base64")],
			["body_malformed", () => verifyWebhook("[]", headers(now, [secret], "[]"), secret)],
			["body_malformed", () => verifyWebhook("{", headers(now, [secret], "{"), secret)],
		];
		for (const [code, work] of cases) expect(codeOf(work), String(work)).toBe(code);
		expect(codeOf(() => verifyWebhook(body, headers(now - 290_000), secret))).toBe("taken");
		expect(
			codeOf(() => verifyWebhook(body, headers(now - 3_000_000), secret, { now: () => now - 3_000_000 })),
		).toBe("taken");
	});
});

describe("the client's types of webhooks", () => {
	it("are those of the API", () => {
		expectTypeOf<z.output<typeof webhookListSchema>>().toExtend<Page<WebhookAnswer>>();
		expectTypeOf<z.output<typeof webhookMadeSchema>>().toExtend<WebhookAnswer & { secret: string }>();
		expectTypeOf<z.output<typeof webhookMessageListSchema>>().toExtend<Page<WebhookMessage>>();
		expectTypeOf<z.output<typeof webhookSecretSchema>>().toEqualTypeOf<WebhookSecret>();
		expectTypeOf<WebhookInput>().toEqualTypeOf<z.input<typeof newWebhookBody>>();
		expectTypeOf<WebhookChanges>().toEqualTypeOf<z.input<typeof webhookChangesBody>>();
	});
});
