import Link from "next/link";
import { buttonClass } from "../ui/button.tsx";
import { words } from "../words/words.ts";

/** On to the next page of a list, and back to its first. */
export function Pager({
	first,
	next,
	words: t,
}: {
	first: string | null;
	next: string | null;
	words: { first: string; next: string };
}) {
	if (first === null && next === null) return null;
	return (
		<nav aria-label={words.inbox.paging.label} className="mt-5 flex gap-2">
			{first !== null && (
				<Link href={first} prefetch={false} className={buttonClass()}>
					{t.first}
				</Link>
			)}
			{next !== null && (
				<Link href={next} prefetch={false} className={buttonClass()}>
					{t.next}
				</Link>
			)}
		</nav>
	);
}
