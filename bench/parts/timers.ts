import type { Client } from "@temporalio/client";
import proto from "@temporalio/proto";
import postgres from "postgres";
import { until } from "../measure/pause.ts";

const STARTED = proto.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
const SAMPLE = 20;

/**
 * How a wait is kept: `timer` is one that a workflow task started; `delayed start` is the product's first wait,
 * which Temporal keeps itself from the start on (docs/decisions/0009).
 */
export type WaitKind = "timer" | "delayed start";

/** Looks for the timers of open waits. */
export interface Timers {
	/** Resolves once every one of these workflows waits: Temporal's own tables are asked. */
	allLive(kind: WaitKind, client: Client, workflowIds: readonly string[]): Promise<void>;
	/** Reads the histories of a sample, spread over the whole, and throws unless each has its wait. */
	seenInHistory(kind: WaitKind, client: Client, workflowIds: readonly string[]): Promise<void>;
	close(): Promise<void>;
}

/**
 * A wait that is not yet kept is no wait: what is measured then is a signal that overtook the start. Reading
 * hundreds of histories in the middle of a measurement would weigh on the server, so the end of a phase is taken
 * from Temporal's tables (live timers; executions, which are written with their delayed start's timer in one
 * transaction), and a sample of histories is held against it afterwards.
 *
 * @param superuserUrl database `postgres` of the server that holds Temporal's database
 */
export function openTimers(superuserUrl: string): Timers {
	const url = new URL(superuserUrl);
	url.pathname = "/temporal";
	const sql = postgres(url.href, { max: 1 });
	return {
		async allLive(kind, client, workflowIds) {
			const { namespaceInfo } = await client.workflowService.describeNamespace({
				namespace: client.options.namespace,
			});
			const id = (namespaceInfo?.id ?? "").replaceAll("-", "");
			const ids = [...workflowIds];
			const table = sql(kind === "timer" ? "timer_info_maps" : "current_executions");
			await until(`${ids.length} live waits`, 60_000, async () => {
				const [row] = await sql<{ live: number }[]>`
					select count(*)::int as live from ${table}
					where namespace_id = decode(${id}, 'hex') and workflow_id = any(${ids})`;
				return (row?.live ?? 0) >= ids.length;
			});
		},
		async seenInHistory(kind, client, workflowIds) {
			const every = Math.max(1, Math.floor(workflowIds.length / SAMPLE));
			const sample = workflowIds.filter((_, index) => index % every === 0);
			for (const workflowId of sample) {
				const { history } = await client.workflowService.getWorkflowExecutionHistory({
					namespace: client.options.namespace,
					execution: { workflowId },
				});
				const events = history?.events ?? [];
				const delay = events[0]?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff;
				const kept =
					kind === "timer"
						? events.some((event) => event.eventType === STARTED)
						: events.length === 1 && Number(delay?.seconds ?? 0) > 0;
				if (!kept) throw new Error(`${workflowId} was taken for waiting, but its history has no ${kind}`);
			}
		},
		close: () => sql.end({ timeout: 2 }),
	};
}
