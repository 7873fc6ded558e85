import type { ReactNode } from "react";

export const fieldClass =
	"h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.8125rem] aria-invalid:border-danger";

interface Props {
	/** Of the control inside; the error is `id`-error, the hint `id`-hint. */
	id: string;
	label: string;
	hint?: string;
	error: string | null;
	children: ReactNode;
}

/** A labelled control with a hint and what is wrong with it. */
export function Field({ id, label, hint, error, children }: Props) {
	return (
		<div className="min-w-0">
			<label htmlFor={id} className="mb-1 block text-xs text-ink-faint">
				{label}
			</label>
			{children}
			{hint !== undefined && (
				<p id={`${id}-hint`} className="mt-1 text-xs text-ink-faint">
					{hint}
				</p>
			)}
			{error !== null && (
				<p id={`${id}-error`} className="mt-1 text-xs break-words text-danger-text">
					{error}
				</p>
			)}
		</div>
	);
}
