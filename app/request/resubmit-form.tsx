"use client";

import { useId, useMemo, useRef, useState } from "react";
import { resubmitRequest } from "../client/act-on-request.ts";
import { draftOf, forgetDraft, keepDraft } from "../client/drafts.ts";
import { Button } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { useNotices } from "../ui/notices.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { words } from "../words/words.ts";
import { type FormError, type FormReading, formFields, readForm, readJson, textIn } from "./context-form.ts";
import { FormControl } from "./form-control.tsx";
import type { RequestModel } from "./request-model.ts";

const t = words.request.resubmit;

interface Props {
	model: RequestModel;
	level: HeadingLevel;
	/** Told the version with it, or null where it was refused. */
	onResubmitted: (version: number | null) => void;
}

/** What the fields hold, as it is kept while the page lives. */
interface Filled {
	title: string;
	summary: string;
	/** By the field's name, where it was touched. */
	texts: Record<string, string>;
	/** The details as one text of JSON, where the person prefers that. */
	json: string | null;
	comment: string;
}

/** The requester changes what was sent back, and submits it again. */
export function ResubmitForm({ model, level, onResubmitted }: Props) {
	const { request, schema } = model;
	const part = `changes/${request.round}`;
	const [filled, setFilled] = useState<Filled>(() => filledFrom(draftOf(request.id, part), request));
	const [errors, setErrors] = useState<readonly FormError[]>([]);
	const [busy, setBusy] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const notices = useNotices();
	const id = useId();
	const fields = useMemo(() => formFields(request.context, schema), [request.context, schema]);

	const change = (changes: Partial<Filled>) => {
		const next = { ...filled, ...changes };
		setFilled(next);
		keepDraft(request.id, JSON.stringify(next), part);
	};
	const refuse = (found: readonly FormError[]) => {
		setErrors(found);
		if (found.length === 0) return;
		notices.show({ tone: "trouble", text: t.fix(found.length) });
		requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
	};
	const reading = (): FormReading =>
		filled.json === null ? readForm(fields, filled.texts, request.context) : readJson(filled.json);
	const send = async () => {
		if (busy) return;
		const read = reading();
		if (!read.ok) return refuse(read.errors);
		setErrors([]);
		setBusy(true);
		const { title, summary, comment } = filled;
		const result = await resubmitRequest(request.id, {
			title,
			summary: summary.trim() === "" ? null : summary,
			context: read.context,
			comment,
		});
		setBusy(false);
		if (result.problem !== null && result.problem.errors.length > 0) return refuse(result.problem.errors);
		notices.show(result.notice);
		if (result.kind === "recorded") forgetDraft(request.id, part);
		onResubmitted(result.version ?? null);
	};
	/** From the form to JSON and back, with what was filled in. */
	const switchView = () => {
		const read = reading();
		if (!read.ok) return refuse(read.errors);
		setErrors([]);
		if (filled.json === null) return change({ json: JSON.stringify(read.context, null, 2) });
		const extra = Object.keys(read.context).find((name) => !fields.some((field) => field.name === name));
		if (extra !== undefined) return refuse([{ path: "context", message: t.noField(extra) }]);
		const given = new Map(formFields(read.context, schema).map(({ name, text }) => [name, text]));
		const texts = Object.fromEntries(fields.map(({ name }) => [name, given.get(name) ?? ""]));
		change({ json: null, texts });
	};
	const errorsAt = (path: string) =>
		errors.filter((error) => isAt(error.path, path)).map(({ message }) => message);
	const placed = [
		"title",
		"summary",
		...(filled.json === null ? fields.map(({ name }) => `context.${name}`) : ["context"]),
	];
	const elsewhere = errors.filter((error) => !placed.some((path) => isAt(error.path, path)));
	return (
		<Section title={t.title} level={level}>
			<p className="text-ink-soft">{t.note}</p>
			<form
				ref={form}
				noValidate
				aria-label={t.title}
				onSubmit={(event) => {
					event.preventDefault();
					void send();
				}}
				className="mt-4 max-w-prose space-y-4"
			>
				{elsewhere.length > 0 && (
					<ul role="alert" className="rounded-lg bg-danger-soft p-3 text-danger-text">
						{elsewhere.map(({ path, message }) => (
							<li key={`${path}${message}`}>
								<InertText text={`${path} ${message}`} />
							</li>
						))}
					</ul>
				)}
				<FormControl
					id={`${id}-title`}
					label={t.titleField}
					required
					control={{ kind: "line" }}
					text={filled.title}
					errors={errorsAt("title")}
					disabled={busy}
					onChange={(title) => change({ title })}
				/>
				<FormControl
					id={`${id}-summary`}
					label={t.summary}
					control={{ kind: "text" }}
					text={filled.summary}
					errors={errorsAt("summary")}
					disabled={busy}
					onChange={(summary) => change({ summary })}
				/>
				{filled.json === null ? (
					fields.map((field) => (
						<FormControl
							key={field.name}
							id={`${id}-field-${field.name}`}
							label={field.label}
							hint={field.hint}
							required={field.required}
							control={field.control}
							text={textIn(filled.texts, field)}
							errors={errorsAt(`context.${field.name}`)}
							disabled={busy}
							onChange={(text) => change({ texts: { ...filled.texts, [field.name]: text } })}
						/>
					))
				) : (
					<FormControl
						id={`${id}-json`}
						label={t.json}
						control={{ kind: "json" }}
						text={filled.json}
						errors={errorsAt("context")}
						disabled={busy}
						onChange={(json) => change({ json })}
					/>
				)}
				<button
					type="button"
					disabled={busy}
					onClick={switchView}
					className="min-h-7 text-[0.8125rem] text-accent-text underline underline-offset-2"
				>
					{filled.json === null ? t.asJson : t.asForm}
				</button>
				<FormControl
					id={`${id}-comment`}
					label={t.comment}
					control={{ kind: "text" }}
					text={filled.comment}
					errors={errorsAt("comment")}
					disabled={busy}
					onChange={(comment) => change({ comment })}
				/>
				<div className="sticky bottom-0 z-10 -mx-4 flex border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:mx-0 sm:justify-end sm:px-0">
					<Button
						type="submit"
						look="primary"
						disabled={busy}
						className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
					>
						{t.submit}
					</Button>
				</div>
			</form>
		</Section>
	);
}

function isAt(path: string, place: string): boolean {
	return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

function filledFrom(draft: string, request: RequestModel["request"]): Filled {
	const { title, summary } = request;
	return draft === ""
		? { title, summary: summary ?? "", texts: {}, json: null, comment: "" }
		: JSON.parse(draft);
}
