import { EXIT } from "../exit-code.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";

/** Withdraws a request. */
export async function cancel(session: Session, id: string, options: { comment?: string }): Promise<number> {
	const request = await session.client().cancel(id, { ...options, signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}
