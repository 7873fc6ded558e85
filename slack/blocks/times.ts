import type { SlackWords } from "../words/words.ts";

/**
 * An instant as its reader's clock shows it, with the zone.
 * @param at ISO 8601
 */
export function clockTime(at: string, timeZone: string, { locale }: Pick<SlackWords, "locale">): string {
	const zone = knownZone(timeZone);
	const format = new Intl.DateTimeFormat(locale, {
		timeZone: zone,
		weekday: "short",
		day: "numeric",
		month: "short",
		year: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	});
	return `${format.format(new Date(at))} (${zone.replaceAll("_", " ")})`;
}

/** The zone if there is one of this name, else UTC: a message must not fail on it. */
function knownZone(timeZone: string): string {
	try {
		new Intl.DateTimeFormat("en", { timeZone });
		return timeZone;
	} catch {
		return "UTC";
	}
}
