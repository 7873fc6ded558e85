"use client";

import { useSyncExternalStore } from "react";

/** Where two panes fit; the same as the style sheet's `lg`. */
const WIDE = "(min-width: 64rem)";

function subscribe(listener: () => void): () => void {
	const query = window.matchMedia(WIDE);
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}

/** Whether list and request stand side by side; false until the page is alive. */
export function useWide(): boolean {
	return useSyncExternalStore(
		subscribe,
		() => window.matchMedia(WIDE).matches,
		() => false,
	);
}
