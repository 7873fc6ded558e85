import type { Instant } from "../../policy/directory.ts";
import { instantOf, localTime } from "../../policy/zone.ts";
import { msOfWallTime } from "../preferences/wall-time.ts";
import type { Wants } from "./claim.ts";

/** When a person likes to be reached. */
export interface Reach {
	/** IANA name. */
	timeZone: string;
	/** Wall-clock times in `timeZone`; a `to` at or before `from` is on the next day. */
	quietHours: { from: string; to: string } | null;
	/** Wall-clock time of one mail a day; null: a mail for each. */
	digestAt: string | null;
}

/** A message that is about to be sent for the first time, or again. */
export interface Outgoing {
	wants: Wants;
	/**
	 * When the request goes on without this person, as `actsWithoutAt` says: a message must be there in time before it.
	 * Null: nothing does (an outcome).
	 */
	actsAt: Instant | null;
	/** Since when it is to be sent. */
	since: Instant;
	/** Whether its channel can gather it with others into one message a day. */
	mayGather: boolean;
}

export type Sending =
	| { when: "now" }
	/** Now, in one message with the others that are. */
	| { when: "digest" }
	/** Put off: nothing is to be sent before `at`. */
	| { when: "later"; at: Instant };

const DAY = 86_400_000;
/** So long before the request goes on without them, people are to know. */
const NOTICE_MS = 3_600_000;

const ALWAYS_URGENT: ReadonlySet<Wants> = new Set(["reminded", "escalated", "code", "link_used"]);

/**
 * When a message goes out. Reminders, escalations, codes, and what is due within the hour go at once. The rest waits
 * for the person's digest, where its channel has one, and for the end of their quiet hours; but where the request
 * would go on without them before that or within an hour after, it goes out at once.
 *
 * Couriers of every channel call it for what makes somebody look (a new message), right before sending; a copy that
 * is rewritten in place, or that says «over», disturbs nobody and is not asked about. For `later`, record the attempt
 * as `postponed` until `at` (ledger/deliveries/record.ts): it counts as no attempt, and the ledger makes the delivery
 * due again by itself when there is more to say. With `mayGather: false` the answer is never `digest`.
 */
export function whenToSend(message: Outgoing, reach: Reach, now: Instant): Sending {
	const { wants, actsAt, mayGather, since } = message;
	if (ALWAYS_URGENT.has(wants)) return { when: "now" };
	const latest = actsAt === null ? Number.POSITIVE_INFINITY : actsAt - NOTICE_MS;
	if (now >= latest) return { when: "now" };
	if (mayGather && reach.digestAt !== null) {
		const last = digestBefore(reach.timeZone, reach.digestAt, now);
		const gathered = last > since ? now : digestAfter(reach.timeZone, reach.digestAt, now);
		const at = quietEnd(reach, gathered) ?? gathered;
		if (at < latest) return at > now ? { when: "later", at } : { when: "digest" };
	}
	const end = quietEnd(reach, now);
	return end === null || end >= latest ? { when: "now" } : { when: "later", at: end };
}

/** When the quiet hours that an instant falls into end, or null where it falls into none. */
export function quietEnd({ timeZone, quietHours }: Omit<Reach, "digestAt">, at: Instant): Instant | null {
	if (quietHours === null) return null;
	const from = msOfWallTime(quietHours.from);
	const to = msOfWallTime(quietHours.to);
	const today = startOfDay(timeZone, at);
	for (const day of [today - DAY, today]) {
		const begin = instantOf(timeZone, day + from);
		const end = instantOf(timeZone, day + to + (to > from ? 0 : DAY));
		if (begin <= at && at < end) return end;
	}
	return null;
}

/** The last instant at or before `now` at which a digest was due. */
function digestBefore(timeZone: string, digestAt: string, now: Instant): Instant {
	const today = startOfDay(timeZone, now) + msOfWallTime(digestAt);
	const at = instantOf(timeZone, today);
	return at <= now ? at : instantOf(timeZone, today - DAY);
}

/** The first instant after `now` at which a digest is due. */
function digestAfter(timeZone: string, digestAt: string, now: Instant): Instant {
	const today = startOfDay(timeZone, now) + msOfWallTime(digestAt);
	const at = instantOf(timeZone, today);
	return at > now ? at : instantOf(timeZone, today + DAY);
}

/** Midnight of the day that the zone's wall clock shows, in its local time. */
function startOfDay(timeZone: string, at: Instant): number {
	return Math.floor(localTime(timeZone, at) / DAY) * DAY;
}
