"use client";

import { useEffect, useEffectEvent } from "react";
import { SHORTCUTS, type ShortcutAction } from "./shortcuts.ts";

const STORED = "countersign.shortcuts";

/** Whether the person uses single-key shortcuts (they do unless they said no). */
export function shortcutsEnabled(): boolean {
	try {
		return localStorage.getItem(STORED) !== "off";
	} catch {
		return true;
	}
}

export function setShortcutsEnabled(enabled: boolean): void {
	try {
		localStorage.setItem(STORED, enabled ? "on" : "off");
	} catch {
		// Storage is blocked: the choice lasts as long as nothing is asked of it.
	}
}

/** Binds the keys of the table to what the page can do. Mute in fields and dialogs, and when switched off. */
export function useShortcuts(handlers: Partial<Record<ShortcutAction, () => void>>): void {
	const press = useEffectEvent((event: KeyboardEvent) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
		const shortcut = SHORTCUTS.find(({ key }) => key === event.key);
		const handler = shortcut && handlers[shortcut.action];
		if (shortcut === undefined || handler === undefined || isMute(event.target, shortcut.key)) return;
		if (!shortcutsEnabled() && shortcut.action !== "back") return;
		event.preventDefault();
		handler();
	});
	useEffect(() => {
		const listener = (event: KeyboardEvent) => press(event);
		window.addEventListener("keydown", listener);
		return () => window.removeEventListener("keydown", listener);
	}, []);
}

function isMute(target: EventTarget | null, key: string): boolean {
	if (document.querySelector("dialog[open]") !== null) return true;
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable || target.closest("input, textarea, select") !== null) return true;
	// Enter on a control is the control's own.
	return key === "Enter" && target.closest("a, button, summary") !== null;
}
