import { condition, continueAsNew, log, proxyActivities, workflowInfo } from "@temporalio/workflow";
import { TASK_QUEUES } from "../task-queues.ts";
import { timeouts } from "../timeouts.ts";
import type { CourierActivities, CourierInput } from "./courier-types.ts";

const { deliverEmail } = proxyActivities<CourierActivities>({
	...timeouts.courier,
	taskQueue: TASK_QUEUES.courierEmail,
});

const AFTER_FAILURE_MS = 30_000;

/**
 * One channel's courier, for ever: a round of bringing copies up to what the ledger says, then the next. It
 * holds no list of its own; what is to be done stands in the ledger and is compared afresh each time.
 */
export async function courier(input: CourierInput): Promise<never> {
	while (!workflowInfo().continueAsNewSuggested) {
		try {
			await deliverEmail();
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
