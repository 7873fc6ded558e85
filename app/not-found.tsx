import Link from "next/link";
import { buttonClass } from "./ui/button.tsx";
import { PlainPage } from "./ui/plain-page.tsx";
import { words } from "./words/words.ts";

export default function NotFound() {
	return (
		<PlainPage>
			<h1 className="text-xl font-semibold">{words.common.errors.notFoundTitle}</h1>
			<p className="mt-2 text-ink-soft">{words.common.errors.notFoundBody}</p>
			<Link href="/" prefetch={false} className={buttonClass("primary", "mt-6")}>
				{words.common.home}
			</Link>
		</PlainPage>
	);
}
