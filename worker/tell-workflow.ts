import { type Client, WorkflowFailedError } from "@temporalio/client";
import { encodeToPayloadsWithContext } from "@temporalio/common/lib/internal-non-workflow/index.js";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { temporal } from "@temporalio/proto";
import type { News, ToldDecision, Wait } from "../ledger/news.ts";
import type { DataKeys } from "../vault/data-keys.ts";
import { createSealer, type Sealer } from "../vault/sealed.ts";
import { TASK_QUEUES } from "./task-queues.ts";
import {
	APPROVAL_WORKFLOW,
	type ApprovalInput,
	type ApprovalResult,
	approvalWorkflowId,
	NEWS_SIGNAL,
	type NewsSignal,
	type StoryDecision,
} from "./workflows/approval-types.ts";

type StartRequest = temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest;

/** `WORKFLOW_ID_REUSE_POLICY_…` of the raw API. */
const REUSE = { allowDuplicate: 1, rejectDuplicate: 3 } as const;
const ALREADY_EXISTS = 6;
/** A Temporal that takes the connection and says nothing must not hold up the next ones. */
const PATIENCE_MS = 15_000;

export interface TellOptions {
	client: Client;
	dataKeys: DataKeys;
	/** More fields of the start request; tests switch on time skipping with it. */
	start?: Partial<StartRequest>;
}

/** News whose decisions have been read. */
export type WholeNews = News & { decisions: ToldDecision[] };

/**
 * Tells a request's workflow what a commit changed. The first version starts it; later ones signal it, with a
 * start, so that a decision can never precede its workflow. The raw calls are used because they take a request
 * id: the outbox row's, so that telling twice is one signal.
 *
 * A workflow that has closed counts as told only if it knows this version; one that ended otherwise (somebody
 * terminated it) while its request waits is started again.
 *
 * Throws what the connection throws; then the outbox still has it.
 */
export function createTeller(options: TellOptions): (news: WholeNews) => Promise<void> {
	const { client } = options;
	const sealer = createSealer(options.dataKeys);
	const tell = async (news: WholeNews) => {
		try {
			await send(options, sealer, news, REUSE.rejectDuplicate);
		} catch (error) {
			if (!isAlreadyStarted(error)) throw error;
			if (await knows(client, news)) return;
			await send(options, sealer, news, REUSE.allowDuplicate);
		}
	};
	return (news) => client.withDeadline(Date.now() + PATIENCE_MS, () => tell(news));
}

async function send(options: TellOptions, sealer: Sealer, news: WholeNews, reuse: number): Promise<void> {
	const { client } = options;
	const { namespace } = client.options;
	const workflowId = approvalWorkflowId(news.workspaceId, news.requestId);
	const encode = (value: unknown) =>
		encodeToPayloadsWithContext(
			client.options.loadedDataConverter,
			{ type: "workflow", namespace, workflowId },
			[value],
		);
	const input: ApprovalInput = {
		workspaceId: news.workspaceId,
		requestId: news.requestId,
		digest: news.contentDigest,
		wait: news.wait,
	};
	const request = {
		namespace,
		workflowId,
		requestId: news.id,
		identity: client.options.identity,
		workflowType: { name: APPROVAL_WORKFLOW },
		taskQueue: { name: TASK_QUEUES.approvals },
		workflowIdReusePolicy: reuse,
		input: { payloads: (await encode(input)) ?? [] },
		...options.start,
	};
	if (news.wait.version === 1) {
		// Until its first timer is due, or news comes, the workflow has nothing to do: Temporal keeps that timer
		// itself, and the first task is the one that has something to do (docs/decisions/0009).
		await client.workflowService.startWorkflowExecution({
			...request,
			workflowStartDelay: msToTs(stillToWait(news.wait)),
		});
		return;
	}
	const signal: NewsSignal = {
		wait: news.wait,
		decisions: await Promise.all(news.decisions.map((decision) => sealed(sealer, news, decision))),
	};
	await client.workflowService.signalWithStartWorkflowExecution({
		...request,
		signalName: NEWS_SIGNAL,
		signalInput: { payloads: (await encode(signal)) ?? [] },
	});
}

/** What is left of a wait that was said a while ago; clocks that differ can make it neither longer nor negative. */
function stillToWait({ ms, saidAt }: Wait): number {
	const passed = saidAt === undefined ? 0 : Math.max(0, Date.now() - saidAt);
	return Math.max(0, (ms ?? 0) - passed);
}

/** A decision with its comment sealed under the writer's key: erasing that person makes it unreadable here too. */
export async function sealed(
	sealer: Sealer,
	news: { workspaceId: string },
	decision: ToldDecision,
): Promise<StoryDecision> {
	if (decision.comment === null) return decision;
	const subject = `person:${decision.by}` as const;
	return {
		...decision,
		comment: await sealer.seal(decision.comment, { workspaceId: news.workspaceId, subject }),
	};
}

function isAlreadyStarted(error: unknown): boolean {
	return typeof error === "object" && error !== null && "code" in error && error.code === ALREADY_EXISTS;
}

/** Whether the workflow that is there runs, or had heard of this version when it closed. */
async function knows(client: Client, news: News): Promise<boolean> {
	const handle = client.workflow.getHandle(approvalWorkflowId(news.workspaceId, news.requestId));
	const { status } = await handle.describe();
	if (status.name === "RUNNING") return true;
	try {
		const result: ApprovalResult = await handle.result();
		return result.version >= news.wait.version;
	} catch (error) {
		if (error instanceof WorkflowFailedError) return false;
		throw error;
	}
}
