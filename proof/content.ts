import { canonicalJson } from "./canonical.ts";

/** What a person is shown and decides on. */
export interface ShownContent {
	title: string;
	summary: string | null;
	context: unknown;
	attachments: { name: string; url: string; sha256: string }[];
}

/** The bytes whose SHA-256 is a request's content digest: a random salt, then the RFC 8785 form of the content. */
export function contentBytes(salt: Uint8Array, content: ShownContent): Uint8Array {
	const text = new TextEncoder().encode(canonicalJson(content));
	const bytes = new Uint8Array(salt.length + text.length);
	bytes.set(salt);
	bytes.set(text, salt.length);
	return bytes;
}
