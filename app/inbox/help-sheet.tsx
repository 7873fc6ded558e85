"use client";

import { type Ref, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words/words.ts";
import { SHORTCUTS } from "./shortcuts.ts";
import { setShortcutsEnabled, shortcutsEnabled } from "./use-shortcuts.ts";

const t = words.inbox.shortcuts;

/** The help sheet, written by the table that binds the keys. */
export function HelpSheet({ ref }: { ref: Ref<HTMLDialogElement> }) {
	const [enabled, setEnabled] = useState(true);
	useEffect(() => setEnabled(shortcutsEnabled()), []);
	return (
		<Dialog ref={ref} title={t.title} className="max-w-sm">
			<dl className="mt-3 grid grid-cols-[1fr_max-content] items-center gap-y-2">
				{SHORTCUTS.map(({ key, label, does }) => (
					<div key={key} className="contents">
						<dt>{does}</dt>
						<dd>
							<kbd className="inline-grid min-w-7 place-items-center rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs">
								{label}
							</kbd>
						</dd>
					</div>
				))}
			</dl>
			<label className="mt-4 flex min-h-7 items-center gap-2 border-t border-line pt-3">
				<input
					type="checkbox"
					checked={enabled}
					onChange={(event) => {
						setEnabled(event.target.checked);
						setShortcutsEnabled(event.target.checked);
					}}
					className="size-4 accent-accent"
				/>
				{t.enabled}
			</label>
			<p className="mt-1.5 text-xs text-ink-faint">{t.note}</p>
			<form method="dialog" className="mt-4 flex justify-end">
				<Button type="submit">{words.common.close}</Button>
			</form>
		</Dialog>
	);
}
