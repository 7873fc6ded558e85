/** An event whose title holds one of these is out of office, unless a person chose other words. */
export const DEFAULT_WORDS: readonly string[] = [
	"out of office",
	"ooo",
	"vacation",
	"holiday",
	"urlaub",
	"abwesend",
	"annual leave",
];

/**
 * Whether a title holds one of the words: whole, in any case, with any white space between the parts of one. No words
 * match nothing.
 */
export function titleMatcher(words: readonly string[]): (title: string) => boolean {
	const wanted = words.map(plain).filter((word) => word !== "");
	return (title) => {
		const text = plain(title);
		return wanted.some((word) => holdsWhole(text, word));
	};
}

function plain(text: string): string {
	return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

function holdsWhole(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
		const [before, after] = [text.slice(0, at), text.slice(at + word.length)];
		if (!/[\p{L}\p{M}\p{N}_]$/u.test(before) && !/^[\p{L}\p{M}\p{N}_]/u.test(after)) return true;
	}
	return false;
}
