import { Client, Connection } from "@temporalio/client";
import { v7 as newId } from "uuid";
import { ManagedProcess } from "../../engine/managed-process.ts";
import { repositoryRoot, typescriptArgs } from "../../engine/node-command.ts";
import type { Stack } from "../../engine/stack.ts";
import { BARE_TASK_QUEUE, BARE_WORKFLOW, DECIDED_SIGNAL } from "./names.ts";

/** Temporal with nothing on it: what the same wait costs without policy, ledger, audit, mail and encryption. */
export interface BareWaits {
	client: Client;
	/** Starts one; resolves when Temporal has it. Answers the workflow's id. */
	open(): Promise<string>;
	/** Signals one; resolves when Temporal has the signal. */
	signal(workflowId: string): Promise<void>;
	/** Resolves when the workflow is seen closed. */
	closed(workflowId: string): Promise<void>;
	close(): Promise<void>;
}

/** Starts the bare worker's process and connects to the same server, with the SDK's default converter. */
export async function openBareWaits(stack: Stack): Promise<BareWaits> {
	const { temporalAddress: address, namespace } = stack;
	await stack.run(
		new ManagedProcess({
			name: "bare-worker",
			command: process.execPath,
			args: [...typescriptArgs("bench/bare/worker.ts"), address, namespace],
			cwd: repositoryRoot,
			env: { ...process.env, NODE_ENV: "production" },
			logFile: `${stack.folder.logs}/bare-worker.log`,
			stopSignal: "SIGTERM",
			isReady: async () => true,
			readyWithinMs: 5_000,
			errorCode: "child",
		}),
	);
	const connection = await Connection.connect({ address });
	const client = new Client({ connection, namespace });
	return {
		client,
		async open() {
			const workflowId = `bare/${newId()}`;
			await client.workflow.start(BARE_WORKFLOW, {
				workflowId,
				taskQueue: BARE_TASK_QUEUE,
				args: [{ about: workflowId }],
			});
			return workflowId;
		},
		signal: (workflowId) => client.workflow.getHandle(workflowId).signal(DECIDED_SIGNAL, "approved"),
		async closed(workflowId) {
			await client.workflow.getHandle(workflowId).result();
		},
		close: () => connection.close(),
	};
}
