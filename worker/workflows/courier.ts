import { condition, continueAsNew, log, proxyActivities, workflowInfo } from "@temporalio/workflow";
import { TASK_QUEUES } from "../task-queues.ts";
import { timeouts } from "../timeouts.ts";
import type { CourierActivities, CourierChannel, CourierInput } from "./courier-types.ts";

const on = (taskQueue: string) => proxyActivities<CourierActivities>({ ...timeouts.courier, taskQueue });
const ROUNDS: Record<CourierChannel, () => Promise<number>> = {
	email: on(TASK_QUEUES.courierEmail).deliverEmail,
	slack: on(TASK_QUEUES.courierSlack).deliverSlack,
	webhook: on(TASK_QUEUES.courierWebhook).deliverWebhooks,
};

const AFTER_FAILURE_MS = 30_000;

/**
 * One channel's courier, for ever: a round of bringing copies up to what the ledger says, then the next. It
 * holds no list of its own; what is to be done stands in the ledger and is compared afresh each time.
 */
export async function courier(input: CourierInput): Promise<never> {
	while (!workflowInfo().continueAsNewSuggested) {
		try {
			await ROUNDS[input.channel]();
		} catch (error) {
			log.error("a courier's round failed; the next begins after a while", {
				error: String(error),
				channel: input.channel,
			});
			await condition(() => false, AFTER_FAILURE_MS);
		}
	}
	return continueAsNew<typeof courier>(input);
}
