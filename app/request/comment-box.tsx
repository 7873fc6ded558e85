"use client";

import { useId, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";

const t = words.request.comment;

/** Adds a comment to a request, also after its outcome. It decides nothing. */
export function CommentBox({ requestId, onAdded }: { requestId: string; onAdded: () => void }) {
	const [text, setText] = useState("");
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const id = useId();
	const send = async () => {
		if (busy || text.trim() === "") return;
		setBusy(true);
		const answer = await callApi(`/api/v1/requests/${requestId}/comments`, {
			method: "POST",
			body: { comment: text },
		});
		setBusy(false);
		if (!answer.ok) {
			notices.show({ tone: "trouble", text: answer.problem.detail });
			return;
		}
		setText("");
		notices.show({ tone: "done", text: t.done });
		onAdded();
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
			className="mt-5 flex items-end gap-2"
		>
			<label htmlFor={id} className="sr-only">
				{t.title}
			</label>
			<textarea
				id={id}
				value={text}
				rows={1}
				maxLength={10_000}
				placeholder={t.placeholder}
				onChange={(event) => setText(event.target.value)}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
					if (event.key === "Escape") {
						event.stopPropagation();
						event.currentTarget.blur();
					}
				}}
				className="field-sizing-content max-h-40 min-h-9 min-w-0 flex-1 resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint"
			/>
			<Button type="submit" disabled={busy || text.trim() === ""} className="min-h-9">
				{t.send}
			</Button>
		</form>
	);
}
