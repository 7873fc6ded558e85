import { fromBase64url, toBase64url } from "./base64url.ts";
import { VaultError } from "./errors.ts";

/**
 * A data key under a key-encryption key (KEK), as stored: `cw1.<algorithm>.<kek id>.<base64url of the provider's bytes>`.
 * The algorithm names the provider's way of wrapping, so that several providers can stand side by side while keys
 * move from one to the other. A KEK id may hold dots (cloud resource names do).
 */
export type WrappedKey = string & { readonly wrappedKey: unique symbol };

/**
 * Who holds the key-encryption keys: the local keyring file now; AWS KMS, Google Cloud KMS and Vault transit have
 * the same shape (`aad` becomes their encryption context or additional authenticated data).
 */
export interface KeyProvider {
	/** Id of the KEK that wraps new data keys. Older ones still unwrap. */
	activeKeyId(): string;
	/** Wraps a data key under the active KEK, bound to `aad`. */
	wrap(dataKey: Uint8Array, aad: Uint8Array): Promise<WrappedKey>;
	/**
	 * Unwraps what {@link wrap} gave, with the KEK named in it.
	 *
	 * Throws {@link VaultError} `kek_unknown`, `kek_destroyed`, `wrapped_key_malformed` or `wrapped_key_unauthentic`;
	 * any other error means that the provider could not be reached and is worth another try.
	 */
	unwrap(wrapped: WrappedKey, aad: Uint8Array): Promise<Uint8Array>;
}

/** The readable parts of a {@link WrappedKey}; `header` is all that stands before the bytes. */
export interface WrappedKeyParts {
	header: string;
	algorithm: string;
	kekId: string;
	bytes: Uint8Array;
}

/** The header of a wrapped key, to be authenticated with it. */
export function wrappedKeyHeader(algorithm: string, kekId: string): string {
	return `cw1.${algorithm}.${kekId}`;
}

/** Puts a wrapped key together; the reverse of {@link parseWrappedKey}. */
export function formatWrappedKey(header: string, bytes: Uint8Array): WrappedKey {
	return `${header}.${toBase64url(bytes)}` as WrappedKey;
}

/** Takes a stored wrapped key apart. Throws {@link VaultError} `wrapped_key_malformed`. */
export function parseWrappedKey(text: string): WrappedKeyParts {
	const match = /^(cw1\.([A-Za-z0-9-]+)\.(.+))\.([A-Za-z0-9_-]+)$/s.exec(text);
	const [, header, algorithm, kekId, body] = match ?? [];
	const bytes = body === undefined ? undefined : fromBase64url(body);
	if (!header || !algorithm || !kekId || !bytes) {
		throw new VaultError(
			"wrapped_key_malformed",
			"A stored data key is not of the form cw1.<algorithm>.<key id>.<base64url>. Restore data_keys.wrapped from a backup.",
		);
	}
	return { header, algorithm, kekId, bytes };
}
