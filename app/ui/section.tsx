import { type ReactNode, useId } from "react";

/** A part of a page under its own heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
	const id = useId();
	return (
		<section aria-labelledby={id} className="mt-8">
			<h3 id={id} className="mb-2.5 text-[0.8125rem] font-semibold text-ink">
				{title}
			</h3>
			{children}
		</section>
	);
}
