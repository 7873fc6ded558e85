/**
 * An instant as its reader's clock shows it: `Tue 24 Nov, 17:30`, with the year where it is not the present one.
 * @param at ms since 1970
 */
export function clockTime(at: number, timeZone: string, now: number): string {
	const parts = partsOf(at, timeZone);
	const year = parts.year === partsOf(now, timeZone).year ? "" : ` ${parts.year}`;
	return `${parts.weekday} ${parts.day} ${parts.month}${year}, ${parts.hour}:${parts.minute}`;
}

/** The same with the name of the zone: `Tue 24 Nov, 17:30 (Europe/Berlin)`. */
export function clockTimeInZone(at: number, timeZone: string, now: number): string {
	return `${clockTime(at, timeZone, now)} (${knownZone(timeZone).replaceAll("_", " ")})`;
}

const UNITS = [
	{ unit: "second", ms: 1_000, below: 90_000 },
	{ unit: "minute", ms: 60_000, below: 90 * 60_000 },
	{ unit: "hour", ms: 3_600_000, below: 36 * 3_600_000 },
	{ unit: "day", ms: 86_400_000, below: 14 * 86_400_000 },
	{ unit: "week", ms: 7 * 86_400_000, below: Number.POSITIVE_INFINITY },
] as const;

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** How far away an instant is: `in 3 hours`, `2 days ago`. */
export function fromNow(at: number, now: number): string {
	const distance = Math.abs(at - now);
	const { unit, ms } = UNITS.find((item) => distance < item.below) ?? UNITS[4];
	const amount = Math.max(1, Math.round(distance / ms));
	return WORDS.format(at < now ? -amount : amount, unit);
}

type PartName = "weekday" | "day" | "month" | "year" | "hour" | "minute";

function partsOf(at: number, timeZone: string): Record<PartName, string> {
	const parts = { weekday: "", day: "", month: "", year: "", hour: "", minute: "" };
	for (const { type, value } of formatIn(knownZone(timeZone)).formatToParts(at)) {
		if (type in parts) parts[type as PartName] = value;
	}
	return parts;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
	const known = formats.get(timeZone);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat("en-GB", {
		timeZone,
		weekday: "short",
		day: "numeric",
		month: "short",
		year: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	});
	formats.set(timeZone, format);
	return format;
}

/** The zone if there is one of this name, else UTC: a mail must not fail on it. */
function knownZone(timeZone: string): string {
	try {
		formatIn(timeZone);
		return timeZone;
	} catch {
		return "UTC";
	}
}
