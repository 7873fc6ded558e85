import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export function BackLink({ href, children }: { href: string; children: ReactNode }) {
	return (
		<Link
			href={href}
			prefetch={false}
			className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-[0.8125rem] text-ink-faint hover:bg-hover hover:text-ink"
		>
			<ArrowLeft aria-hidden="true" className="size-4" />
			{children}
		</Link>
	);
}
