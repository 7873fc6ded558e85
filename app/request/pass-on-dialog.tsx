"use client";

import { type Ref, useEffect, useId, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { inertText } from "../ui/inert.ts";
import { InertText } from "../ui/inert-text.tsx";
import { nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import type { RequestModel } from "./request-model.ts";

const t = words.request.passOn;

interface Person {
	id: string;
	name: string;
	email: string;
}

interface Props {
	ref: Ref<HTMLDialogElement>;
	model: RequestModel;
	onPassOn: (from: string | null, to: { id: string; name: string }, comment: string) => void;
}

/** Chooses who decides instead; for who may pass on at least one place. What was written stays until the page goes. */
export function PassOnDialog({ ref, model, onPassOn }: Props) {
	const { people, me: reader } = model;
	const { id: me, mayPassOn: from } = reader;
	const [whose, setWhose] = useState(from[0] ?? me);
	const [chosen, setChosen] = useState<Person | null>(null);
	const [comment, setComment] = useState("");
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	const holder = from.includes(whose) ? whose : (from[0] ?? me);
	return (
		<Dialog
			ref={(element) => {
				dialog.current = element;
				if (typeof ref === "function") ref(element);
				else if (ref !== null && ref !== undefined) ref.current = element;
			}}
			title={t.title}
		>
			<p className="mt-1.5 text-ink-soft">{holder === me ? t.own : t.others}</p>
			<form
				className="mt-4 space-y-4"
				onSubmit={(event) => {
					event.preventDefault();
					if (chosen === null) return;
					dialog.current?.close();
					onPassOn(holder === me ? null : holder, chosen, comment);
				}}
			>
				{from.length > 1 && (
					<div>
						<label htmlFor={`${id}-from`} className="mb-1 block text-xs text-ink-faint">
							{t.whose}
						</label>
						<select
							id={`${id}-from`}
							value={holder}
							onChange={(event) => setWhose(event.target.value)}
							className={FIELD}
						>
							{from.map((person) => (
								<option key={person} value={person}>
									{inertText(nameOf(people, person))}
									{person === me ? ` (${t.you})` : ""}
								</option>
							))}
						</select>
					</div>
				)}
				<PersonSearch without={neverTo(model)} chosen={chosen} onChoose={setChosen} />
				<div>
					<label htmlFor={`${id}-why`} className="mb-1 block text-xs text-ink-faint">
						{t.why}
					</label>
					<textarea
						id={`${id}-why`}
						value={comment}
						rows={1}
						maxLength={10_000}
						onChange={(event) => setComment(event.target.value)}
						className={`${FIELD} field-sizing-content max-h-32 resize-none`}
					/>
				</div>
				<div className="flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()} className="min-h-10 sm:min-h-8">
						{t.back}
					</Button>
					<Button
						type="submit"
						look="primary"
						disabled={chosen === null}
						className="min-h-10 max-w-full sm:min-h-8"
					>
						<span className="truncate">{chosen === null ? t.choose : t.confirm(inertText(chosen.name))}</span>
					</Button>
				</div>
			</form>
		</Dialog>
	);
}

/** Who asked for it, who has a place already, and who has decided. */
function neverTo({ request, asked }: RequestModel): string[] {
	const decided = request.decisions.filter(
		({ round, stage }) => round === request.round && stage === request.stage,
	);
	return [
		request.requester,
		...asked.filter(({ own }) => own).map(({ person }) => person),
		...decided.map(({ by }) => by),
	];
}

const FIELD =
	"min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint";

/** How long typing rests before the search goes out. */
const QUIET_MS = 200;
const MOST = 8;

interface Found {
	q: string;
	people: Person[];
	trouble: string | null;
}

/** Finds an active person by a part of the name or address. */
function PersonSearch({
	without,
	chosen,
	onChoose,
}: {
	without: readonly string[];
	chosen: Person | null;
	onChoose: (person: Person | null) => void;
}) {
	const [q, setQ] = useState("");
	const [found, setFound] = useState<Found | null>(null);
	const id = useId();
	const asked = q.trim();
	useEffect(() => {
		if (asked === "") return;
		const leaving = new AbortController();
		const timer = setTimeout(async () => {
			const query = new URLSearchParams({ q: asked, active: "true", limit: "20" });
			const answer = await callApi<{ items: Person[] }>(`/api/v1/users?${query}`, { signal: leaving.signal });
			if (leaving.signal.aborted) return;
			setFound({
				q: asked,
				people: answer.ok ? answer.value.items : [],
				trouble: answer.ok ? null : answer.problem.detail,
			});
		}, QUIET_MS);
		return () => {
			clearTimeout(timer);
			leaving.abort();
		};
	}, [asked]);
	const shown =
		found === null ? [] : found.people.filter((person) => !without.includes(person.id)).slice(0, MOST);
	const waits = asked !== "" && found?.q !== asked;
	const status = asked === "" ? "" : waits ? t.searching : (found?.trouble ?? countText(shown.length));
	return (
		<div>
			<label htmlFor={id} className="mb-1 block text-xs text-ink-faint">
				{t.to}
			</label>
			<input
				id={id}
				type="search"
				autoComplete="off"
				value={q}
				maxLength={254}
				placeholder={t.search}
				aria-describedby={`${id}-status`}
				onChange={(event) => {
					setQ(event.target.value);
					onChoose(null);
				}}
				onKeyDown={(event) => {
					// Enter chooses the first, and does not send: who it goes to is seen before.
					if (event.key !== "Enter" || chosen !== null) return;
					event.preventDefault();
					const [first] = shown;
					if (!waits && first !== undefined) onChoose(first);
				}}
				className={FIELD}
			/>
			<p id={`${id}-status`} role="status" className="mt-1 min-h-5 text-xs text-ink-faint">
				{status}
			</p>
			{asked !== "" && shown.length > 0 && (
				<fieldset className="mt-1">
					<legend className="sr-only">{t.to}</legend>
					<div className="max-h-52 divide-y divide-line overflow-y-auto rounded-md border border-line">
						{shown.map((person) => (
							<label
								key={person.id}
								className="flex min-h-11 cursor-pointer items-center gap-2.5 px-3 py-1.5 hover:bg-hover has-checked:bg-accent-soft"
							>
								<input
									type="radio"
									name={`${id}-to`}
									checked={chosen?.id === person.id}
									onChange={() => onChoose(person)}
									className="size-4 shrink-0 accent-accent"
								/>
								<Avatar name={person.name} />
								<span className="min-w-0">
									<InertText text={person.name} className="block break-words" />
									<InertText text={person.email} className="block text-xs break-all text-ink-faint" />
								</span>
							</label>
						))}
					</div>
				</fieldset>
			)}
		</div>
	);
}

function countText(count: number): string {
	return count === 0 ? t.nobody : t.found(count);
}
