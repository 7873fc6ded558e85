import type { ReactNode } from "react";

/** The top of a page: its name, a sentence, and what may stand beside them. */
export function PageHeading({
	title,
	lead,
	children,
}: {
	title: ReactNode;
	lead?: string;
	children?: ReactNode;
}) {
	return (
		<div className="mb-6 flex flex-wrap items-start justify-between gap-4">
			<div className="min-w-0">
				<h1 className="text-xl font-semibold tracking-[-0.012em] [overflow-wrap:anywhere]">{title}</h1>
				{lead !== undefined && <p className="mt-1 max-w-prose text-ink-soft">{lead}</p>}
			</div>
			{children}
		</div>
	);
}
