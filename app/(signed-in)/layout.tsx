import type { ReactNode } from "react";
import { countWaiting } from "../../ledger/read/list-requests.ts";
import { ReturnToLink } from "../link/return-to-link.tsx";
import { pageCtx } from "../server/page-context.ts";
import { Navigation } from "../ui/navigation.tsx";
import { words } from "../words/words.ts";

/** Around the pages of who is signed in. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
	const ctx = await pageCtx();
	const { waiting } = await countWaiting(ctx);
	return (
		<div className="flex min-h-dvh flex-col lg:flex-row">
			<a
				href="#content"
				className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
			>
				{words.common.skip}
			</a>
			<ReturnToLink />
			<Navigation actor={ctx.actor} waiting={waiting} />
			<main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col bg-surface outline-none">
				{children}
			</main>
		</div>
	);
}
