import Link from "next/link";
import { words } from "../words/words.ts";
import { buttonClass } from "./button.tsx";

/** What stands where there is nothing, or nothing that the person may see: the two look the same. */
export function NothingHere() {
	return (
		<>
			<h1 className="text-xl font-semibold tracking-[-0.012em]">{words.common.errors.notFoundTitle}</h1>
			<p className="mt-2 text-ink-soft">{words.common.errors.notFoundBody}</p>
			<Link href="/" prefetch={false} className={buttonClass("primary", "mt-6")}>
				{words.common.home}
			</Link>
		</>
	);
}
