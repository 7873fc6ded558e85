"use client";

import { words } from "../words/words.ts";
import { useNow } from "./clock.ts";

const t = words.delegations.new;

/** Says in which time zone times are written: the reader's own, by its name once the page is alive. */
export function ReaderZone() {
	const alive = useNow() !== null;
	const zone = alive ? new Intl.DateTimeFormat().resolvedOptions().timeZone : null;
	return <p className="text-xs text-ink-faint">{zone === null ? t.zoneYours : t.zone(zone)}</p>;
}
