"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { instantOf } from "../../policy/zone.ts";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";
import { Field, fieldClass } from "./field.tsx";
import { fieldErrors } from "./field-errors.ts";
import { type Chosen, PersonPicker } from "./person-picker.tsx";

const t = words.away.form;
const DAY = 86_400_000;

interface Props {
	me: string;
	timeZone: string;
	/** Today in that zone, `YYYY-MM-DD`. */
	today: string;
}

type Errors = Partial<Record<"from" | "to" | "who", string>>;

/** «I'm away from … to …, … decides for me»: whole days of the person's own zone. */
export function AwayForm({ me, timeZone, today }: Props) {
	const id = useId();
	const router = useRouter();
	const notices = useNotices();
	const [from, setFrom] = useState(today);
	const [to, setTo] = useState("");
	const [who, setWho] = useState<Chosen | null>(null);
	const [errors, setErrors] = useState<Errors>({});
	const [busy, setBusy] = useState(false);
	// Choosing anew empties the picker, which keeps its own text.
	const [round, setRound] = useState(0);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const missing = check({ from, to, who });
		setErrors(missing);
		if (who === null || Object.keys(missing).length > 0) return;
		setBusy(true);
		const answer = await callApi("/api/v1/delegations", {
			method: "POST",
			body: {
				to: who.id,
				...(from === today ? {} : { start: midnight(timeZone, from) }),
				end: midnight(timeZone, to, 1),
			},
		});
		setBusy(false);
		if (!answer.ok) {
			const { fields, rest } = fieldErrors(answer.problem, { start: "from", end: "to", to: "who" } as const);
			setErrors(fields);
			if (rest !== null) notices.show({ tone: "trouble", text: rest });
			return;
		}
		notices.show({ tone: "done", text: t.done(who.name) });
		setFrom(today);
		setTo("");
		setWho(null);
		setRound((n) => n + 1);
		router.refresh();
	};
	return (
		<form
			noValidate
			onSubmit={(event) => void submit(event)}
			className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[10rem_10rem_1fr_auto]"
		>
			<Day id={`${id}from`} label={t.from} value={from} min={today} error={errors.from} onChange={setFrom} />
			<Day id={`${id}to`} label={t.to} value={to} min={from || today} error={errors.to} onChange={setTo} />
			<PersonPicker
				key={round}
				label={t.who}
				chosen={who}
				onChoose={setWho}
				except={me}
				error={errors.who ?? null}
			/>
			<Button type="submit" look="primary" disabled={busy} className="h-9 sm:mt-5 sm:self-start">
				{t.submit}
			</Button>
		</form>
	);
}

interface DayProps {
	id: string;
	label: string;
	value: string;
	min: string;
	error: string | undefined;
	onChange: (value: string) => void;
}

function Day({ id, label, value, min, error, onChange }: DayProps) {
	return (
		<Field id={id} label={label} error={error ?? null}>
			<input
				id={id}
				type="date"
				value={value}
				min={min}
				aria-invalid={error !== undefined}
				aria-describedby={error === undefined ? undefined : `${id}-error`}
				className={fieldClass}
				onChange={(event) => onChange(event.target.value)}
			/>
		</Field>
	);
}

function check({ from, to, who }: { from: string; to: string; who: Chosen | null }): Errors {
	const errors: Errors = {};
	if (from === "") errors.from = t.missing;
	if (to === "") errors.to = t.missing;
	else if (to < from) errors.to = t.order;
	if (who === null) errors.who = words.away.picker.missing;
	return errors;
}

/** The instant at which a day begins in a zone, or the day so many later. */
function midnight(timeZone: string, day: string, later = 0): string {
	return new Date(instantOf(timeZone, Date.parse(`${day}T00:00:00Z`) + later * DAY)).toISOString();
}
