import type { Instant } from "./directory.ts";
import { type Problems, shown } from "./problems.ts";

/** ISO 8601 with a zone, to the millisecond. */
export function readInstant(value: unknown, path: string, problems: Problems): Instant | null {
	const example = "write an instant such as 2026-01-05T09:00:00Z";
	const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
	const instant = typeof value === "string" && iso.test(value) ? Date.parse(value) : Number.NaN;
	if (!Number.isNaN(instant)) return instant;
	if (value === undefined) problems.missing(path, example);
	else problems.add(path, `${example}, not ${shown(value)}`);
	return null;
}
