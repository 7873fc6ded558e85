import type { ReactNode } from "react";
import { InertText } from "../ui/inert-text.tsx";
import { words } from "../words/words.ts";
import type { Control } from "./context-form.ts";

const t = words.request.resubmit;

const FIELD =
	"min-h-9 w-full min-w-0 scroll-mt-20 scroll-mb-24 rounded-md border border-line-strong bg-surface px-3 py-1.5 aria-invalid:border-danger";
const GROWING = `${FIELD} field-sizing-content max-h-80 resize-y`;

interface Props {
	id: string;
	label: string;
	hint?: string | null;
	required?: boolean;
	control: Control;
	text: string;
	/** What is wrong with it. */
	errors: readonly string[];
	disabled: boolean;
	onChange: (text: string) => void;
}

/** One field with its label, what it is for, and what is wrong with it. */
export function FormControl({ id, label, hint = null, required = false, errors, ...rest }: Props) {
	const described = [hint === null ? null : `${id}-hint`, errors.length === 0 ? null : `${id}-error`];
	const aria = {
		id,
		"aria-describedby": described.filter(Boolean).join(" ") || undefined,
		"aria-invalid": errors.length > 0 ? true : undefined,
		"aria-required": required ? true : undefined,
	};
	return (
		<div>
			<label htmlFor={id} className="mb-1 block text-[0.8125rem] text-ink-soft">
				<InertText text={label} />
				{required && <span className="text-ink-faint"> {t.required}</span>}
			</label>
			<Input aria={aria} {...rest} />
			{hint !== null && (
				<p id={`${id}-hint`} className="mt-1 text-xs text-ink-faint">
					<InertText text={hint} />
				</p>
			)}
			{errors.length > 0 && (
				<p id={`${id}-error`} className="mt-1 text-[0.8125rem] break-words text-danger-text">
					{errors.map((error) => (
						<InertText key={error} text={error} className="block" />
					))}
				</p>
			)}
		</div>
	);
}

interface InputProps extends Pick<Props, "control" | "text" | "disabled" | "onChange"> {
	aria: Record<string, string | boolean | undefined>;
}

function Input({ control, text, disabled, onChange, aria }: InputProps): ReactNode {
	const shared = {
		...aria,
		value: text,
		disabled,
		onChange: (event: { target: { value: string } }) => onChange(event.target.value),
	};
	switch (control.kind) {
		case "text":
			return <textarea {...shared} rows={2} className={GROWING} />;
		case "json":
			return (
				<textarea
					{...shared}
					rows={3}
					spellCheck={false}
					className={`${GROWING} font-mono text-xs leading-5`}
				/>
			);
		case "number":
		case "integer":
			return (
				<input
					{...shared}
					type="text"
					inputMode={control.kind === "integer" ? "numeric" : "decimal"}
					autoComplete="off"
					className={`${FIELD} tabular-nums`}
				/>
			);
		case "day":
			return <input {...shared} type="date" className={FIELD} />;
		case "yesNo":
			return (
				<Choice
					shared={shared}
					options={[
						{ value: "true", label: words.common.yes },
						{ value: "false", label: words.common.no },
					]}
				/>
			);
		case "choice":
			return <Choice shared={shared} options={control.options} />;
		case "line":
			return <input {...shared} type="text" autoComplete="off" className={FIELD} />;
	}
}

function Choice({
	shared,
	options,
}: {
	shared: object;
	options: readonly { value: string; label: string }[];
}) {
	return (
		<select {...shared} className={FIELD}>
			<option value="">{t.notGiven}</option>
			{options.map(({ value, label }) => (
				<option key={value} value={value}>
					{label}
				</option>
			))}
		</select>
	);
}
