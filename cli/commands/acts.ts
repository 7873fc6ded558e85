import { EXIT } from "../exit-code.ts";
import { readInput } from "../read-input.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";

/** Gives a request back for changes; `-` takes the words from standard input. */
export async function sendBack(session: Session, id: string, text: string): Promise<number> {
	const request = await session.client().sendBack(id, await wordsOf(text), { signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}

/** Asks the requester something; `-` takes the words from standard input. */
export async function ask(session: Session, id: string, text: string): Promise<number> {
	const request = await session.client().ask(id, await wordsOf(text), { signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}

/** Answers what was asked; `-` takes the words from standard input. */
export async function answer(session: Session, id: string, text: string): Promise<number> {
	const request = await session.client().answer(id, await wordsOf(text), { signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}

/** Passes a slot to another person. */
export async function reassign(
	session: Session,
	id: string,
	to: string,
	options: { from?: string; comment?: string },
): Promise<number> {
	const request = await session.client().reassign(id, to, { ...options, signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}

function wordsOf(text: string): Promise<string> | string {
	return text === "-" ? readInput("-") : text;
}
