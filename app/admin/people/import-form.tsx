"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import type { PeopleImport } from "../../../ledger/directory/import-csv.ts";
import { callApi, type Problem } from "../../client/call-api.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { FIELD, Field } from "../../ui/field.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { useNotices } from "../../ui/notices.tsx";
import { Section } from "../../ui/section.tsx";
import { words } from "../../words/words.ts";
import { ImportErrors, readLineErrors } from "./import-errors.tsx";
import { ImportResult } from "./import-result.tsx";

const t = words.people.csv;

/** Imports a file of people: first it is told what would change, then it is done. */
export function ImportForm() {
	const router = useRouter();
	const notices = useNotices();
	const [file, setFile] = useState<File | null>(null);
	const [missing, setMissing] = useState(false);
	const [noFile, setNoFile] = useState(false);
	const [busy, setBusy] = useState<"check" | "import" | null>(null);
	const [result, setResult] = useState<PeopleImport | null>(null);
	const [problem, setProblem] = useState<Problem | null>(null);
	const input = useRef<HTMLInputElement>(null);
	const outcome = useRef<HTMLDivElement>(null);
	const id = useId();
	const forget = () => {
		setResult(null);
		setProblem(null);
	};
	const send = async (dryRun: boolean) => {
		if (file === null) {
			setNoFile(true);
			input.current?.focus();
			return;
		}
		setBusy(dryRun ? "check" : "import");
		const query = new URLSearchParams({ dryRun: String(dryRun), deactivateMissing: String(missing) });
		// Read anew, so that it is the bytes of now; a file that was changed on disk since cannot be read.
		const content = await file.text().catch(() => null);
		const answer =
			content === null
				? null
				: await callApi<PeopleImport>(`/api/v1/users/import?${query}`, {
						method: "POST",
						raw: { type: "text/csv", content },
					});
		setBusy(null);
		if (answer === null) {
			setFile(null);
			setNoFile(true);
			if (input.current !== null) input.current.value = "";
			return;
		}
		setResult(answer.ok ? answer.value : null);
		setProblem(answer.ok ? null : answer.problem);
		outcome.current?.focus();
		if (!answer.ok || dryRun) return;
		notices.show({ tone: "done", text: t.done });
		router.refresh();
	};
	const errors = problem === null ? null : readLineErrors(problem);
	const toChange = result === null ? 0 : result.created + result.updated + result.deactivated;
	return (
		<>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					void send(true);
				}}
				className="space-y-4"
			>
				<Field label={t.file} hint={t.fileHint} errors={noFile ? [t.noFile] : []}>
					{(aria) => (
						<input
							{...aria}
							ref={input}
							type="file"
							accept=".csv,text/csv"
							onChange={(event) => {
								setFile(event.target.files?.[0] ?? null);
								setNoFile(false);
								forget();
							}}
							className={`${FIELD} file:mr-3 file:rounded file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-[0.8125rem] file:font-medium file:text-ink`}
						/>
					)}
				</Field>
				<label htmlFor={`${id}-missing`} className="flex min-h-6 items-start gap-2.5">
					<input
						id={`${id}-missing`}
						type="checkbox"
						checked={missing}
						onChange={(event) => {
							setMissing(event.target.checked);
							forget();
						}}
						className="mt-0.5 size-4 shrink-0 accent-accent"
					/>
					{t.deactivateMissing}
				</label>
				<Button
					type="submit"
					look={result === null ? "primary" : "plain"}
					disabled={busy !== null}
					className="min-h-9"
				>
					{busy === "check" ? t.checking : t.check}
				</Button>
			</form>
			<div ref={outcome} tabIndex={-1} className="outline-none">
				{errors !== null && <ImportErrors errors={errors} />}
				{problem !== null && errors === null && (
					<div className="mt-6">
						<FormTrouble problem={problem} />
					</div>
				)}
				{result !== null && (
					<Section title={result.dryRun ? t.wouldChange : t.changed}>
						<ImportResult result={result} />
						<div className="mt-4">
							{result.dryRun ? (
								toChange > 0 && (
									<Button
										look="primary"
										disabled={busy !== null}
										onClick={() => void send(false)}
										className="min-h-9"
									>
										{busy === "import" ? t.importing : t.import(toChange)}
									</Button>
								)
							) : (
								<Link href="/admin/people" prefetch={false} className={buttonClass("primary", "min-h-9")}>
									{t.toPeople}
								</Link>
							)}
						</div>
					</Section>
				)}
			</div>
		</>
	);
}
