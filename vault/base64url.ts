/** Base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url");
}

/**
 * Strict decoding: undefined unless `text` is the one canonical spelling of its bytes. Node's own decoder skips
 * foreign characters and unused low bits, which would let a changed character pass unseen.
 */
export function fromBase64url(text: string): Buffer | undefined {
	const bytes = Buffer.from(text, "base64url");
	return bytes.toString("base64url") === text ? bytes : undefined;
}
