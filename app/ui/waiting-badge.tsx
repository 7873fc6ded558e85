"use client";

import { useWaiting } from "../client/waiting-count.ts";
import { words } from "../words/words.ts";

/** How many requests wait for the reader. */
export function WaitingBadge({ initial }: { initial: number }) {
	const waiting = useWaiting(initial);
	if (waiting === 0) return null;
	return (
		<span className="ml-auto rounded-full bg-accent-soft px-2 text-xs leading-5 font-medium text-accent-text tabular-nums">
			<span aria-hidden="true">{waiting}</span>
			<span className="sr-only">{words.common.nav.waiting(waiting)}</span>
		</span>
	);
}
