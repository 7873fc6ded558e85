import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { bundleWorkflowCode, NativeConnection, Worker } from "@temporalio/worker";
import { pino } from "pino";
import type { Database } from "../../../db/connect.ts";
import { ensureNamespace } from "../../../engine/namespace.ts";
import type { Access } from "../../../ledger/access/access.ts";
import { createDataConverter } from "../../../vault/data-converter.ts";
import { DataKeys } from "../../../vault/data-keys.ts";
import { openLocalKeyring } from "../../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../../vault/postgres-store.ts";
import { SYSTEM_WORKSPACE_ID } from "../../../vault/workflow-workspace.ts";
import { createWake } from "../../../worker/activities/wake.ts";
import { createAfterCommit } from "../../../worker/after-commit.ts";
import { followMoves } from "../../../worker/follower.ts";
import { startRelay } from "../../../worker/relay.ts";
import { TASK_QUEUES } from "../../../worker/task-queues.ts";
import { createTeller } from "../../../worker/tell-workflow.ts";
import type { ApprovalActivities } from "../../../worker/workflows/approval-types.ts";
import type { TestStack } from "../../support/global-setup.ts";
import { ownDatabase } from "../../support/own-database.ts";
import { openPools } from "../../support/workspace.ts";

/**
 * The clock of one scenario. Acts happen at exactly the scenario's instant, `now`. Timers are the workflow's: when it
 * calls, the ledger's clock is the workflow's own time, moved by the constant `offset` between the scenario's
 * calendar and the run's, and never past `until`, the instant of the next act.
 */
export interface ScenarioClock {
	now: number;
	offset: number;
	until: number;
}

/** What decides in production: ledger, worker, relay, follower and workflows, on real servers. */
export interface RealSystem {
	pools: Access & { owner: Database };
	client: Client;
	after: ReturnType<typeof createAfterCommit>;
	/** The clocks of the scenarios that run, by request. */
	clocks: Map<string, ScenarioClock>;
	/**
	 * Changes a directory at an instant and lets its open requests follow, as the worker's follower does it: one
	 * change at a time, so that each is followed by its own scenario's clock.
	 */
	changeDirectory(workspaceId: string, at: number, change: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

const log = pino({ level: "silent" });

/** Opens a database and a namespace of its own on the run's servers, with a worker whose workflows' time is skipped on demand. */
export async function openRealSystem(shared: TestStack): Promise<RealSystem> {
	const stack = await ownDatabase(shared);
	const pools = openPools(stack);
	await deliverAtOnce(pools.owner);
	const namespace = `test-${randomBytes(6).toString("hex")}`;
	await ensureNamespace({ address: stack.temporalAddress }, namespace, 120_000);
	const provider = await openLocalKeyring(stack.keyring, { create: true });
	const dataKeys = new DataKeys({ store: createPostgresDataKeyStore(pools.system.sql), provider });
	await dataKeys.active(SYSTEM_WORKSPACE_ID, "history");
	const dataConverter = createDataConverter({ dataKeys, mode: "strict" });
	const connection = await Connection.connect({ address: stack.temporalAddress });
	const native = await NativeConnection.connect({ address: stack.temporalAddress });
	const client = new Client({ connection, namespace, dataConverter });
	// Time stands until the scenario lets it go on.
	const tell = createTeller({ client, dataKeys, start: { timeSkippingConfig: { enabled: false } } });
	const after = createAfterCommit({ db: pools.db, system: pools.system, tell, log });
	const clocks: RealSystem["clocks"] = new Map();
	const wake: ApprovalActivities["wake"] = (input) => {
		const clock = clocks.get(input.requestId);
		if (clock === undefined) throw new Error(`no scenario has request ${input.requestId}`);
		const now = Math.min(input.workflowTime + clock.offset, clock.until);
		return createWake({ ctx: { db: pools.db, clock: () => now, after }, dataKeys })(input);
	};
	const worker = await Worker.create({
		connection: native,
		namespace,
		taskQueue: TASK_QUEUES.approvals,
		workflowBundle: await bundleWorkflowCode({
			workflowsPath: fileURLToPath(new URL("../../../worker/workflows/index.ts", import.meta.url)),
			failureConverterPath: dataConverter.failureConverterPath,
			logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
		}),
		dataConverter,
		activities: { wake },
	});
	const running = worker.run();
	// The relay takes over where the fast path failed. It knows no scenario: the workflow calls and hears the rest.
	const relay = await startRelay({
		db: pools.db,
		system: pools.system,
		clock: () => Date.UTC(2100, 0),
		tell,
		log,
	});
	let changing: Promise<void> = Promise.resolve();
	return {
		pools,
		client,
		after,
		clocks,
		changeDirectory(workspaceId, at, change) {
			const changed = changing.then(async () => {
				await change();
				const ctx = { db: pools.db, clock: () => at, after };
				await followMoves({ ctx, system: pools.system, log });
				// Its second pass is for what was being written meanwhile; nothing was.
				await pools.owner.sql`delete from directory_moves where workspace_id = ${workspaceId}`;
			});
			changing = changed.catch(() => {});
			return changed;
		},
		async close() {
			await relay.stop();
			worker.shutdown();
			await running;
			await after.idle();
			await connection.close();
			await native.close();
			await pools.close();
		},
	};
}

/** «Delivery is taken to succeed»: in place of a courier every message is delivered as it is written. */
async function deliverAtOnce(owner: Database): Promise<void> {
	await owner.sql.unsafe(`
		create function deliver_at_once() returns trigger language plpgsql as $$
		begin
			new.state = 'delivered';
			new.shown = new.wanted;
			new.delivered_at = clock_timestamp();
			new.next_attempt_at = null;
			return new;
		end $$;
		create trigger deliver_at_once before insert on deliveries for each row execute function deliver_at_once()`);
}
