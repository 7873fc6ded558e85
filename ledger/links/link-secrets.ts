import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Signs emailed links. 32 random bytes from the environment, not in the database. */
export type LinkKey = Uint8Array;

/** The token of a delivery's link: HMAC-SHA-256(link key, delivery id), base64url, so a re-sent mail carries the same. */
export function linkToken(key: LinkKey, deliveryId: string): string {
	return createHmac("sha256", key).update(`countersign link v1\n${deliveryId}`).digest("base64url");
}

/** What is stored of a token: hex SHA-256. */
export function tokenHash(token: string): string {
	return createHash("sha256").update(token, "utf8").digest("hex");
}

/** Compares in constant time. */
export function tokenFits(token: string, storedHash: string): boolean {
	return timingSafeEqual(Buffer.from(tokenHash(token), "hex"), Buffer.from(storedHash, "hex"));
}

/**
 * The one-time code of a link's n-th asking: six digits out of HMAC-SHA-256(link key, link id, n), by the
 * dynamic truncation of RFC 4226. Derived, so that it is nowhere stored.
 */
export function linkCode(key: LinkKey, linkId: string, serial: number): string {
	const mac = createHmac("sha256", key).update(`countersign code v1\n${linkId}\n${serial}`).digest();
	const offset = (mac.at(-1) ?? 0) & 0x0f;
	return ((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}
