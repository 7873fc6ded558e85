// Also imported by workflow code: no Node builtins here.

/** Why content cannot be shown: its key was `erased`, or it is `unreadable` (damaged, or its key is nowhere). */
export type TombstoneCode = "erased" | "unreadable";

/** What stands in the place of content that can never be read again. `keyId` is the data key's id. */
export interface Tombstone {
	code: TombstoneCode;
	keyId: string;
}

/** A {@link Tombstone} as the value of a Temporal payload. */
export interface PayloadTombstone extends Tombstone {
	$countersign: "tombstone";
}

/** Whether a decoded workflow argument, result, memo field … is a tombstone. */
export function isPayloadTombstone(value: unknown): value is PayloadTombstone {
	return (
		typeof value === "object" &&
		value !== null &&
		"$countersign" in value &&
		value.$countersign === "tombstone"
	);
}
