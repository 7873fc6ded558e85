import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What stands where a list has nothing, and what to do. */
export function EmptyState({
	Icon,
	title,
	body,
	children,
}: {
	Icon: LucideIcon;
	title: string;
	body: string;
	children?: ReactNode;
}) {
	return (
		<div className="mx-auto max-w-md px-5 py-14 text-center">
			<span className="mx-auto grid size-11 place-items-center rounded-full bg-accent-soft text-accent-text">
				<Icon aria-hidden="true" className="size-5" />
			</span>
			<h2 className="mt-4 font-semibold">{title}</h2>
			<p className="mt-1 text-ink-soft">{body}</p>
			{children !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2.5">{children}</div>}
		</div>
	);
}
