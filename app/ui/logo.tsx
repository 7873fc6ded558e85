import { words } from "../words/words.ts";

/** The product's mark and name. */
export function Logo() {
	return (
		<span className="inline-flex items-center gap-2 font-semibold tracking-[-0.015em]">
			<svg viewBox="0 0 32 32" aria-hidden="true" className="size-6">
				<rect width="32" height="32" rx="8" fill="#0f766e" />
				<path
					d="M9 16.5l4.6 4.6L23.5 11"
					fill="none"
					stroke="#fff"
					strokeWidth="3.2"
					strokeLinecap="round"
					strokeLinejoin="round"
				/>
			</svg>
			{words.common.product}
		</span>
	);
}
