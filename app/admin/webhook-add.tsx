"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useCallback, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words/words.ts";
import { SecretDialog, type ShownSecret } from "./webhook-secret.tsx";

const t = words.webhooks;
const field = "h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.8125rem]";

/** Adds a webhook, then shows its secret. */
export function WebhookAdd({ policies }: { policies: readonly string[] }) {
	const router = useRouter();
	const dialog = useRef<HTMLDialogElement>(null);
	const form = useRef<HTMLFormElement>(null);
	const [busy, setBusy] = useState(false);
	const [wrong, setWrong] = useState<string | null>(null);
	const [shown, setShown] = useState<ShownSecret | null>(null);
	const forget = useCallback(() => setShown(null), []);

	const add = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		const policy = String(data.get("policy") ?? "");
		setBusy(true);
		const answer = await callApi<{ secret: string }>("/api/v1/webhooks", {
			method: "POST",
			body: {
				name: data.get("name"),
				url: data.get("url"),
				kind: data.get("kind"),
				types: data.getAll("types"),
				policy: policy === "" ? null : policy,
			},
		});
		setBusy(false);
		if (!answer.ok) return setWrong(answer.problem.detail);
		setWrong(null);
		form.current?.reset();
		dialog.current?.close();
		setShown({ secret: answer.value.secret, once: true });
		router.refresh();
	};

	return (
		<>
			<Button look="primary" onClick={() => dialog.current?.showModal()}>
				{t.add.action}
			</Button>
			<Dialog ref={dialog} title={t.add.title}>
				<form ref={form} onSubmit={(event) => void add(event)} className="mt-4 flex flex-col gap-3.5">
					<Labelled label={t.add.name}>
						<input name="name" required maxLength={100} className={field} autoComplete="off" />
					</Labelled>
					<Labelled label={`${t.add.url} (${t.add.urlHint})`}>
						<input name="url" type="url" required maxLength={2048} className={field} autoComplete="off" />
					</Labelled>
					<Labelled label={t.add.kind}>
						<select name="kind" className={field}>
							{Object.entries(t.kindsLong).map(([kind, label]) => (
								<option key={kind} value={kind}>
									{label}
								</option>
							))}
						</select>
					</Labelled>
					<fieldset>
						<legend className="mb-1 text-xs text-ink-faint">{t.add.types}</legend>
						<div className="flex flex-wrap gap-x-4 gap-y-1">
							{Object.entries(t.types).map(([type, label]) => (
								<label key={type} className="inline-flex min-h-6 items-center gap-1.5 text-[0.8125rem]">
									<input type="checkbox" name="types" value={type} defaultChecked />
									{label}
								</label>
							))}
						</div>
					</fieldset>
					<Labelled label={t.add.policy}>
						<select name="policy" className={field}>
							<option value="">{t.allPolicies}</option>
							{policies.map((name) => (
								<option key={name} value={name}>
									{name}
								</option>
							))}
						</select>
					</Labelled>
					{wrong !== null && (
						<p role="alert" className="text-[0.8125rem] break-words text-danger-text">
							{wrong}
						</p>
					)}
					<div className="mt-1.5 flex flex-wrap justify-end gap-2.5">
						<Button onClick={() => dialog.current?.close()}>{words.common.cancel}</Button>
						<Button type="submit" look="primary" disabled={busy}>
							{t.add.confirm}
						</Button>
					</div>
				</form>
			</Dialog>
			<SecretDialog shown={shown} onClosed={forget} />
		</>
	);
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
		<label className="block min-w-0">
			<span className="mb-1 block text-xs text-ink-faint">{label}</span>
			{children}
		</label>
	);
}
