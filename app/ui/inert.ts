/** A run of text, or one character that would not be seen by itself. */
export interface Piece {
	text: string;
	/** `U+202E` where the character has to be made visible. */
	code: string | null;
}

/**
 * Control characters, format characters (bidirectional marks, overrides and isolates, joiners, tags), invisible
 * separators, and what Unicode says is not to be drawn (fillers, variation selectors).
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Hidden by the classes above, and wanted: they are shown as what they do. */
const WANTED = new Set(["\n", "\t", "\ufe0e", "\ufe0f"]);

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
		if (
			WANTED.has(character) ||
			!HIDDEN.test(character) ||
			joins(character, characters[i - 1], characters[i + 1])
		) {
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
