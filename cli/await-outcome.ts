import type { ApprovalRequest, CountersignClient } from "../sdk/index.ts";
import { CliError } from "./cli-error.ts";
import { OUTCOME_EXIT } from "./exit-code.ts";
import { explainError } from "./explain-error.ts";
import { lengthText } from "./instants.ts";
import { progressText, requestText } from "./request-text.ts";
import type { Session } from "./session.ts";
import { note } from "./terminal.ts";

/**
 * Waits for the outcome, tells on standard error how it goes, prints the request and answers the exit code.
 *
 * @param timeoutMs null: for as long as it takes. Throws `CliError` when there is no outcome by then.
 */
export async function awaitOutcome(
	session: Session,
	client: CountersignClient,
	id: string,
	timeoutMs: number | null,
): Promise<number> {
	const limit = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
	const signal = limit === null ? session.signal : AbortSignal.any([session.signal, limit]);
	let told = "";
	const tell = (request: ApprovalRequest) => {
		// A comment moves the version, too, and is no progress.
		const { state, stage, round, assignees, unsatisfiable } = request;
		const news = JSON.stringify([state, stage, round, assignees, unsatisfiable]);
		if (request.outcome === null && news !== told) note(progressText(request, Date.now()));
		told = news;
	};
	try {
		const request = await client.waitForOutcome(id, {
			signal,
			onChange: tell,
			onInterruption: (error, ms) => note(`${explainError(error)} Trying again in ${lengthText(ms)}.`),
		});
		session.answer(request, () => requestText(request, Date.now()));
		return OUTCOME_EXIT[request.outcome];
	} catch (error) {
		if (limit?.aborted && !session.signal.aborted && error === limit.reason)
			throw new CliError(`No outcome within ${lengthText(timeoutMs ?? 0)}: request ${id} still waits.`);
		throw error;
	}
}
