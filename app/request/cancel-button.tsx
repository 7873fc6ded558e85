"use client";

import { useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";

const t = words.request.cancel;

/** Withdraws a request, after one question. */
export function CancelButton({ requestId, onCancelled }: { requestId: string; onCancelled: () => void }) {
	const dialog = useRef<HTMLDialogElement>(null);
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const cancel = async () => {
		setBusy(true);
		const answer = await callApi(`/api/v1/requests/${requestId}/cancel`, { method: "POST", body: {} });
		setBusy(false);
		dialog.current?.close();
		notices.show(
			answer.ok ? { tone: "done", text: t.done } : { tone: "trouble", text: answer.problem.detail },
		);
		onCancelled();
	};
	return (
		<>
			<Button onClick={() => dialog.current?.showModal()}>{t.action}</Button>
			<Dialog ref={dialog} title={t.question}>
				<p className="mt-1.5 text-ink-soft">{t.body}</p>
				<div className="mt-5 flex justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()}>{t.keep}</Button>
					<Button look="danger" disabled={busy} onClick={() => void cancel()}>
						{t.confirm}
					</Button>
				</div>
			</Dialog>
		</>
	);
}
