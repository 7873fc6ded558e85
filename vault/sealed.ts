import { decrypt, encrypt } from "./aead.ts";
import { associatedData } from "./associated-data.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import type { Subject } from "./data-key-store.ts";
import type { DataKey, DataKeys } from "./data-keys.ts";
import { VaultError } from "./errors.ts";
import type { Tombstone } from "./tombstone.ts";

const VERSION = "cs1";
const TOKEN = /^cs1\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]+)$/;

/** A sealed value: `cs1.<data key id>.<base64url of nonce | ciphertext | tag>`; the plaintext is the value's JSON. */
export type SealedText = string & { readonly sealedText: unique symbol };

/** What JSON can hold. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| readonly JsonValue[]
	| { readonly [name: string]: JsonValue | undefined };

/** Whose data a value is. */
export interface SealedFor {
	workspaceId: string;
	subject: Subject;
}

/** What came of opening. A tombstone is final: asking again will not help. */
export type Opened = { ok: true; value: JsonValue } | { ok: false; tombstone: Tombstone };

/** Seals single values, each under the data key of its subject, so that erasing the key erases the values. */
export interface Sealer {
	/**
	 * Seals under the subject's newest key, making one on first use: see `DataKeys.active` for where to call it
	 * (before a transaction) and what it throws. Also `value_not_json`.
	 */
	seal(value: JsonValue, whose: SealedFor): Promise<SealedText>;
	/** Seals under a key at hand, as `DataKeys.active` or `DataKeys.mint` gave it. Throws `value_not_json`. */
	sealWith(key: DataKey, value: JsonValue): SealedText;
	/**
	 * Opens a token. With `expected`, a token of another workspace or subject is unreadable: give it wherever it is
	 * known, so that a token copied into another's row shows nothing. Open many together (`Promise.all`): their
	 * keys are then looked up at once.
	 *
	 * Throws only what may pass: store or key service out of reach, a key-encryption key that is not in the keyring.
	 */
	open(token: string, expected?: Partial<SealedFor>): Promise<Opened>;
}

/** Whether a text has the form of a sealed value (it may still be unreadable). */
export function isSealedText(text: string): text is SealedText {
	return TOKEN.test(text);
}

/** A {@link Sealer} over these keys. */
export function createSealer(dataKeys: DataKeys): Sealer {
	const sealWith = (key: DataKey, value: JsonValue): SealedText => {
		const json: string | undefined = JSON.stringify(value);
		if (json === undefined) {
			throw new VaultError(
				"value_not_json",
				"Only a JSON value can be sealed: give a text, number, boolean, null, list or object.",
			);
		}
		const box = encrypt(key.secret, Buffer.from(json), binding(key));
		dataKeys.countUse(key, box);
		return `${VERSION}.${key.id}.${toBase64url(box)}` as SealedText;
	};

	return {
		sealWith,

		async seal(value, { workspaceId, subject }) {
			return sealWith(await dataKeys.active(workspaceId, subject), value);
		},

		async open(token, expected) {
			const [, keyId, body] = TOKEN.exec(token) ?? [];
			const box = body === undefined ? undefined : fromBase64url(body);
			if (keyId === undefined || !box) return missing("unreadable", keyId);
			const key = await dataKeys.find(keyId);
			if (key === "erased") return missing("erased", keyId);
			if (key === "unknown") return missing("unreadable", keyId);
			const misplaced =
				(expected?.workspaceId ?? key.workspaceId) !== key.workspaceId ||
				(expected?.subject ?? key.subject) !== key.subject;
			const plain = misplaced ? undefined : decrypt(key.secret, box, binding(key));
			if (!plain) return missing("unreadable", keyId);
			return { ok: true, value: JSON.parse(plain.toString()) as JsonValue };
		},
	};
}

function binding(key: DataKey): Uint8Array {
	return associatedData([VERSION, key.workspaceId, key.subject, key.id]);
}

function missing(code: Tombstone["code"], keyId = ""): Opened {
	return { ok: false, tombstone: { code, keyId } };
}
