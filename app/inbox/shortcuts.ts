import { words } from "../words/words.ts";

export type ShortcutAction =
	| "next"
	| "previous"
	| "open"
	| "back"
	| "approve"
	| "reject"
	| "sendBack"
	| "ask"
	| "passOn"
	| "search"
	| "help";

export interface Shortcut {
	/** `KeyboardEvent.key`. */
	key: string;
	/** What stands on the key. */
	label: string;
	action: ShortcutAction;
	/** What it does, in the help sheet. */
	does: string;
}

const t = words.inbox.shortcuts;

/** The one table of shortcuts: it binds the keys and writes the help sheet. */
export const SHORTCUTS: readonly Shortcut[] = [
	{ key: "j", label: "J", action: "next", does: t.next },
	{ key: "k", label: "K", action: "previous", does: t.previous },
	{ key: "Enter", label: "Enter", action: "open", does: t.open },
	{ key: "Escape", label: "Esc", action: "back", does: t.back },
	{ key: "a", label: "A", action: "approve", does: t.approve },
	{ key: "r", label: "R", action: "reject", does: t.reject },
	{ key: "b", label: "B", action: "sendBack", does: t.sendBack },
	{ key: "q", label: "Q", action: "ask", does: t.ask },
	{ key: "d", label: "D", action: "passOn", does: t.passOn },
	{ key: "/", label: "/", action: "search", does: t.search },
	{ key: "?", label: "?", action: "help", does: t.help },
];
