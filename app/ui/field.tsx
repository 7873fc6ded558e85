import { type ReactNode, useId } from "react";
import { InertText } from "./inert-text.tsx";

/** The look of a text field or choice. */
export const FIELD =
	"min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint aria-invalid:border-danger";
/** The look of a text area that holds a document. */
export const DOCUMENT_FIELD = `${FIELD} resize-y font-mono text-xs leading-5`;

/** What ties a control to its label, hint and errors. */
export interface FieldAria {
	id: string;
	"aria-describedby"?: string;
	"aria-invalid"?: true;
	"aria-required"?: true;
}

interface Props {
	label: string;
	hint?: string | undefined;
	/** Says that it has to be filled in. */
	required?: string | undefined;
	/** What is wrong with it. */
	errors?: readonly string[];
	children: (aria: FieldAria) => ReactNode;
}

/** A control with its label, what it is for, and what is wrong with it. */
export function Field({ label, hint, required, errors = [], children }: Props) {
	const id = useId();
	const described = [hint === undefined ? "" : `${id}-hint`, errors.length === 0 ? "" : `${id}-error`];
	const text = described.filter(Boolean).join(" ");
	return (
		<div className="min-w-0">
			<label htmlFor={id} className="mb-1 block text-[0.8125rem] text-ink-soft">
				{label}
				{required !== undefined && <span className="text-ink-faint"> {required}</span>}
			</label>
			{children({
				id,
				...(text === "" ? {} : { "aria-describedby": text }),
				...(errors.length === 0 ? {} : { "aria-invalid": true as const }),
				...(required === undefined ? {} : { "aria-required": true as const }),
			})}
			{hint !== undefined && (
				<p id={`${id}-hint`} className="mt-1 text-xs text-ink-faint">
					{hint}
				</p>
			)}
			{errors.length > 0 && (
				<p id={`${id}-error`} className="mt-1 text-[0.8125rem] [overflow-wrap:anywhere] text-danger-text">
					{errors.map((error) => (
						<InertText key={error} text={error} className="block first-letter:uppercase" />
					))}
				</p>
			)}
		</div>
	);
}
