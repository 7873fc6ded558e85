"use client";

import { useSyncExternalStore } from "react";

let latest: number | null = null;
const listeners = new Set<() => void>();

/** Tells the page how many requests wait for the reader, as the list has just learnt it. */
export function tellWaiting(count: number): void {
	if (latest === count) return;
	latest = count;
	for (const listener of listeners) listener();
}

/** How many requests wait for the reader: what the server rendered, until something newer is known. */
export function useWaiting(initial: number): number {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => latest ?? initial,
		() => initial,
	);
}
