"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";

interface Props {
	action: string;
	/** Says which one, for who hears the button without its row. */
	label: string;
	question: string;
	body: string;
	confirm: string;
	done: string;
	/** What is deleted. */
	path: string;
}

/** Deletes something after one question. */
export function AskingButton({ action, label, question, body, confirm, done, path }: Props) {
	const router = useRouter();
	const dialog = useRef<HTMLDialogElement>(null);
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const act = async () => {
		setBusy(true);
		const answer = await callApi(path, { method: "DELETE" });
		setBusy(false);
		dialog.current?.close();
		notices.show(answer.ok ? { tone: "done", text: done } : { tone: "trouble", text: answer.problem.detail });
		router.refresh();
	};
	return (
		<>
			<Button aria-label={label} onClick={() => dialog.current?.showModal()}>
				{action}
			</Button>
			<Dialog ref={dialog} title={question}>
				<p className="mt-1.5 text-ink-soft">{body}</p>
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()}>{words.away.end.keep}</Button>
					<Button look="danger" disabled={busy} onClick={() => void act()}>
						{confirm}
					</Button>
				</div>
			</Dialog>
		</>
	);
}
