"use client";

import { useEffect, useEffectEvent } from "react";

export interface LiveChange {
	requestId: string;
	version: number;
}

type Listener = (change: LiveChange) => void;

const listeners = new Set<Listener>();
let source: EventSource | null = null;

function open(): void {
	if (source !== null) return;
	source = new EventSource("/api/events");
	source.addEventListener("change", (event) => {
		const change: LiveChange = JSON.parse(event.data);
		for (const listener of listeners) listener(change);
	});
	// The server says that the session is over: there is nothing to wait for any more.
	source.addEventListener("signed-out", close);
}

function close(): void {
	source?.close();
	source = null;
}

/** Calls back when a request that the person may see has moved. One stream a page, whoever listens. */
export function useLiveChanges(onChange: Listener): void {
	const heard = useEffectEvent(onChange);
	useEffect(() => {
		const listener: Listener = (change) => heard(change);
		listeners.add(listener);
		open();
		return () => {
			listeners.delete(listener);
			if (listeners.size === 0) close();
		};
	}, []);
}
