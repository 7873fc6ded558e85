"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";

const t = words.admin.policies.life;

interface Props {
	name: string;
	version: number;
	retired: boolean;
	/** How many of its requests are open. */
	open: number;
	/** Whether a request was ever made with it. */
	everUsed: boolean;
}

/** Retires, restores or deletes a policy, each after one question that says what follows. */
export function PolicyActions({ name, version, retired, open, everUsed }: Props) {
	const router = useRouter();
	const path = `/api/v1/policies/${name}`;
	return (
		<div className="flex flex-wrap items-center gap-2.5">
			{retired ? (
				<Asking
					{...t.restore}
					body={t.restore.body(version)}
					look="primary"
					call={{ path: `${path}/restore`, method: "POST" }}
					then={() => router.refresh()}
				/>
			) : (
				<Asking
					{...t.retire}
					body={t.retire.body(open)}
					look="danger"
					call={{ path: `${path}/retire`, method: "POST" }}
					then={() => router.refresh()}
				/>
			)}
			{everUsed ? (
				<p className="text-xs text-ink-faint">{t.delete.inUse}</p>
			) : (
				<Asking
					{...t.delete}
					look="danger"
					call={{ path, method: "DELETE" }}
					then={() => router.push("/admin/policies")}
				/>
			)}
		</div>
	);
}

interface AskingProps {
	action: string;
	question: string;
	body: string;
	confirm: string;
	done: string;
	look: "primary" | "danger";
	call: { path: string; method: "POST" | "DELETE" };
	then: () => void;
}

function Asking({ action, question, body, confirm, done, look, call, then }: AskingProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const act = async () => {
		setBusy(true);
		const answer = await callApi(call.path, { method: call.method });
		setBusy(false);
		dialog.current?.close();
		notices.show(answer.ok ? { tone: "done", text: done } : { tone: "trouble", text: answer.problem.detail });
		if (answer.ok) then();
	};
	return (
		<>
			<Button onClick={() => dialog.current?.showModal()}>{action}</Button>
			<Dialog ref={dialog} title={question}>
				<p className="mt-1.5 text-ink-soft">{body}</p>
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()}>{t.keep}</Button>
					<Button look={look} disabled={busy} onClick={() => void act()}>
						{confirm}
					</Button>
				</div>
			</Dialog>
		</>
	);
}
