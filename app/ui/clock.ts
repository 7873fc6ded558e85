"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 15_000;
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	timer ??= setInterval(() => {
		now = Date.now();
		for (const tell of listeners) tell();
	}, TICK_MS);
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		clearInterval(timer);
		timer = undefined;
	};
}

function current(): number {
	if (now === 0) now = Date.now();
	return now;
}

/**
 * The reader's clock in ms, moving every 15 s; `null` while the page is what the server rendered, so that the
 * first render in the browser equals it.
 */
export function useNow(): number | null {
	return useSyncExternalStore(subscribe, current, () => null);
}
