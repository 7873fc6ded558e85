import type { CHANNELS, LANGUAGES } from "../../db/schema/people.ts";
import type { Tx } from "../../db/transaction.ts";
import { Refusal } from "../refusal.ts";

export type Language = (typeof LANGUAGES)[number];
export type PersonChannel = (typeof CHANNELS)[number];

/** How a person likes to be reached. */
export interface Preferences {
	language: Language;
	/** IANA name; times are shown in it, and quiet hours and the digest are counted in it. */
	timeZone: string;
	/** Where messages go, the preferred first; never empty. */
	channels: PersonChannel[];
	/** Channels that could be chosen: e-mail always, Slack once it is linked. */
	available: PersonChannel[];
	/** Wall-clock times such as 22:00: what is not urgent waits until `to`, on the next day where that is not after `from`. */
	quietHours: { from: string; to: string } | null;
	/** Wall-clock time of one mail a day with what is not urgent; null: a mail for each. */
	digestAt: string | null;
}

interface Row {
	language: Language;
	time_zone: string;
	channels: PersonChannel[];
	quiet_from: string | null;
	quiet_to: string | null;
	digest_at: string | null;
	slack: boolean;
}

/** The preferences of a person, in a transaction; locked where they are about to be changed. Refuses: `not_found`. */
export async function preferencesOf(tx: Tx, personId: string, hold = false): Promise<Preferences> {
	const [row] = await tx.sql<Row[]>`
		select p.language, p.time_zone, p.channels, p.quiet_from, p.quiet_to, p.digest_at,
			exists (select 1 from slack_links l where l.person_id = p.id) as slack
		from people p where p.id = ${personId} ${hold ? tx.sql`for update of p` : tx.sql``}`;
	if (row === undefined) throw new Refusal("not_found", "There is no such person.");
	return {
		language: row.language,
		timeZone: row.time_zone,
		channels: row.channels,
		available: row.slack ? ["email", "slack"] : ["email"],
		quietHours:
			row.quiet_from === null || row.quiet_to === null ? null : { from: row.quiet_from, to: row.quiet_to },
		digestAt: row.digest_at,
	};
}
