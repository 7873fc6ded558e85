import { Lock } from "lucide-react";
import Link from "next/link";
import { words } from "../words/words.ts";
import { buttonClass } from "./button.tsx";

/** A page that the person's role does not open. */
export function NoAccess({ why }: { why: string }) {
	return (
		<div className="mx-auto max-w-sm px-5 py-[14vh] text-center">
			<span className="mx-auto grid size-11 place-items-center rounded-full bg-sunken text-ink-faint">
				<Lock aria-hidden="true" className="size-5" />
			</span>
			<h1 className="mt-4 text-base font-semibold">{words.common.errors.noAccessTitle}</h1>
			<p className="mt-1 text-ink-soft">{why}</p>
			<Link href="/" prefetch={false} className={buttonClass("plain", "mt-6")}>
				{words.common.home}
			</Link>
		</div>
	);
}
