import type { MailWords } from "./words/words.ts";

type TimeWords = Pick<MailWords, "locale" | "clock">;

/**
 * An instant as its reader's clock shows it, in the form of the language: `Tue 24 Nov, 17:30`, `Di., 24. Nov., 17:30
 * Uhr`; with the year where it is not the present one.
 * @param at ms since 1970
 */
export function clockTime(at: number, timeZone: string, now: number, words: TimeWords): string {
	const zone = knownZone(timeZone);
	const yearOf = (instant: number) => formatIn("en-GB", zone, { year: "numeric" }).format(instant);
	const year = yearOf(at) === yearOf(now) ? {} : ({ year: "numeric" } as const);
	const day = formatIn(words.locale, zone, { weekday: "short", day: "numeric", month: "short", ...year });
	const time = formatIn(words.locale, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
	// British dates have a comma after the day of the week; with the time's comma that is one too many.
	return words.clock(day.format(at).replace(/^(\w+), /, "$1 "), time.format(at));
}

/** The same with the name of the zone: `Tue 24 Nov, 17:30 (Europe/Berlin)`. */
export function clockTimeInZone(at: number, timeZone: string, now: number, words: TimeWords): string {
	return `${clockTime(at, timeZone, now, words)} (${knownZone(timeZone).replaceAll("_", " ")})`;
}

const UNITS = [
	{ unit: "second", ms: 1_000, below: 90_000 },
	{ unit: "minute", ms: 60_000, below: 90 * 60_000 },
	{ unit: "hour", ms: 3_600_000, below: 36 * 3_600_000 },
	{ unit: "day", ms: 86_400_000, below: 14 * 86_400_000 },
	{ unit: "week", ms: 7 * 86_400_000, below: Number.POSITIVE_INFINITY },
] as const;

/** How far away an instant is: `in 3 hours`, `2 days ago`. */
export function fromNow(at: number, now: number, { locale }: Pick<TimeWords, "locale">): string {
	const distance = Math.abs(at - now);
	const { unit, ms } = UNITS.find((item) => distance < item.below) ?? UNITS[4];
	const amount = Math.max(1, Math.round(distance / ms));
	const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
	return format.format(at < now ? -amount : amount, unit);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(locale: string, timeZone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const name = `${locale} ${timeZone} ${Object.keys(parts).join()}`;
	const known = formats.get(name);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat(locale, { timeZone, ...parts });
	formats.set(name, format);
	return format;
}

/** The zone if there is one of this name, else UTC: a mail must not fail on it. */
function knownZone(timeZone: string): string {
	try {
		formatIn("en-GB", timeZone, { year: "numeric" });
		return timeZone;
	} catch {
		return "UTC";
	}
}
