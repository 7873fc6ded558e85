import type { Sealer } from "../../vault/sealed.ts";

/** What a fetch brought. */
export type FetchedCalendar = { changed: false } | { changed: true; text: string; etag: string | null };

/**
 * Fetches the calendar at an https address; `etag` is what the last fetch brought, null to have it whatever it is.
 * Throws `FeedError`.
 */
export type FetchCalendar = (url: string, etag: string | null) => Promise<FetchedCalendar>;

/** What calendars of others need beside a context. */
export interface FeedPorts {
	fetchCalendar: FetchCalendar;
	/** Addresses are kept sealed, each with its person's key. */
	sealer: Pick<Sealer, "seal" | "open">;
}
