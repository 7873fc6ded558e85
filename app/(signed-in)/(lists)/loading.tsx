import { words } from "../../words/words.ts";

/** The shape of a list while it is being read. */
export default function Loading() {
	return (
		<div role="status" className="flex-1">
			<span className="sr-only">{words.common.loading}</span>
			<div aria-hidden="true" className="pulse max-w-md space-y-6 px-5 pt-5">
				{[0, 1, 2, 3, 4].map((line) => (
					<div key={line} className="space-y-2">
						<div className="h-4 w-4/5 rounded bg-sunken" />
						<div className="h-3 w-1/2 rounded bg-sunken" />
					</div>
				))}
			</div>
		</div>
	);
}
