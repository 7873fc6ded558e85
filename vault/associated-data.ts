/**
 * Joins the parts that an encryption is bound to, so that no two different lists give the same bytes:
 * PASETO's pre-authentication encoding, LE64(count) then LE64(length) and bytes of each part.
 *
 * Source: https://github.com/paseto-standard/paseto-spec/blob/master/docs/01-Protocol-Versions/Common.md#pae-definition
 */
export function associatedData(parts: readonly (string | Uint8Array)[]): Uint8Array {
	let length = 8;
	for (const part of parts) {
		length += 8 + (typeof part === "string" ? Buffer.byteLength(part) : part.length);
	}
	// Zeroed, so only the low half of each 64-bit number has to be written: no part comes near 2^32 bytes.
	const bytes = Buffer.alloc(length);
	let at = bytes.writeUInt32LE(parts.length, 0) + 4;
	for (const part of parts) {
		const size = typeof part === "string" ? Buffer.byteLength(part) : part.length;
		at = bytes.writeUInt32LE(size, at) + 4;
		if (typeof part === "string") bytes.write(part, at);
		else bytes.set(part, at);
		at += size;
	}
	return bytes;
}
