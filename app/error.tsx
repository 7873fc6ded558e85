"use client";

import { Button } from "./ui/button.tsx";
import { PlainPage } from "./ui/plain-page.tsx";
import { words } from "./words/words.ts";

/** What stands in place of a page that could not be made. The cause is in the server's log, by its digest. */
export default function ErrorPage({
	error,
	reset,
}: {
	error: Error & { digest?: string };
	reset: () => void;
}) {
	return (
		<PlainPage>
			<h1 className="text-xl font-semibold">{words.common.errors.title}</h1>
			<p className="mt-2 text-ink-soft">{words.common.errors.body}</p>
			{error.digest !== undefined && <p className="mt-2 font-mono text-xs text-ink-faint">{error.digest}</p>}
			<Button look="primary" className="mt-6" onClick={reset}>
				{words.common.retry}
			</Button>
		</PlainPage>
	);
}
