"use client";

import { FIELD, Field } from "./field.tsx";

interface Props {
	label: string;
	hint?: string | undefined;
	required?: string | undefined;
	errors?: readonly string[];
	/** `2026-01-05T09:00` on the reader's own clock; empty where nothing is written. */
	value: string;
	onChange: (value: string) => void;
}

/** A day and a time on the reader's own clock. */
export function MomentField({ label, hint, required, errors = [], value, onChange }: Props) {
	return (
		<Field label={label} hint={hint} required={required} errors={errors}>
			{(aria) => (
				<input
					{...aria}
					type="datetime-local"
					value={value}
					max="2199-12-31T23:59"
					onChange={(event) => onChange(event.target.value)}
					className={`${FIELD} tabular-nums`}
				/>
			)}
		</Field>
	);
}

/** The instant that the reader's own clock shows so, ISO 8601; null for what is no day and time. */
export function instantOfMoment(value: string): string | null {
	const ms = value === "" ? Number.NaN : new Date(value).getTime();
	return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
