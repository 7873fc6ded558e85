"use client";

import { type ReactNode, type Ref, useId } from "react";

interface Props {
	title: string;
	children: ReactNode;
	ref: Ref<HTMLDialogElement>;
	className?: string;
}

/** The browser's own modal dialog: it keeps the focus, closes on Esc and gives the focus back. */
export function Dialog({ title, children, ref, className = "max-w-md" }: Props) {
	const id = useId();
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; the keyboard has Esc for that
		<dialog
			ref={ref}
			aria-labelledby={id}
			onClick={(event) => {
				if (event.target === event.currentTarget) event.currentTarget.close();
			}}
			className={`m-auto w-[calc(100%-2rem)] rounded-xl border border-line bg-surface p-0 text-ink shadow-raised ${className}`}
		>
			<div className="p-5">
				<h2 id={id} className="text-base font-semibold [overflow-wrap:anywhere]">
					{title}
				</h2>
				{children}
			</div>
		</dialog>
	);
}
