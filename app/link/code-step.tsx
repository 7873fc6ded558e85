"use client";

import { useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { useWords } from "../words/use-words.tsx";

interface Props {
	/** Of the link, in the API. */
	path: string;
	token: string;
	email: string;
	code: string;
	onCode: (code: string) => void;
}

/** Proves that who presses reads the mailbox: a code, sent on a press and never by itself. */
export function CodeStep({ path, token, email, code, onCode }: Props) {
	const { link } = useWords();
	const t = link.code;
	const [sent, setSent] = useState<number | null>(null);
	const [busy, setBusy] = useState(false);
	const [trouble, setTrouble] = useState<string | null>(null);
	const send = async () => {
		setBusy(true);
		setTrouble(null);
		const answer = await callApi<{ minutes: number }>(`${path}/code`, {
			method: "POST",
			headers: { "x-link-token": token },
			body: {},
		});
		setBusy(false);
		if (!answer.ok) return setTrouble(link.refused[answer.problem.code] ?? answer.problem.detail);
		setSent(answer.value.minutes);
		onCode("");
		requestAnimationFrame(() => document.getElementById("link-code")?.focus());
	};
	return (
		<div className="mx-4 mb-5 rounded-lg border border-line bg-sunken p-4 sm:mx-8">
			<p className="break-words text-ink-soft">{t.why(email)}</p>
			<div className="mt-3 flex flex-wrap items-end gap-3">
				{sent !== null && (
					<label className="block">
						<span className="mb-1 block text-xs text-ink-faint">{t.field}</span>
						<input
							id="link-code"
							value={code}
							onChange={(event) => onCode(event.target.value.replace(/\D/g, "").slice(0, 6))}
							inputMode="numeric"
							autoComplete="one-time-code"
							pattern="[0-9]{6}"
							className="h-10 w-36 rounded-md border border-line-strong bg-surface px-3 font-mono text-lg tracking-[0.2em]"
						/>
					</label>
				)}
				<Button className="min-h-10" disabled={busy} onClick={() => void send()}>
					{busy ? t.sending : sent === null ? t.send : t.again}
				</Button>
			</div>
			<p
				role="status"
				className={`text-[0.8125rem] ${trouble === null ? "text-ink-faint" : "text-danger-text"} ${sent === null && trouble === null ? "" : "mt-2"}`}
			>
				{trouble ?? (sent === null ? "" : t.sent(sent))}
			</p>
		</div>
	);
}
