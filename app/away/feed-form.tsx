"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";
import { Field, fieldClass } from "./field.tsx";
import { fieldErrors } from "./field-errors.ts";
import { type Chosen, PersonPicker } from "./person-picker.tsx";

const t = words.away.feed;

interface Props {
	me: string;
	/** Who decides with the calendar that there is. */
	delegate: Chosen | null;
	/** Those that count now. */
	words: readonly string[];
	/** With a calendar that is there: leaves it as it is. */
	onKeep?: () => void;
	onDone?: () => void;
}

type Errors = Partial<Record<"url" | "who" | "words", string>>;

/** Gives a calendar; it is read before the answer, which says what was found. */
export function FeedForm({ me, delegate, words: counting, onKeep, onDone }: Props) {
	const id = useId();
	const router = useRouter();
	const notices = useNotices();
	const [url, setUrl] = useState("");
	const [who, setWho] = useState<Chosen | null>(delegate);
	const [list, setList] = useState(counting.join(", "));
	const [errors, setErrors] = useState<Errors>({});
	const [busy, setBusy] = useState(false);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (who === null) return setErrors({ who: words.away.picker.missing });
		setErrors({});
		setBusy(true);
		const chosen = list
			.split(",")
			.map((word) => word.trim())
			.filter((word) => word !== "");
		const answer = await callApi<{ periods: unknown[] }>("/api/v1/calendar-feed", {
			method: "PUT",
			body: { url, delegate: who.id, words: chosen },
		});
		setBusy(false);
		if (!answer.ok) {
			const named = { url: "url", delegate: "who", words: "words" } as const;
			const { fields, rest } = fieldErrors(answer.problem, named);
			setErrors(fields);
			if (rest !== null) notices.show({ tone: "trouble", text: rest });
			return;
		}
		notices.show({ tone: "done", text: t.done(answer.value.periods.length) });
		onDone?.();
		router.refresh();
	};
	const describedBy = (field: "url" | "words") =>
		`${id}${field}-hint${errors[field] === undefined ? "" : ` ${id}${field}-error`}`;
	return (
		<form noValidate onSubmit={(event) => void submit(event)} className="grid gap-3 sm:grid-cols-2">
			<Field id={`${id}url`} label={t.url} hint={t.urlHint} error={errors.url ?? null}>
				<input
					id={`${id}url`}
					inputMode="url"
					autoComplete="off"
					spellCheck={false}
					value={url}
					aria-invalid={errors.url !== undefined}
					aria-describedby={describedBy("url")}
					className={fieldClass}
					onChange={(event) => setUrl(event.target.value)}
				/>
			</Field>
			<PersonPicker
				label={words.away.form.who}
				chosen={who}
				onChoose={setWho}
				except={me}
				error={errors.who ?? null}
			/>
			<div className="sm:col-span-2">
				<Field id={`${id}words`} label={t.words} hint={t.wordsHint} error={errors.words ?? null}>
					<input
						id={`${id}words`}
						autoComplete="off"
						value={list}
						aria-invalid={errors.words !== undefined}
						aria-describedby={describedBy("words")}
						className={fieldClass}
						onChange={(event) => setList(event.target.value)}
					/>
				</Field>
			</div>
			<div className="flex flex-wrap gap-2.5 sm:col-span-2">
				<Button type="submit" look="primary" disabled={busy} className="h-9 min-w-36">
					{busy ? t.reading : t.submit}
				</Button>
				{onKeep !== undefined && (
					<Button look="quiet" className="h-9" onClick={onKeep}>
						{t.keep}
					</Button>
				)}
			</div>
		</form>
	);
}
