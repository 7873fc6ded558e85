import type { Submission } from "../../sdk/index.ts";
import { attachment, durationMs } from "../arguments.ts";
import { awaitOutcome } from "../await-outcome.ts";
import { EXIT } from "../exit-code.ts";
import { readJsonObject } from "../read-input.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

export interface SubmitOptions {
	policy: string;
	title: string;
	context: string;
	summary?: string;
	requester?: string;
	externalId?: string;
	callbackUrl?: string;
	idempotencyKey?: string;
	attach?: string[];
	wait?: boolean;
	timeout?: string;
}

/** Opens a request; with `wait`, waits for its outcome. */
export async function submit(session: Session, options: SubmitOptions): Promise<number> {
	const timeoutMs = options.timeout === undefined ? null : durationMs("--timeout", options.timeout);
	const { policy, title, summary, requester, externalId, callbackUrl, idempotencyKey } = options;
	const attachments = options.attach?.map(attachment);
	const submission: Submission = {
		policy,
		title,
		context: await readJsonObject("--context", options.context),
		...(summary === undefined ? {} : { summary }),
		...(requester === undefined ? {} : { requester }),
		...(externalId === undefined ? {} : { externalId }),
		...(callbackUrl === undefined ? {} : { callbackUrl }),
		...(attachments === undefined ? {} : { attachments }),
	};
	const client = session.client();
	const request = await client.submit(submission, {
		signal: session.signal,
		...(idempotencyKey === undefined ? {} : { idempotencyKey }),
	});
	if (options.wait === true) {
		note(`Request ${request.id} waits for its outcome.`);
		return awaitOutcome(session, client, request.id, timeoutMs);
	}
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}
