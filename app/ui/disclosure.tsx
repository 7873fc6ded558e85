import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** A part of a page that opens on demand, by the browser's own element. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
	return (
		<details className="group">
			<summary className="-mx-1.5 inline-flex min-h-7 items-center gap-1.5 rounded-md px-1.5 text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink">
				<ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open:rotate-90" />
				{title}
			</summary>
			<div className="mt-2">{children}</div>
		</details>
	);
}

/** Text as it is, for reading closely. */
export function Verbatim({ text, label }: { text: string; label: string }) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
		<pre
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			role="group"
			aria-label={label}
			className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5"
		>
			{text}
		</pre>
	);
}
