import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";

/** Name of the one algorithm, as headers carry it (RFC 7518's name for AES-256-GCM). */
export const A256GCM = "A256GCM";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What encryption adds to the length of what is encrypted, in bytes. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM with a fresh random 96-bit nonce. Answers nonce | ciphertext | 128-bit tag.
 *
 * With random nonces one key must not be used more than 2^32 times (NIST SP 800-38D, section 8.3); `DataKeys`
 * sees to that.
 */
export function encrypt(secret: KeyObject, plain: Uint8Array, bound: Uint8Array): Buffer {
	const box = Buffer.allocUnsafe(plain.length + OVERHEAD_BYTES);
	randomFillSync(box, 0, NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, secret, box.subarray(0, NONCE_BYTES));
	cipher.setAAD(bound);
	box.set(cipher.update(plain), NONCE_BYTES);
	cipher.final();
	box.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
	return box;
}

/** The reverse of {@link encrypt}; undefined when the key, the box or what it is bound to is not the same. */
export function decrypt(secret: KeyObject, box: Uint8Array, bound: Uint8Array): Buffer | undefined {
	if (box.length < OVERHEAD_BYTES) return undefined;
	const decipher = createDecipheriv(CIPHER, secret, box.subarray(0, NONCE_BYTES), {
		authTagLength: TAG_BYTES,
	});
	decipher.setAAD(bound);
	decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
	const plain = decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES));
	try {
		decipher.final();
	} catch {
		return undefined;
	}
	return plain;
}
