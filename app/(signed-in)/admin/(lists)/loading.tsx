import { words } from "../../../words/words.ts";

/** The shape of a list while it is being read. */
export default function Loading() {
	return (
		<div role="status" className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-8">
			<span className="sr-only">{words.common.loading}</span>
			<div aria-hidden="true" className="pulse">
				<div className="h-6 w-40 rounded bg-sunken" />
				<div className="mt-3 h-4 w-4/5 max-w-prose rounded bg-sunken" />
				<div className="mt-10 space-y-6">
					{[0, 1, 2, 3, 4, 5].map((line) => (
						<div key={line} className="flex gap-3">
							<div className="size-8 rounded-full bg-sunken" />
							<div className="flex-1 space-y-2">
								<div className="h-4 w-2/5 rounded bg-sunken" />
								<div className="h-3 w-1/4 rounded bg-sunken" />
							</div>
						</div>
					))}
				</div>
			</div>
		</div>
	);
}
