"use client";

import { useEffect, useRef } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNotices } from "../ui/notices.tsx";
import { Instant } from "../ui/time.tsx";
import { words } from "../words/words.ts";

const t = words.webhooks.secret;

export interface ShownSecret {
	secret: string;
	previousUntil?: string | null;
	/** It is not shown a second time. */
	once: boolean;
}

/** Shows a signing secret, to be copied, and forgets it however it is closed. */
export function SecretDialog({ shown, onClosed }: { shown: ShownSecret | null; onClosed: () => void }) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		if (shown !== null) dialog.current?.showModal();
	}, [shown]);
	useEffect(() => {
		const element = dialog.current;
		element?.addEventListener("close", onClosed);
		return () => element?.removeEventListener("close", onClosed);
	}, [onClosed]);
	const notices = useNotices();
	const copy = async () => {
		await navigator.clipboard.writeText(shown?.secret ?? "");
		notices.show({ tone: "done", text: t.copied });
	};
	return (
		<Dialog ref={dialog} title={t.title}>
			<p className="mt-1.5 text-ink-soft">{shown?.once === false ? t.shown : t.once}</p>
			<output
				aria-label={t.label}
				className="mt-4 block rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 break-all select-all"
			>
				{shown?.secret}
			</output>
			{shown?.previousUntil != null && (
				<p className="mt-3 text-[0.8125rem] text-ink-soft">
					{t.previous} <Instant at={shown.previousUntil} />
				</p>
			)}
			<form method="dialog" className="mt-5 flex flex-wrap justify-end gap-2.5">
				<Button onClick={() => void copy()}>{t.copy}</Button>
				<Button type="submit" look="primary">
					{t.close}
				</Button>
			</form>
		</Dialog>
	);
}
