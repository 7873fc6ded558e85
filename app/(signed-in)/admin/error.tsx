"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { words } from "../../words/words.ts";

/** What stands in place of a page of the administration that could not be made; the navigation stays. */
export default function ErrorPage({
	error,
	reset,
}: {
	error: Error & { digest?: string };
	reset: () => void;
}) {
	return (
		<div role="alert" className="mx-auto max-w-sm px-5 py-[14vh] text-center">
			<span className="mx-auto grid size-11 place-items-center rounded-full bg-danger-soft text-danger-text">
				<TriangleAlert aria-hidden="true" className="size-5" />
			</span>
			<h1 className="mt-4 text-base font-semibold">{words.common.errors.title}</h1>
			<p className="mt-1 text-ink-soft">{words.common.errors.bodyAdmin}</p>
			{error.digest !== undefined && <p className="mt-2 font-mono text-xs text-ink-faint">{error.digest}</p>}
			<Button look="primary" className="mt-6" onClick={reset}>
				{words.common.retry}
			</Button>
		</div>
	);
}
