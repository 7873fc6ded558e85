import type { SlackWords } from "../words/words.ts";

/** A context value as people read it. */
export function valueText(value: unknown, words: SlackWords): string {
	if (typeof value === "string") return value;
	if (typeof value === "number") return new Intl.NumberFormat(words.locale).format(value);
	if (typeof value === "boolean") return value ? words.yes : words.no;
	return JSON.stringify(value) ?? "";
}
