import { words } from "../words/words.ts";
import { inertPieces } from "./inert.ts";

/** Text that somebody wrote: escaped, held in its own direction, hidden characters made visible. */
export function InertText({ text, className }: { text: string; className?: string }) {
	return (
		<bdi dir="auto" className={className}>
			{inertPieces(text).map((piece, i) =>
				piece.code === null ? (
					piece.text
				) : (
					// biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
					<span key={i} className="made-visible" title={words.common.hiddenCharacter(piece.code)}>
						{piece.code}
					</span>
				),
			)}
		</bdi>
	);
}
