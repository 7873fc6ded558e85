import { oneOf, wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** Approves or rejects as the key's owner. */
export async function decide(
	session: Session,
	id: string,
	verdict: string,
	options: { comment?: string; version?: string; stage?: string },
): Promise<number> {
	const { comment, version, stage } = options;
	const word = oneOf("The verdict", verdict, ["approve", "reject"]);
	const decided = await session.client().decide(id, word, {
		signal: session.signal,
		...(comment === undefined ? {} : { comment }),
		...(version === undefined
			? {}
			: { version: wholeNumber("--version", version, 1, Number.MAX_SAFE_INTEGER) }),
		...(stage === undefined ? {} : { stage }),
	});
	if (decided.repeated) note("You had decided so before; nothing has changed.");
	session.answer(decided, () => requestText(decided.request, Date.now()));
	return EXIT.done;
}
