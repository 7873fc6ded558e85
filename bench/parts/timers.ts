import type { Client } from "@temporalio/client";
import proto from "@temporalio/proto";
import postgres from "postgres";
import { until } from "../measure/pause.ts";

const STARTED = proto.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
const SAMPLE = 20;

/** Looks for the timers of open waits. */
export interface Timers {
	/** Resolves once every one of these workflows has a live timer: Temporal's own table of them is asked. */
	allLive(client: Client, workflowIds: readonly string[]): Promise<void>;
	/** Reads the histories of a sample, spread over the whole, and throws unless each has its timer's start. */
	seenInHistory(client: Client, workflowIds: readonly string[]): Promise<void>;
	close(): Promise<void>;
}

/**
 * A wait that has no timer yet is no wait: what is measured then is a signal that overtook the start. Reading
 * hundreds of histories in the middle of a measurement would weigh on the server, so the end of a phase is taken
 * from Temporal's table of live timers, and a sample of histories is held against it afterwards.
 *
 * @param superuserUrl database `postgres` of the server that holds Temporal's database
 */
export function openTimers(superuserUrl: string): Timers {
	const url = new URL(superuserUrl);
	url.pathname = "/temporal";
	const sql = postgres(url.href, { max: 1 });
	return {
		async allLive(client, workflowIds) {
			const { namespaceInfo } = await client.workflowService.describeNamespace({
				namespace: client.options.namespace,
			});
			const id = (namespaceInfo?.id ?? "").replaceAll("-", "");
			const ids = [...workflowIds];
			await until(`${ids.length} live timers`, 60_000, async () => {
				const [row] = await sql<{ live: number }[]>`
					select count(*)::int as live from timer_info_maps
					where namespace_id = decode(${id}, 'hex') and workflow_id = any(${ids})`;
				return (row?.live ?? 0) >= ids.length;
			});
		},
		async seenInHistory(client, workflowIds) {
			const every = Math.max(1, Math.floor(workflowIds.length / SAMPLE));
			const sample = workflowIds.filter((_, index) => index % every === 0);
			for (const workflowId of sample) {
				const { history } = await client.workflowService.getWorkflowExecutionHistory({
					namespace: client.options.namespace,
					execution: { workflowId },
				});
				if (!history?.events?.some((event) => event.eventType === STARTED)) {
					throw new Error(`${workflowId} was taken for waiting, but its history has no timer`);
				}
			}
		},
		close: () => sql.end({ timeout: 2 }),
	};
}
