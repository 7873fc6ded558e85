import { EXIT } from "../exit-code.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";

/** Comments on a request; `-` takes the words from standard input. */
export async function comment(session: Session, id: string, text: string): Promise<number> {
	const words = text === "-" ? await readInput("-") : text;
	const request = await session.client().comment(id, words, { signal: session.signal });
	session.answer(request, () => "Commented.");
	return EXIT.done;
}
