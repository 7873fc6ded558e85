import type { Client } from "@temporalio/client";
import { decodeArrayFromPayloads } from "@temporalio/common/lib/internal-non-workflow/index.js";
import { tsToMs } from "@temporalio/common/lib/time.js";
import type { temporal } from "@temporalio/proto";
import {
	type ApprovalResult,
	approvalWorkflowId,
	type NewsSignal,
	type WakeAnswer,
} from "../../worker/workflows/approval-types.ts";

type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

/** What Temporal's history of one request tells. */
export interface Story {
	/** `RUNNING`, `COMPLETED`, …, of the latest run. */
	status: string;
	/** Ids of the decisions that any run was told. */
	decisions: Set<string>;
	/** Outcomes that any run was told or answered. */
	outcomes: Set<string>;
	/** When the latest run's timers that are neither fired nor cancelled will fire, ms since 1970; its delayed start is one. */
	timers: number[];
	/** The latest run has an activity that has not ended. */
	hasOpenActivity: boolean;
}

/** Reads a request's histories, of every run, with the installation's own keys. Null where there is no workflow. */
export async function readStory(
	client: Client,
	request: { workspaceId: string; requestId: string },
): Promise<Story | null> {
	const workflowId = approvalWorkflowId(request.workspaceId, request.requestId);
	const latest = await client.workflow.getHandle(workflowId).describe().catch(notFoundIsNull);
	if (latest === null) return null;
	const runs = new Set<string>();
	// The list lags a little behind, so the latest run is added by hand.
	for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
		runs.add(run.runId);
	runs.delete(latest.runId);
	const story: Story = {
		status: latest.status.name,
		decisions: new Set(),
		outcomes: new Set(),
		timers: [],
		hasOpenActivity: false,
	};
	for (const runId of [...runs, latest.runId]) {
		const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
		await addTold(client, workflowId, events ?? [], story);
		if (runId === latest.runId) addOpen(events ?? [], story);
	}
	return story;
}

async function addTold(
	client: Client,
	workflowId: string,
	events: readonly Event[],
	story: Story,
): Promise<void> {
	const context = { type: "workflow" as const, namespace: client.options.namespace, workflowId };
	const decode = async (payloads: Payloads): Promise<unknown> => {
		const values = await decodeArrayFromPayloads(
			client.options.loadedDataConverter,
			payloads?.payloads,
			context,
		);
		return values[0];
	};
	const wakes = new Set(
		events.flatMap((event) =>
			event.activityTaskScheduledEventAttributes?.activityType?.name === "wake" ? String(event.eventId) : [],
		),
	);
	for (const event of events) {
		const signal = event.workflowExecutionSignaledEventAttributes;
		if (signal) addNews((await decode(signal.input)) as NewsSignal, story);
		const done = event.activityTaskCompletedEventAttributes;
		if (done && wakes.has(String(done.scheduledEventId))) {
			addNews((await decode(done.result)) as WakeAnswer, story);
		}
		const completed = event.workflowExecutionCompletedEventAttributes;
		if (completed) story.outcomes.add(((await decode(completed.result)) as ApprovalResult).outcome);
	}
}

function addNews({ wait, decisions }: NewsSignal | WakeAnswer, story: Story): void {
	for (const decision of decisions) story.decisions.add(decision.id);
	if (wait.outcome !== null) story.outcomes.add(wait.outcome);
}

function addOpen(events: readonly Event[], story: Story): void {
	const timers = new Map<string, number>();
	const activities = new Set<string>();
	// Until its first task a delayed start is the timer, kept by Temporal itself (docs/decisions/0009).
	const backoff = events[0]?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff;
	const hasBegun = events.some((event) => event.workflowTaskScheduledEventAttributes);
	if (backoff && !hasBegun) timers.set("start", tsToMs(events[0]?.eventTime) + tsToMs(backoff));
	for (const event of events) {
		const timer = event.timerStartedEventAttributes;
		if (timer) timers.set(String(event.eventId), tsToMs(event.eventTime) + tsToMs(timer.startToFireTimeout));
		const over = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
		if (over) timers.delete(String(over.startedEventId));
		if (event.activityTaskScheduledEventAttributes) activities.add(String(event.eventId));
		const ended =
			event.activityTaskCompletedEventAttributes ??
			event.activityTaskFailedEventAttributes ??
			event.activityTaskTimedOutEventAttributes ??
			event.activityTaskCanceledEventAttributes;
		if (ended) activities.delete(String(ended.scheduledEventId));
	}
	story.timers = [...timers.values()];
	story.hasOpenActivity = activities.size > 0;
}

function notFoundIsNull(error: unknown): null {
	if (error instanceof Error && error.name === "WorkflowNotFoundError") return null;
	throw error;
}
