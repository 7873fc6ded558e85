import { type ReactNode, useId } from "react";

export const fieldClass =
	"h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 aria-invalid:border-danger";

/** A field with its label, and what is wrong with it. */
export function Field({
	label,
	error,
	children,
}: {
	label: string;
	error: string | undefined;
	children: ReactNode;
}) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
		<label className="block min-w-0">
			<span className="mb-1 block text-[0.8125rem] text-ink-soft">{label}</span>
			{children}
			{error !== undefined && (
				<span role="alert" className="mt-1 block text-[0.8125rem] break-words text-danger-text">
					{error}
				</span>
			)}
		</label>
	);
}

/** A box to tick. @param name what a screen reader says, where the label alone is too short */
export function Switch({
	label,
	name,
	checked,
	disabled = false,
	onChange,
}: {
	label: string;
	name?: string;
	checked: boolean;
	disabled?: boolean;
	onChange: (on: boolean) => void;
}) {
	const id = useId();
	return (
		<span className="inline-flex min-h-8 items-center gap-2.5">
			<input
				id={id}
				type="checkbox"
				checked={checked}
				disabled={disabled}
				{...(name === undefined ? {} : { "aria-label": name })}
				onChange={(event) => onChange(event.target.checked)}
				className="size-4.5 accent-accent"
			/>
			<label htmlFor={id}>{label}</label>
		</span>
	);
}
