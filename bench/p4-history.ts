import proto from "@temporalio/proto";
import type { Line } from "./bars.ts";
import { pause } from "./measure/pause.ts";
import { median } from "./measure/statistics.ts";
import type { Stand } from "./stand.ts";

const { EventType } = proto.temporal.api.enums.v1;
const { HistoryEvent } = proto.temporal.api.history.v1;
const REQUESTS = 5;

/** P4: events and bytes of the history of an approval with one stage, decided with a comment, encryption on. */
export async function p4(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	const product = await stand.product();
	stand.say(`P4: ${REQUESTS} histories`);
	const sizes: { events: number; bytes: number }[] = [];
	let kinds: string[] = [];
	for (let index = 0; index < REQUESTS; index += 1) {
		const opened = await product.open();
		await stand.timers.allLive("delayed start", product.client, [opened.workflowId]);
		await pause(200);
		await product.decide(opened);
		await product.closed(opened);
		const { history } = await product.client.workflowService.getWorkflowExecutionHistory({
			namespace: product.client.options.namespace,
			execution: { workflowId: opened.workflowId },
		});
		const events = history?.events ?? [];
		sizes.push({
			events: events.length,
			bytes: events.reduce((sum, event) => sum + HistoryEvent.encode(event).finish().length, 0),
		});
		kinds = events.map((event) => EventType[event.eventType ?? 0] ?? "?");
	}
	return {
		rounds: { sizes, kinds },
		lines: [
			{
				id: "P4",
				what: "history of a one-stage approval, decided: events",
				ours: median(sizes.map((size) => size.events)),
				unit: "events",
				bar: { of: "ours", is: "at most", value: 14 },
			},
			{
				id: "P4",
				what: "… bytes, with encryption",
				ours: median(sizes.map((size) => size.bytes)),
				unit: "bytes",
				bar: { of: "ours", is: "at most", value: 8 * 1024 },
			},
		],
	};
}
