import { type ReactNode, useId } from "react";

/** Under the page's own heading, or under a heading of a part of it. */
export type HeadingLevel = 2 | 3;

/** A part of a page under its own heading. */
export function Section({
	title,
	level = 2,
	children,
}: {
	title: string;
	level?: HeadingLevel;
	children: ReactNode;
}) {
	const id = useId();
	const Heading = level === 2 ? "h2" : "h3";
	return (
		<section aria-labelledby={id} className="mt-8">
			<Heading id={id} className="mb-2.5 text-[0.8125rem] font-semibold text-ink">
				{title}
			</Heading>
			{children}
		</section>
	);
}
