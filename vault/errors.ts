/**
 * Stable codes of what the vault refuses.
 *
 * - `keyring_missing`, `keyring_mode`, `keyring_malformed`: the keyring file (see `keyring.ts`)
 * - `kek_unknown`: the key-encryption key is not in the keyring; an operator can mend this
 * - `kek_destroyed`: the key-encryption key was destroyed on purpose; nothing mends this
 * - `wrapped_key_malformed`, `wrapped_key_unauthentic`: a stored data key is damaged or stands in another key's row
 * - `data_key_unknown`: no row with this id
 * - `subject_erased`: nothing may be sealed any more under this subject
 * - `value_not_json`: only JSON values can be sealed
 * - `payload_plaintext`: a payload that is not encrypted, where encryption is on
 * - `payload_malformed`: the encryption header of a payload is not of a known format
 * - `payload_misplaced`: a payload of another namespace, workflow or workspace
 * - `payload_unauthentic`: the payload or its header was changed
 */
export type VaultErrorCode =
	| "keyring_missing"
	| "keyring_mode"
	| "keyring_malformed"
	| "kek_unknown"
	| "kek_destroyed"
	| "wrapped_key_malformed"
	| "wrapped_key_unauthentic"
	| "data_key_unknown"
	| "subject_erased"
	| "value_not_json"
	| "payload_plaintext"
	| "payload_malformed"
	| "payload_misplaced"
	| "payload_unauthentic";

/** A refusal of the vault. The message never holds a key or any sealed content. */
export class VaultError extends Error {
	override readonly name = "VaultError";
	readonly code: VaultErrorCode;

	constructor(code: VaultErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
