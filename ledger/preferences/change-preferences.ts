import { CHANNELS, LANGUAGES } from "../../db/schema/people.ts";
import { isTimeZone } from "../../policy/zone.ts";
import { requireScope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { changeDirectory } from "../directory/change.ts";
import { invalid } from "../refusal.ts";
import { type Language, type PersonChannel, type Preferences, preferencesOf } from "./preferences.ts";
import { isWallTime } from "./wall-time.ts";

/** What is left out stays as it is. */
export interface PreferenceChanges {
	language?: Language;
	timeZone?: string;
	/** The preferred first. */
	channels?: PersonChannel[];
	quietHours?: { from: string; to: string } | null;
	digestAt?: string | null;
}

const FIELDS = ["language", "timeZone", "channels", "quietHours", "digestAt"] as const;

/**
 * Changes how the actor likes to be reached. What waits for quiet hours or a digest that are no longer so is looked
 * at again at once. Changing nothing records nothing. Auditors may: it is their own.
 *
 * Refuses: `invalid` (language, timeZone, channels, quietHours, digestAt), `not_eligible` (a key without directory:write).
 */
export async function changePreferences(ctx: Ctx, changes: PreferenceChanges): Promise<Preferences> {
	requireScope(ctx.actor, "directory:write");
	check(changes);
	const { personId } = ctx.actor;
	return changeDirectory(ctx, async ({ tx, record }) => {
		const before = await preferencesOf(tx, personId, true);
		for (const [index, channel] of (changes.channels ?? []).entries()) {
			if (!before.available.includes(channel))
				throw invalid(`channels[${index}]`, "link your Slack account first, on the page of your preferences");
		}
		const given = Object.entries(changes).filter(([, value]) => value !== undefined);
		const after: Preferences = { ...before, ...Object.fromEntries(given) };
		const changed = FIELDS.filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
		if (changed.length === 0) return before;
		await tx.sql`
			update people set language = ${after.language}, time_zone = ${after.timeZone}, channels = ${after.channels},
				quiet_from = ${after.quietHours?.from ?? null}, quiet_to = ${after.quietHours?.to ?? null},
				digest_at = ${after.digestAt}
			where id = ${personId}`;
		// What was put off and not yet tried is due again; its courier decides anew how long it waits.
		await tx.sql`
			update deliveries set next_attempt_at = clock_timestamp()
			where person_id = ${personId} and state = 'pending' and attempts = 0 and next_attempt_at > clock_timestamp()`;
		await record("preferences_changed", {
			person: personId,
			changed,
			...Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }])),
		});
		return after;
	});
}

function check({ language, timeZone, channels, quietHours, digestAt }: PreferenceChanges): void {
	if (language !== undefined && !LANGUAGES.includes(language))
		throw invalid("language", `write ${LANGUAGES.join(" or ")}`);
	if (timeZone !== undefined && !isTimeZone(timeZone))
		throw invalid("timeZone", "write a time zone of the IANA database such as Europe/London");
	if (channels !== undefined) {
		if (channels.length === 0)
			throw invalid("channels", "is empty: keep at least one channel, or nobody could reach you");
		const unknown = channels.findIndex((channel) => !CHANNELS.includes(channel));
		if (unknown >= 0) throw invalid(`channels[${unknown}]`, `write ${CHANNELS.join(" or ")}`);
		if (new Set(channels).size < channels.length) throw invalid("channels", "name each channel once");
	}
	if (quietHours !== undefined && quietHours !== null) {
		for (const end of ["from", "to"] as const) {
			if (!isWallTime(quietHours[end])) throw invalid(`quietHours.${end}`, "write a time such as 22:00");
		}
		if (quietHours.from === quietHours.to)
			throw invalid("quietHours.to", "is when they begin: write another time, or null for no quiet hours");
	}
	if (digestAt !== undefined && digestAt !== null && !isWallTime(digestAt))
		throw invalid("digestAt", "write a time such as 08:00, or null for single mails");
}
