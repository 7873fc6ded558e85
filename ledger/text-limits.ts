import { invalid, Refusal } from "./refusal.ts";

/** Characters. */
export const MAX_COMMENT = 10_000;
/** Bytes of JSON. */
export const MAX_CONTEXT = 256 * 1024;

/** A comment as it is kept: null when there is nothing but white space. Refuses with `too_large`. */
export function cleanComment(comment: string | null | undefined): string | null {
	if (comment === null || comment === undefined || comment.trim() === "") return null;
	if (comment.length > MAX_COMMENT) {
		throw new Refusal("too_large", `comment: at most ${MAX_COMMENT} characters, this has ${comment.length}`, {
			errors: [{ path: "comment", message: `at most ${MAX_COMMENT} characters` }],
		});
	}
	return comment;
}

/** A line of text: trimmed, not empty, no control characters (they end up in mail headers), bounded. */
export function cleanLine(path: string, value: string, most: number): string {
	const line = value.trim();
	if (line === "") throw invalid(path, "is empty: write a line of text");
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	if (/[\u0000-\u001f\u007f]/.test(line))
		throw invalid(path, "has line breaks or control characters: write one plain line");
	if (line.length > most) throw invalid(path, `has ${line.length} characters: at most ${most}`);
	return line;
}
