"use client";

import { useId, useState } from "react";
import { answerQuestion } from "../client/act-on-request.ts";
import { draftOf, forgetDraft, keepDraft } from "../client/drafts.ts";
import { Button } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { useNotices } from "../ui/notices.tsx";
import { nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import type { RequestModel } from "./request-model.ts";

const t = words.request.answer;
const PART = "answer";

interface Props {
	model: RequestModel;
	/** Told the version with the answer, or null where it was refused. */
	onAnswered: (version: number | null) => void;
}

/** The requester's answer to what was asked, at the foot of the request. */
export function AnswerPanel({ model, onAnswered }: Props) {
	const { request, people } = model;
	const [text, setText] = useState(() => draftOf(request.id, PART));
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const id = useId();
	const send = async () => {
		if (busy || text.trim() === "") return;
		setBusy(true);
		const result = await answerQuestion(request.id, text);
		setBusy(false);
		notices.show(result.notice);
		if (result.kind === "recorded") forgetDraft(request.id, PART);
		onAnswered(result.version ?? null);
	};
	return (
		<form
			aria-label={t.title}
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
			className="sticky bottom-0 z-10 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8"
		>
			<label htmlFor={id} className="mb-1 block text-xs text-ink-faint">
				<InertText text={t.label(nameOf(people, request.pause?.by ?? null))} />
			</label>
			<textarea
				id={id}
				value={text}
				rows={2}
				maxLength={10_000}
				required
				disabled={busy}
				onChange={(event) => {
					setText(event.target.value);
					keepDraft(request.id, event.target.value, PART);
				}}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
						event.preventDefault();
						void send();
					}
					if (event.key === "Escape") {
						event.stopPropagation();
						event.currentTarget.blur();
					}
				}}
				className="field-sizing-content max-h-40 min-h-14 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint"
			/>
			<div className="mt-2.5 flex sm:justify-end">
				<Button
					type="submit"
					look="primary"
					disabled={busy || text.trim() === ""}
					className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
				>
					{t.send}
				</Button>
			</div>
		</form>
	);
}
