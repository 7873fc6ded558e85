"use client";

import { useEffect, useEffectEvent } from "react";

export interface LiveChange {
	requestId: string;
	version: number;
}

interface Listener {
	onChange(change: LiveChange): void;
	/** Something may have been missed: the stream was away for a while. */
	onGap(): void;
}

const listeners = new Set<Listener>();
let source: EventSource | null = null;
/** Whether there was a stream before this one, whose end nobody saw. */
let opened = false;

function open(): void {
	if (source !== null || document.hidden) return;
	source = new EventSource("/api/events");
	source.addEventListener("open", () => {
		if (opened) for (const listener of listeners) listener.onGap();
		opened = true;
	});
	source.addEventListener("change", (event) => {
		const change: LiveChange = JSON.parse(event.data);
		for (const listener of listeners) listener.onChange(change);
	});
	// The server says that the session is over: there is nothing to wait for any more.
	source.addEventListener("signed-out", close);
}

function close(): void {
	source?.close();
	source = null;
}

/** Browsers allow six connections to a server without TLS: tabs that nobody sees give theirs back. */
function onVisibility(): void {
	if (document.hidden) close();
	else open();
}

/**
 * Calls back when a request that the person may see has moved, and when news may have been missed. One stream a
 * page, whoever listens; it comes back by itself.
 */
export function useLiveChanges(onChange: (change: LiveChange) => void, onGap: () => void): void {
	const heard = useEffectEvent(onChange);
	const missed = useEffectEvent(onGap);
	useEffect(() => {
		const listener: Listener = { onChange: (change) => heard(change), onGap: () => missed() };
		if (listeners.size === 0) {
			opened = false;
			document.addEventListener("visibilitychange", onVisibility);
		}
		listeners.add(listener);
		open();
		return () => {
			listeners.delete(listener);
			if (listeners.size > 0) return;
			document.removeEventListener("visibilitychange", onVisibility);
			close();
		};
	}, []);
}
