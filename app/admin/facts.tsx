import type { ReactNode } from "react";

/** Facts under their names. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
	return (
		<dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.8125rem]">
			{items.map(([name, value]) => (
				<div key={name} className="contents">
					<dt className="text-ink-faint">{name}</dt>
					<dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
				</div>
			))}
		</dl>
	);
}
