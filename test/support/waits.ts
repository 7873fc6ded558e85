import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { bundleWorkflowCode, NativeConnection, Worker } from "@temporalio/worker";
import { pino } from "pino";
import type { Database } from "../../db/connect.ts";
import { ensureNamespace } from "../../engine/namespace.ts";
import type { Access } from "../../ledger/access/access.ts";
import type { Clock } from "../../ledger/context.ts";
import { createDataConverter } from "../../vault/data-converter.ts";
import { DataKeys } from "../../vault/data-keys.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { SYSTEM_WORKSPACE_ID } from "../../vault/workflow-workspace.ts";
import { createWake } from "../../worker/activities/wake.ts";
import { createAfterCommit } from "../../worker/after-commit.ts";
import { startRelay } from "../../worker/relay.ts";
import { TASK_QUEUES } from "../../worker/task-queues.ts";
import { createTeller } from "../../worker/tell-workflow.ts";
import type { TestStack } from "./global-setup.ts";

const log = pino({ level: "silent" });

/** The waits of a test file: a real worker on the run's Temporal server, whose workflows skip time. */
export interface TestWaits {
	client: Client;
	/** The database's clock, moved on to what the workflows' own time has reached. */
	clock: Clock;
	after: ReturnType<typeof createAfterCommit>;
	dataKeys: DataKeys;
	startWorker(): Promise<{ stop(): Promise<void> }>;
	startRelay(): Promise<{ stop(): Promise<void> }>;
	close(): Promise<void>;
}

/** @param options.encrypt false leaves payloads readable, for histories that are kept in the repository */
export async function openWaits(
	stack: TestStack,
	access: Access & { owner: Database },
	options: { skip: boolean; encrypt?: boolean },
): Promise<TestWaits> {
	// Task queues have the product's own names: a namespace apart keeps the workers of two test files apart.
	const namespace = `test-${randomBytes(6).toString("hex")}`;
	await ensureNamespace({ address: stack.temporalAddress }, namespace, 120_000);
	const provider = await openLocalKeyring(stack.keyring, { create: true });
	const dataKeys = new DataKeys({ store: createPostgresDataKeyStore(access.system.sql), provider });
	await dataKeys.active(SYSTEM_WORKSPACE_ID, "history");
	const dataConverter = createDataConverter({ dataKeys, mode: "strict" });
	const connection = await Connection.connect({ address: stack.temporalAddress });
	const native = await NativeConnection.connect({ address: stack.temporalAddress });
	const converter = options.encrypt === false ? {} : { dataConverter };
	const client = new Client({ connection, namespace, ...converter });
	const start = options.skip ? { timeSkippingConfig: { enabled: true } } : {};
	const tell = createTeller({ client, dataKeys, start });
	const after = createAfterCommit({ db: access.db, system: access.system, tell, log });
	let ahead = 0;
	const clock: Clock = (now) => now + ahead;
	const wake = createWake({
		ctx: { db: access.db, clock, after },
		dataKeys,
		onWorkflowTime: (ms) => {
			ahead = Math.max(ahead, ms - Date.now());
		},
	});
	const workflowBundle = await bundleWorkflowCode({
		workflowsPath: fileURLToPath(new URL("../../worker/workflows/index.ts", import.meta.url)),
		failureConverterPath: dataConverter.failureConverterPath,
		logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
	});
	return {
		client,
		clock,
		after,
		dataKeys,
		async startWorker() {
			const worker = await Worker.create({
				connection: native,
				namespace,
				taskQueue: TASK_QUEUES.approvals,
				workflowBundle,
				...converter,
				activities: { wake },
				identity: randomBytes(4).toString("hex"),
			});
			const running = worker.run();
			return {
				async stop() {
					worker.shutdown();
					await running;
				},
			};
		},
		startRelay: () => startRelay({ db: access.db, system: access.system, clock, tell, log }),
		async close() {
			await after.idle();
			await connection.close();
			await native.close();
		},
	};
}
