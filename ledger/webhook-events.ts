import type { WEBHOOK_TYPES } from "../db/schema/webhooks.ts";
import type { TraceItem } from "../policy/trace.ts";

export interface WebhookEvent {
	type: (typeof WEBHOOK_TYPES)[number];
	/** ISO 8601. */
	at: string;
	/** Of the trace item; ids and names, no text that a person wrote. */
	facts: Omit<TraceItem, "at" | "kind">;
}

const TYPE_OF: Partial<Record<TraceItem["kind"], WebhookEvent["type"]>> = {
	submitted: "request.opened",
	stage_opened: "request.stage_opened",
	decided: "request.decided",
	escalated: "request.escalated",
	closed: "request.closed",
};

/** What of a step the outside is told, in order. */
export function webhookEvents(trace: readonly TraceItem[]): WebhookEvent[] {
	return trace.flatMap(({ at, kind, ...facts }) => {
		const type = TYPE_OF[kind];
		return type === undefined ? [] : [{ type, at: new Date(at).toISOString(), facts }];
	});
}
