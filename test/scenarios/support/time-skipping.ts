import { randomUUID } from "node:crypto";
import type { Client } from "@temporalio/client";
import { msToTs, tsToMs } from "@temporalio/common/lib/time.js";

/** Of the raw API: `FAST_FORWARD_POLLING_RESULT_…`. */
const RESULT = { timedOut: 1, completed: 2 };

/** A workflow's own clock: when it began, and where skipping has brought it. Milliseconds since 1970. */
export interface WorkflowTime {
	startedAt: number;
	now: number;
	running: boolean;
}

export async function workflowTime(client: Client, workflowId: string): Promise<WorkflowTime> {
	const { raw } = await client.workflow.getHandle(workflowId).describe();
	const info = raw.workflowExecutionInfo;
	const skipped = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
	return {
		startedAt: tsToMs(info?.startTime),
		now: skipped ? tsToMs(skipped) : Date.now(),
		running: info?.status === 1,
	};
}

/**
 * Lets the server skip a workflow's time up to `target` (an instant of the workflow's clock) and waits until it is
 * there. Timers that are due on the way fire, each at its own instant; from there on the workflow's clock runs as
 * clocks do. Does nothing where the workflow has ended, or ends on the way.
 */
export async function fastForward(client: Client, workflowId: string, target: number): Promise<void> {
	const { namespace } = client.options;
	const { now, running } = await workflowTime(client, workflowId);
	if (!running || target <= now) return;
	const id = randomUUID();
	try {
		await client.workflowService.updateWorkflowExecutionOptions({
			namespace,
			workflowExecution: { workflowId },
			workflowExecutionOptions: {
				timeSkippingConfig: {
					enabled: true,
					maxSessionSkipCount: 1_000,
					fastForwardConfig: { id, duration: msToTs(target - now) },
				},
			},
			updateMask: { paths: ["time_skipping_config"] },
		});
		for (;;) {
			const answer = await client.workflowService.pollWorkflowExecutionTimeSkipping({
				namespace,
				workflowExecution: { workflowId },
				fastForwardId: id,
			});
			const result = answer.fastForwardPollingResult;
			if (result === RESULT.completed) return;
			if (result !== RESULT.timedOut)
				throw new Error(`the time of ${workflowId} stands: ${answer.failedReason}`);
		}
	} catch (error) {
		if ((await workflowTime(client, workflowId)).running) throw error;
	}
}
