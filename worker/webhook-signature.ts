import { createHmac } from "node:crypto";

/**
 * The headers that sign one attempt, as the Standard Webhooks specification says: `v1` is HMAC-SHA256 over
 * `id.timestamp.body` with the bytes that the secret's base64 stands for; of several secrets, a signature each.
 *
 * @param id the message's, the same in every attempt
 * @param at of this attempt, ms since 1970
 * @param secrets `whsec_…`, the current one first
 */
export function signedHeaders(
	id: string,
	at: number,
	body: string,
	secrets: readonly string[],
): Record<string, string> {
	const timestamp = Math.floor(at / 1000);
	const signatures = secrets.map((secret) => {
		const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
		return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
	});
	return {
		"webhook-id": id,
		"webhook-timestamp": String(timestamp),
		"webhook-signature": signatures.join(" "),
	};
}
