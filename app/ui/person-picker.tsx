"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { words } from "../words/words.ts";
import { Avatar } from "./avatar.tsx";
import { FIELD, Field, type FieldAria } from "./field.tsx";
import { inertText } from "./inert.ts";
import { InertText } from "./inert-text.tsx";

const t = words.people.picker;

export interface PickedPerson {
	id: string;
	name: string;
	email: string;
}

interface Props {
	label: string;
	hint?: string | undefined;
	required?: string | undefined;
	errors?: readonly string[];
	chosen: PickedPerson | null;
	onChoose: (person: PickedPerson | null) => void;
	/** Ids of people who are not offered. */
	without?: readonly string[];
}

/** Chooses an active person by a part of the name or address: a combobox; who is chosen stands in its place. */
export function PersonPicker({ label, hint, required, errors = [], chosen, onChoose, without = [] }: Props) {
	/** Where the focus goes once the field or the chosen person has taken the other's place. */
	const [follow, setFollow] = useState(false);
	const choose = (person: PickedPerson | null) => {
		setFollow(true);
		onChoose(person);
	};
	return (
		<Field label={label} hint={hint} required={required} errors={errors}>
			{(aria) =>
				chosen === null ? (
					<Search aria={aria} label={label} without={without} focus={follow} onChoose={choose} />
				) : (
					<Chosen aria={aria} person={chosen} focus={follow} onClear={() => choose(null)} />
				)
			}
		</Field>
	);
}

function Chosen({
	aria,
	person,
	focus,
	onClear,
}: {
	aria: FieldAria;
	person: PickedPerson;
	focus: boolean;
	onClear: () => void;
}) {
	const button = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		if (focus) button.current?.focus();
	}, [focus]);
	const { "aria-required": _, "aria-invalid": invalid, ...rest } = aria;
	return (
		<div
			className={`flex min-h-9 items-center gap-2.5 rounded-md border bg-sunken py-0.5 pr-1 pl-2.5 ${invalid ? "border-danger" : "border-line"}`}
		>
			<Avatar name={person.name} />
			<span className="flex min-w-0 flex-1 items-baseline gap-x-2">
				<InertText text={person.name} className="max-w-2/3 shrink-0 truncate" />
				<InertText text={person.email} className="min-w-0 truncate text-xs text-ink-faint" />
			</span>
			<button
				{...rest}
				ref={button}
				type="button"
				aria-label={t.change(inertText(person.name))}
				onClick={onClear}
				className="grid size-7 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
			>
				<X aria-hidden="true" className="size-4" />
			</button>
		</div>
	);
}

/** How long typing rests before the search goes out. */
const QUIET_MS = 150;
const MOST = 8;

interface Found {
	q: string;
	people: PickedPerson[];
	more: boolean;
	trouble: string | null;
}

interface SearchProps {
	aria: FieldAria;
	label: string;
	without: readonly string[];
	focus: boolean;
	onChoose: (person: PickedPerson) => void;
}

function Search({ aria, label, without, focus, onChoose }: SearchProps) {
	const [q, setQ] = useState("");
	const [open, setOpen] = useState(false);
	const [marked, setMarked] = useState(0);
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		if (focus) input.current?.focus();
	}, [focus]);
	const asked = q.trim();
	const found = usePeople(asked, without);
	const waits = found?.q !== asked;
	const shown = found?.people ?? [];
	const listed = open && asked !== "" && shown.length > 0;
	const status = asked === "" || !open ? "" : waits ? t.searching : statusOf(found);
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			if (open && shown.length > 0)
				setMarked((marked + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
			setOpen(true);
		} else if (event.key === "Enter") {
			// Enter chooses, and does not send the form: who is chosen is seen before.
			event.preventDefault();
			const person = shown[marked];
			if (listed && !waits && person !== undefined) onChoose(person);
		} else if (event.key === "Escape" && open && asked !== "") {
			event.preventDefault();
			event.stopPropagation();
			setOpen(false);
		}
	};
	return (
		<div className="relative">
			<input
				{...aria}
				ref={input}
				role="combobox"
				type="text"
				autoComplete="off"
				spellCheck={false}
				value={q}
				maxLength={254}
				placeholder={t.placeholder}
				aria-autocomplete="list"
				aria-expanded={listed}
				aria-controls={listed ? `${aria.id}-list` : undefined}
				aria-activedescendant={listed ? `${aria.id}-${marked}` : undefined}
				onChange={(event) => {
					setQ(event.target.value);
					setMarked(0);
					setOpen(true);
				}}
				onBlur={() => setOpen(false)}
				onFocus={() => setOpen(true)}
				onKeyDown={onKeyDown}
				className={FIELD}
			/>
			<div
				hidden={status === ""}
				className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-lg border border-line bg-surface shadow-raised"
			>
				{listed && (
					<div
						id={`${aria.id}-list`}
						role="listbox"
						aria-label={label}
						className="max-h-72 overflow-y-auto p-1"
					>
						{shown.map((person, i) => (
							// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
							<div
								key={person.id}
								id={`${aria.id}-${i}`}
								role="option"
								tabIndex={-1}
								aria-selected={i === marked}
								// The field must not lose the focus to what is pressed.
								onMouseDown={(event) => event.preventDefault()}
								onMouseMove={() => setMarked(i)}
								onClick={() => onChoose(person)}
								className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1 aria-selected:bg-hover"
							>
								<Avatar name={person.name} />
								<span className="min-w-0">
									<InertText text={person.name} className="block truncate" />
									<InertText text={person.email} className="block truncate text-xs text-ink-faint" />
								</span>
							</div>
						))}
					</div>
				)}
				<p
					role="status"
					className={listed && !found?.more ? "sr-only" : "px-3.5 py-2 text-xs text-ink-faint"}
				>
					{status}
				</p>
			</div>
		</div>
	);
}

function statusOf(found: Found): string {
	if (found.trouble !== null) return found.trouble;
	if (found.people.length === 0) return t.nobody;
	return found.more ? t.more : t.found(found.people.length);
}

/** Active people whose name or address holds the text; null until an answer is there. */
function usePeople(asked: string, without: readonly string[]): Found | null {
	const [found, setFound] = useState<Found | null>(null);
	const leftOut = without.join();
	useEffect(() => {
		if (asked === "") return;
		const leaving = new AbortController();
		const timer = setTimeout(async () => {
			const query = new URLSearchParams({ q: asked, active: "true", limit: "50" });
			const answer = await callApi<{ items: (PickedPerson & { kind?: string })[] }>(
				`/api/v1/users?${query}`,
				{
					signal: leaving.signal,
				},
			);
			if (leaving.signal.aborted) return;
			const people = (answer.ok ? answer.value.items : []).filter(
				(person) => person.kind !== "service" && !leftOut.includes(person.id),
			);
			setFound({
				q: asked,
				people: people.slice(0, MOST),
				more: people.length > MOST,
				trouble: answer.ok ? null : answer.problem.detail,
			});
		}, QUIET_MS);
		return () => {
			clearTimeout(timer);
			leaving.abort();
		};
	}, [asked, leftOut]);
	return found;
}
