/** Standard output: the answer, and nothing else. */
export function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

/** One JSON document on standard output. */
export function printJson(value: unknown): void {
	// JSON escapes the other control characters itself; terminals obey these too.
	const text = JSON.stringify(value, null, 2).replace(
		/[\u007f-\u009f]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
	print(text);
}

/** Standard error: progress and what is wrong. */
export function note(text: string): void {
	process.stderr.write(`${text}\n`);
}

/** Somebody else's text, without what a terminal would obey. Line breaks become spaces. */
export function plain(text: string): string {
	return text.replace(/\s+/g, " ").replace(/[\p{Cc}\p{Bidi_Control}]/gu, "�");
}
