"use client";

import { useEffect, useId, useRef, useState } from "react";
import type { Problem } from "../../client/call-api.ts";
import { streamApi } from "../../client/stream-api.ts";
import { Button } from "../../ui/button.tsx";
import { DOCUMENT_FIELD, FIELD, Field } from "../../ui/field.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { words } from "../../words/words.ts";
import { DocumentErrors } from "../document-errors.tsx";
import { NOTHING_YET, type ReplayResult, withRow } from "./replay-result.ts";
import { ReplayResultView } from "./replay-result-view.tsx";

const t = words.replay;

type State =
	| { kind: "idle" }
	| { kind: "running"; result: ReplayResult }
	| { kind: "stopped" }
	| { kind: "refused"; problem: Problem }
	| { kind: "done"; result: ReplayResult };

interface Props {
	name: string;
	version: number;
	/** The newest version as YAML, to begin a draft with. */
	document: string;
}

/** Replays past requests with the newest version or a draft, and tells how it goes while it goes. */
export function ReplayForm({ name, version, document }: Props) {
	const [since, setSince] = useState("90d");
	const [withDraft, setWithDraft] = useState(false);
	const [draft, setDraft] = useState(document);
	const [state, setState] = useState<State>({ kind: "idle" });
	const running = useRef<AbortController | null>(null);
	const outcome = useRef<HTMLDivElement>(null);
	const id = useId();
	useEffect(() => () => running.current?.abort(), []);
	const run = async () => {
		const leaving = new AbortController();
		running.current = leaving;
		let result = NOTHING_YET;
		setState({ kind: "running", result });
		const problem = await streamApi(
			`/api/v1/policies/${name}/replay`,
			{ since, ...(withDraft ? { policy: draft } : {}) },
			(row) => {
				result = withRow(result, row);
				// Requests come by the thousand; what is shown meanwhile is how many.
				if (row.kind === "progress") setState({ kind: "running", result });
			},
			leaving.signal,
		);
		if (leaving.signal.aborted) setState({ kind: "stopped" });
		else if (problem !== null) setState({ kind: "refused", problem });
		else if (result.summary === null) setState({ kind: "refused", problem: lost() });
		else setState({ kind: "done", result });
		outcome.current?.focus();
	};
	const refused = state.kind === "refused" ? state.problem : null;
	const inDraft = withDraft && refused !== null && refused.code === "invalid" ? refused.errors : [];
	return (
		<>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					if (state.kind !== "running") void run();
				}}
				className="space-y-5"
			>
				<div className="grid gap-5 sm:grid-cols-[14rem_1fr]">
					<Field label={t.span}>
						{(aria) => (
							<select
								{...aria}
								value={since}
								onChange={(event) => setSince(event.target.value)}
								className={FIELD}
							>
								{Object.entries(t.spans).map(([span, text]) => (
									<option key={span} value={span}>
										{text}
									</option>
								))}
							</select>
						)}
					</Field>
					<fieldset>
						<legend className="mb-1 text-[0.8125rem] text-ink-soft">{t.which}</legend>
						<div className="flex min-h-9 flex-wrap items-center gap-x-6 gap-y-1">
							{[
								{ draft: false, text: t.newest(version) },
								{ draft: true, text: t.draft },
							].map((choice) => (
								<label key={choice.text} className="flex min-h-7 items-center gap-2">
									<input
										type="radio"
										name={`${id}-which`}
										checked={withDraft === choice.draft}
										onChange={() => setWithDraft(choice.draft)}
										className="size-4 accent-accent"
									/>
									{choice.text}
								</label>
							))}
						</div>
					</fieldset>
				</div>
				{withDraft && (
					<Field label={t.draftLabel} hint={t.draftHint}>
						{(aria) => (
							<textarea
								{...aria}
								{...(inDraft.length > 0 ? { "aria-invalid": true as const } : {})}
								value={draft}
								rows={18}
								spellCheck={false}
								autoComplete="off"
								wrap="off"
								onChange={(event) => setDraft(event.target.value)}
								className={DOCUMENT_FIELD}
							/>
						)}
					</Field>
				)}
				<div className="flex min-h-9 flex-wrap items-center gap-3">
					{state.kind === "running" ? (
						<>
							<Button className="min-h-9" onClick={() => running.current?.abort()}>
								{t.cancel}
							</Button>
							<Progress result={state.result} />
						</>
					) : (
						<Button type="submit" look="primary" className="min-h-9">
							{t.run}
						</Button>
					)}
				</div>
			</form>
			<div ref={outcome} tabIndex={-1} className="mt-6 outline-none">
				{state.kind === "stopped" && (
					<p role="status" className="text-ink-soft">
						{t.stopped}
					</p>
				)}
				{inDraft.length > 0 ? (
					<DocumentErrors errors={inDraft} title={t.wrong} whole={t.document} />
				) : (
					<FormTrouble problem={refused} />
				)}
				{state.kind === "done" && <ReplayResultView result={state.result} />}
			</div>
		</>
	);
}

function Progress({ result: { done, total } }: { result: ReplayResult }) {
	const id = useId();
	return (
		<div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
			<progress
				aria-labelledby={id}
				className="h-2 w-48 max-w-full accent-accent"
				{...(total > 0 ? { value: done, max: total } : {})}
			/>
			<span id={id} role="status" className="text-[0.8125rem] text-ink-soft tabular-nums">
				{total === 0 ? t.running : t.progress(done, total)}
			</span>
		</div>
	);
}

function lost(): Problem {
	return { code: "offline", title: t.lost, detail: t.lost, errors: [], standing: null };
}
