/** A run of text, or one character that would not be seen by itself. */
export interface Piece {
	text: string;
	/** `U+202E` where the character has to be made visible. */
	code: string | null;
}

/**
 * Control characters, bidirectional marks, overrides and isolates, invisible separators and fillers, variation
 * and tag characters. Line breaks and tabs are shown as what they are.
 */
const HIDDEN =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/**
 * Cuts a text that somebody wrote into what can be shown as it is and what has to be made visible, so that
 * nobody decides on something other than what they read (CVE-2021-42574 and its like). The joiners that emoji
 * and some scripts need are left alone there.
 */
export function inertPieces(text: string): Piece[] {
	const pieces: Piece[] = [];
	let plain = "";
	const flush = () => {
		if (plain !== "") pieces.push({ text: plain, code: null });
		plain = "";
	};
	const characters = [...text.replaceAll("\r\n", "\n")];
	for (const [i, character] of characters.entries()) {
		if (!HIDDEN.test(character) || joins(character, characters[i - 1], characters[i + 1])) {
			plain += character;
			continue;
		}
		flush();
		pieces.push({ text: character, code: codePoint(character) });
	}
	flush();
	return pieces;
}

/** A text for places that take no markup (titles of windows, labels): hidden characters by their number. */
export function inertText(text: string): string {
	return inertPieces(text)
		.map(({ text: piece, code }) => (code === null ? piece : `‹${code}›`))
		.join("");
}

function joins(character: string, before: string | undefined, after: string | undefined): boolean {
	if (character !== "\u200c" && character !== "\u200d") return false;
	return beyondLatin(before) && beyondLatin(after);
}

function beyondLatin(character: string | undefined): boolean {
	return character !== undefined && (character.codePointAt(0) ?? 0) > 0x2ff && !HIDDEN.test(character);
}

function codePoint(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
