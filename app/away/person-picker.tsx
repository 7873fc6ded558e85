"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { InertText } from "../ui/inert-text.tsx";
import { words } from "../words/words.ts";
import { Field, fieldClass } from "./field.tsx";

const t = words.away.picker;
/** Long enough that nobody is looked for at every letter. */
const PAUSE_MS = 150;

export interface Chosen {
	id: string;
	name: string;
	email: string;
}

interface Found extends Chosen {
	kind?: "person" | "service";
}

interface Props {
	label: string;
	chosen: Chosen | null;
	onChoose: (person: Chosen | null) => void;
	/** Who is not offered: the person themselves. */
	except: string;
	error: string | null;
}

/** Chooses an active person by searching (ARIA combobox with a list). */
export function PersonPicker({ label, chosen, onChoose, except, error }: Props) {
	const id = useId();
	const [text, setText] = useState(chosen?.name ?? "");
	const [open, setOpen] = useState(false);
	const [marked, setMarked] = useState(0);
	const found = usePeople(text, open, except);
	const input = useRef<HTMLInputElement>(null);
	const choose = (person: Found) => {
		onChoose({ id: person.id, name: person.name, email: person.email });
		setText(person.name);
		setOpen(false);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const people = found ?? [];
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			setOpen(true);
			const step = event.key === "ArrowDown" ? 1 : -1;
			if (open) setMarked((marked + step + people.length) % Math.max(1, people.length));
		} else if (event.key === "Enter" && open) {
			event.preventDefault();
			const person = people[marked];
			if (person !== undefined) choose(person);
		} else if (event.key === "Escape" && open) {
			event.preventDefault();
			setOpen(false);
		}
	};
	const listed = open && found !== null;
	return (
		<Field id={id} label={label} error={error}>
			<div className="relative">
				<input
					ref={input}
					id={id}
					role="combobox"
					aria-expanded={listed}
					aria-controls={`${id}-list`}
					aria-autocomplete="list"
					aria-activedescendant={listed && found.length > 0 ? `${id}-${marked}` : undefined}
					aria-invalid={error !== null}
					aria-describedby={error === null ? undefined : `${id}-error`}
					placeholder={t.placeholder}
					autoComplete="off"
					value={text}
					className={fieldClass}
					onFocus={() => setOpen(chosen === null)}
					onBlur={() => setOpen(false)}
					onKeyDown={onKeyDown}
					onChange={(event) => {
						setText(event.target.value);
						setMarked(0);
						setOpen(true);
						onChoose(null);
					}}
				/>
				<div
					id={`${id}-list`}
					role="listbox"
					aria-label={label}
					hidden={!listed}
					className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-raised"
				>
					{found?.map((person, i) => (
						// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
						<div
							key={person.id}
							id={`${id}-${i}`}
							role="option"
							tabIndex={-1}
							aria-selected={i === marked}
							// The field must not lose the focus to what is pressed.
							onMouseDown={(event) => event.preventDefault()}
							onClick={() => choose(person)}
							onMouseMove={() => setMarked(i)}
							className="cursor-default rounded-md px-2 py-1.5 text-[0.8125rem] aria-selected:bg-hover"
						>
							<InertText text={person.name} className="block truncate font-medium" />
							<span className="block truncate text-xs text-ink-faint">{person.email}</span>
						</div>
					))}
					{found?.length === 0 && (
						<div
							role="option"
							aria-selected={false}
							aria-disabled
							tabIndex={-1}
							className="px-2 py-1.5 text-ink-faint"
						>
							{t.none}
						</div>
					)}
				</div>
				<span role="status" className="sr-only">
					{listed ? t.found(found.length) : ""}
				</span>
			</div>
		</Field>
	);
}

/** Active people whose name or address holds the text; null until an answer is there. */
function usePeople(text: string, wanted: boolean, except: string): Found[] | null {
	const [found, setFound] = useState<Found[] | null>(null);
	useEffect(() => {
		if (!wanted) return;
		const gone = new AbortController();
		const timer = setTimeout(async () => {
			const query = new URLSearchParams({ q: text.trim(), active: "true", limit: "20" });
			if (text.trim() === "") query.delete("q");
			const answer = await callApi<{ items: Found[] }>(`/api/v1/users?${query}`, { signal: gone.signal });
			if (gone.signal.aborted) return;
			const people = answer.ok ? answer.value.items : [];
			setFound(people.filter((person) => person.id !== except && person.kind !== "service").slice(0, 8));
		}, PAUSE_MS);
		return () => {
			gone.abort();
			clearTimeout(timer);
		};
	}, [text, wanted, except]);
	return found;
}
