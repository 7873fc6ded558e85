import type { Instant } from "../../policy/directory.ts";
import { invalid } from "../refusal.ts";

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
/** A hundred years: Postgres and JavaScript agree on instants that far. */
const LONGEST_MS = 36_525 * 86_400_000;

/** The instant that `90d` (m h d w; d = 24 h) before now or an ISO 8601 instant is. Refuses with `invalid`. */
export function sinceInstant(since: string, now: Instant): Instant {
	const [, digits, unit] = /^(\d{1,7})([mhdw])$/.exec(since) ?? [];
	const instant = ISO.test(since)
		? Date.parse(since)
		: now - Number(digits) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
	if (!(instant < now && instant >= now - LONGEST_MS)) {
		throw invalid("since", `write a time of the past such as 90d or 2026-01-05T09:00:00Z, not ${since}`);
	}
	return instant;
}
