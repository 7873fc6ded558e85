"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { DOCUMENT_FIELD, Field } from "../../ui/field.tsx";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";
import { DocumentErrors } from "../document-errors.tsx";

const t = words.workingTime;

interface Props {
	what: "calendar" | "rota";
	/** Null: a new one. */
	name: string | null;
	/** YAML. */
	text: string;
}

/** Changes a calendar or rota, or makes one, as a document. What is wrong is told with its path. */
export function DocumentForm({ what, name, text }: Props) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const [draft, setDraft] = useState(text);
	const list = what === "calendar" ? "calendars" : "rotas";
	const save = async () => {
		const path = `/api/v1/${list}${name === null ? "" : `/${name}`}`;
		const kept = await sending.send<{ name: string }>(path, {
			method: name === null ? "POST" : "PUT",
			raw: { type: "application/yaml", content: draft },
		});
		if (kept === null) return;
		notices.show({ tone: "done", text: name === null ? t[what].done(kept.name) : t.document.saved });
		if (name === null) router.push(`/admin/working-time/${list}/${kept.name}`);
		else router.refresh();
	};
	const errors = sending.problem === null ? [] : [sending.problem.detail];
	return (
		<form
			ref={sending.form}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void save();
			}}
			className="space-y-3"
		>
			<Field
				label={t.document.label}
				hint={what === "calendar" ? t.document.hint : t.document.hintRota}
				errors={sending.problem !== null && sending.problem.errors.length === 0 ? errors : []}
			>
				{(aria) => (
					<textarea
						{...aria}
						{...(sending.problem === null ? {} : { "aria-invalid": true as const })}
						value={draft}
						rows={Math.min(28, Math.max(10, text.split("\n").length + 1))}
						spellCheck={false}
						autoComplete="off"
						wrap="off"
						onChange={(event) => setDraft(event.target.value)}
						className={DOCUMENT_FIELD}
					/>
				)}
			</Field>
			<DocumentErrors
				errors={sending.problem?.errors ?? []}
				title={t.document.wrong}
				whole={t.document.whole}
			/>
			<Button
				type="submit"
				look={name === null ? "primary" : "plain"}
				disabled={sending.busy || (name !== null && draft === text)}
				className="min-h-9"
			>
				{name === null ? t.document.make : t.document.save}
			</Button>
		</form>
	);
}
