/**
 * Characters that steer instead of being read, and so could make a text look like another: controls,
 * bidirectional controls, invisible fillers, interlinear marks and tags. Zero-width joiners and variation
 * selectors stay: emoji and several scripts are written with them.
 */
const STEERING =
	/(?!\u200c|\u200d|\p{Variation_Selector})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const HALF_CHARACTER = /\p{Surrogate}/gu;

/**
 * A text as one harmless line: white space folded, steering characters spelled out (`[U+202E]`), cut after
 * `most` characters as a reader counts them.
 */
export function inertLine(text: string, most: number): string {
	return cut(spellOut(text.replace(/[\s\u0085\u2028\u2029]+/gu, " ").trim()), most);
}

/** The same for a text of several lines; its line breaks (at most one empty line in a row) stay. */
export function inertLines(text: string, most: number): string {
	const lines = text
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
		.split("\n")
		.map((line) => spellOut(line.replace(/\s+/gu, " ").trimEnd()));
	return cut(
		lines
			.join("\n")
			.replace(/\n{3,}/g, "\n\n")
			.trim(),
		most,
	);
}

function spellOut(text: string): string {
	return text.replace(HALF_CHARACTER, "\ufffd").replace(STEERING, (character) => {
		const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
		return `[U+${code}]`;
	});
}

const READER = new Intl.Segmenter("en", { granularity: "grapheme" });

function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	let kept = "";
	let count = 0;
	// A grapheme may be built of any number of marks: the length in code units is bounded too.
	for (const { segment } of READER.segment(text.slice(0, most * 8))) {
		if (count === most - 1 || kept.length + segment.length > most * 4) return `${kept.trimEnd()}…`;
		kept += segment;
		count += 1;
	}
	return text.length > most * 8 ? `${kept.trimEnd()}…` : kept;
}
