"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";

interface Props {
	href: string;
	/** For lists at one address: the view that the link stands for. */
	view?: string;
	children: ReactNode;
}

/** A link of the navigation; knows whether it leads to where the reader is. */
export function NavLink({ href, view, children }: Props) {
	const path = usePathname();
	const shown = useSearchParams().get("view") ?? "inbox";
	const here = view === undefined ? path.startsWith(href) : path === "/" && shown === view;
	return (
		<Link
			href={href}
			prefetch={false}
			// On narrow screens the links stand in a menu, which has done its work.
			onClick={(event) => event.currentTarget.closest("details")?.removeAttribute("open")}
			aria-current={here ? "page" : undefined}
			className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink"
		>
			{children}
		</Link>
	);
}
