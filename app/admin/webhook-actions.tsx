"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";
import { SecretDialog, type ShownSecret } from "./webhook-secret.tsx";

const t = words.webhooks;

/** Calls the API and says what came of it. */
function useCall() {
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const call = async <T,>(
		path: string,
		method: "GET" | "POST" | "PATCH" | "DELETE",
		done: string | null,
		body?: unknown,
	): Promise<T | null> => {
		setBusy(true);
		const answer = await callApi<T>(path, { method, ...(body === undefined ? {} : { body }) });
		setBusy(false);
		if (!answer.ok) {
			notices.show({ tone: "trouble", text: answer.problem.detail });
			return null;
		}
		if (done !== null) notices.show({ tone: "done", text: done });
		return answer.value;
	};
	return { busy, call };
}

/** Sends one message again. */
export function SendAgain({ message }: { message: string }) {
	const router = useRouter();
	const { busy, call } = useCall();
	const send = async () => {
		if ((await call(`/api/v1/webhooks/messages/${message}/resend`, "POST", t.sentAgain)) !== null)
			router.refresh();
	};
	return (
		<Button disabled={busy} onClick={() => void send()}>
			{t.again}
		</Button>
	);
}

/** Pauses, resumes or removes a webhook, or gives it a new secret. */
export function WebhookActions({ id, active }: { id: string; active: boolean }) {
	const router = useRouter();
	const { busy, call } = useCall();
	const removing = useRef<HTMLDialogElement>(null);
	const path = `/api/v1/webhooks/${id}`;
	const toggle = async () => {
		const { done } = active ? t.pause : t.resume;
		if ((await call(path, "PATCH", done, { active: !active })) !== null) router.refresh();
	};
	const remove = async () => {
		const removed = await call(path, "DELETE", t.remove.done);
		removing.current?.close();
		if (removed !== null) router.push("/admin/webhooks");
	};
	return (
		<div className="flex flex-wrap gap-2.5">
			<Button disabled={busy} onClick={() => void toggle()}>
				{active ? t.pause.action : t.resume.action}
			</Button>
			<RotateSecret path={`${path}/rotate`} />
			<Button onClick={() => removing.current?.showModal()}>{t.remove.action}</Button>
			<Dialog ref={removing} title={t.remove.question}>
				<p className="mt-1.5 text-ink-soft">{t.remove.body}</p>
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => removing.current?.close()}>{t.keep}</Button>
					<Button look="danger" disabled={busy} onClick={() => void remove()}>
						{t.remove.confirm}
					</Button>
				</div>
			</Dialog>
		</div>
	);
}

/** Shows the secret of callbacks, or gives them a new one. */
export function CallbackActions() {
	const { busy, call } = useCall();
	const [shown, setShown] = useState<ShownSecret | null>(null);
	const forget = useCallback(() => setShown(null), []);
	const show = async () => {
		const answer = await call<Omit<ShownSecret, "once">>("/api/v1/webhooks/callback-secret", "GET", null);
		if (answer === null) return;
		setShown({ ...answer, once: false });
	};
	return (
		<div className="flex flex-wrap gap-2.5">
			<Button disabled={busy} onClick={() => void show()}>
				{t.showSecret}
			</Button>
			<RotateSecret path="/api/v1/webhooks/callback-secret/rotate" />
			<SecretDialog shown={shown} onClosed={forget} />
		</div>
	);
}

function RotateSecret({ path }: { path: string }) {
	const { busy, call } = useCall();
	const [shown, setShown] = useState<ShownSecret | null>(null);
	const asking = useRef<HTMLDialogElement>(null);
	const forget = useCallback(() => setShown(null), []);
	const rotate = async () => {
		const answer = await call<Omit<ShownSecret, "once">>(path, "POST", null);
		asking.current?.close();
		if (answer === null) return;
		setShown({ ...answer, once: true });
	};
	return (
		<>
			<Button onClick={() => asking.current?.showModal()}>{t.rotate.action}</Button>
			<Dialog ref={asking} title={t.rotate.question}>
				<p className="mt-1.5 text-ink-soft">{t.rotate.body}</p>
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => asking.current?.close()}>{t.keep}</Button>
					<Button look="primary" disabled={busy} onClick={() => void rotate()}>
						{t.rotate.confirm}
					</Button>
				</div>
			</Dialog>
			<SecretDialog shown={shown} onClosed={forget} />
		</>
	);
}
