import { durationMs } from "../arguments.ts";
import { awaitOutcome } from "../await-outcome.ts";
import { EXIT } from "../exit-code.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";

/** Shows a request; with `wait`, once it has its outcome. */
export async function get(
	session: Session,
	id: string,
	options: { wait?: boolean; timeout?: string },
): Promise<number> {
	const timeoutMs = options.timeout === undefined ? null : durationMs("--timeout", options.timeout);
	const client = session.client();
	if (options.wait === true) return awaitOutcome(session, client, id, timeoutMs);
	const request = await client.get(id, { signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}
