import type { Attachment } from "../sdk/index.ts";
import { UsageError } from "./cli-error.ts";

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Timers of the runtime go no further. */
const LONGEST_DAYS = 24;

/** `90s 30m 4h 2d` in ms. */
export function durationMs(option: string, text: string): number {
	const [, digits, unit] = /^(\d{1,9})(s|m|h|d)$/.exec(text) ?? [];
	const ms = Number(digits) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
	if (!(ms > 0)) throw new UsageError(`${option}: write a duration such as 90s, 30m or 4h, not ${text}`);
	if (ms > LONGEST_DAYS * 86_400_000) throw new UsageError(`${option}: write at most ${LONGEST_DAYS}d`);
	return ms;
}

export function wholeNumber(option: string, text: string, least: number, most: number): number {
	const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (!(number >= least && number <= most))
		throw new UsageError(`${option}: write a whole number from ${least} to ${most}, not ${text}`);
	return number;
}

export function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
	const word = words.find((candidate) => candidate === text);
	if (word === undefined) throw new UsageError(`${option}: write ${words.join(", ")}; not ${text}`);
	return word;
}

/** `name=url=sha256`: the name ends at the first equals sign, the digest begins after the last. */
export function attachment(text: string): Attachment {
	const first = text.indexOf("=");
	const last = text.lastIndexOf("=");
	const sha256 = text.slice(last + 1);
	if (first < 1 || last <= first + 1 || !/^[0-9a-fA-F]{64}$/.test(sha256))
		throw new UsageError(
			`--attach: write name=url=sha256 with a SHA-256 of 64 hexadecimal digits, not ${text}`,
		);
	return { name: text.slice(0, first), url: text.slice(first + 1, last), sha256 };
}
