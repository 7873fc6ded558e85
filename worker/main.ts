import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client, Connection, WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import {
	bundleWorkflowCode,
	NativeConnection,
	Runtime,
	Worker,
	type WorkflowBundleOption,
} from "@temporalio/worker";
import { pino } from "pino";
import { connect } from "../db/connect.ts";
import { createMailer } from "../emails/mailer.ts";
import { databaseUrls, outboundAllowance, publicUrl, readEnvironment, requireSettings } from "../env.ts";
import { createFetchCalendar } from "../ledger/away/fetch-calendar.ts";
import { databaseClock } from "../ledger/context.ts";
import { createSealer } from "../vault/sealed.ts";
import { SYSTEM_WORKSPACE_ID } from "../vault/workflow-workspace.ts";
import { createDeliverEmail } from "./activities/deliver-email.ts";
import { createDeliverSlack } from "./activities/deliver-slack.ts";
import { createDeliverWebhooks } from "./activities/deliver-webhooks.ts";
import { createWake } from "./activities/wake.ts";
import { createAfterCommit } from "./after-commit.ts";
import { startFeeds } from "./feeds.ts";
import { startFollower } from "./follower.ts";
import { convergedSeconds, startMetrics } from "./metrics.ts";
import { startRelay } from "./relay.ts";
import { TASK_QUEUES } from "./task-queues.ts";
import { createTeller } from "./tell-workflow.ts";
import { temporalTarget } from "./temporal-connection.ts";
import { openVault } from "./vault.ts";
import { COURIER_WORKFLOW, type CourierChannel, courierWorkflowId } from "./workflows/courier-types.ts";

/** `npm run worker`: the waits, the relay and the couriers of one process. Several may run. */
const env = requireSettings(readEnvironment(), "COUNTERSIGN_LINK_KEY", "SMTP_URL");
const log = pino({ level: env.LOG_LEVEL, name: "worker" });
Runtime.install({ shutdownSignals: [] });

const urls = databaseUrls(env);
const db = connect(urls.app, "app", env.DATABASE_POOL);
const system = connect(urls.system, "system", env.DATABASE_POOL);
const { dataKeys, dataConverter } = await openVault(env, system);
// The SDK encodes the failures of workflow tasks with no context: their key must be at hand before any.
await patiently("PostgreSQL", () => dataKeys.active(SYSTEM_WORKSPACE_ID, "history"));

const target = await temporalTarget(env);
const namespace = env.TEMPORAL_NAMESPACE;
const connection = await patiently("Temporal", () => Connection.connect(target));
const nativeConnection = await patiently("Temporal", () => NativeConnection.connect(target));
const withConverter = dataConverter === undefined ? {} : { dataConverter };
const client = new Client({ connection, namespace, ...withConverter });

const tell = createTeller({ client, dataKeys });
const after = createAfterCommit({ db, system, tell, log });
const linkKey = Buffer.from(env.COUNTERSIGN_LINK_KEY, "hex");
const site = publicUrl(env);
const stopping = new AbortController();
const mailer = createMailer({
	smtpUrl: env.SMTP_URL,
	from: env.MAIL_FROM,
	publicHost: new URL(site).hostname,
});

const shared = {
	connection: nativeConnection,
	namespace,
	shutdownGraceTime: "5 seconds" as const,
	...withConverter,
};
const approvals = await Worker.create({
	...shared,
	taskQueue: TASK_QUEUES.approvals,
	workflowBundle: await workflowBundle(),
	activities: { wake: createWake({ ctx: { db, clock: databaseClock, after }, dataKeys }) },
	maxConcurrentActivityTaskExecutions: env.DATABASE_POOL,
});
const courierEmail = await Worker.create({
	...shared,
	taskQueue: TASK_QUEUES.courierEmail,
	activities: {
		deliverEmail: createDeliverEmail({
			ctx: { db, clock: databaseClock, after },
			system,
			linkKey,
			mailer,
			publicUrl: site,
			log,
			stopping: stopping.signal,
		}),
	},
	maxConcurrentActivityTaskExecutions: 2,
});
const courierWebhook = await Worker.create({
	...shared,
	taskQueue: TASK_QUEUES.courierWebhook,
	activities: {
		deliverWebhooks: createDeliverWebhooks({
			db,
			system,
			clock: databaseClock,
			sealer: createSealer(dataKeys),
			allowance: outboundAllowance(env),
			publicUrl: site,
			log,
			stopping: stopping.signal,
		}),
	},
	maxConcurrentActivityTaskExecutions: 2,
});
const courierSlack = await Worker.create({
	...shared,
	taskQueue: TASK_QUEUES.courierSlack,
	activities: {
		deliverSlack: createDeliverSlack({
			ctx: { db, clock: databaseClock, after },
			system,
			sealer: createSealer(dataKeys),
			apiUrl: env.SLACK_API_URL,
			publicUrl: site,
			log,
			stopping: stopping.signal,
			onConverged: (seconds) => convergedSeconds.observe(seconds),
		}),
	},
	maxConcurrentActivityTaskExecutions: 2,
});
const running = Promise.all([approvals.run(), courierEmail.run(), courierWebhook.run(), courierSlack.run()]);
const relay = await startRelay({ db, system, clock: databaseClock, tell, log });
const follower = startFollower({ ctx: { db, clock: databaseClock, after }, system, log });
const feeds = startFeeds({
	ctx: { db, clock: databaseClock, after },
	system,
	log,
	ports: {
		sealer: createSealer(dataKeys),
		fetchCalendar: createFetchCalendar({ allowance: outboundAllowance(env), signal: stopping.signal }),
	},
});
const metrics = await startMetrics(env.METRICS_PORT, system);
for (const channel of ["email", "slack", "webhook"] as const)
	await patiently("Temporal", () => startCourier(channel));
log.info({ namespace, address: target.address }, "the worker is polling");

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop(signal));

await running;
await relay.stop();
await follower.stop();
await feeds.stop();
await metrics.stop();
await after.idle();
mailer.close();
await Promise.all([connection.close(), nativeConnection.close(), db.close(), system.close()]);
log.info("stopped");

function stop(signal: string): void {
	log.info({ signal }, "stopping: what is being done is finished first");
	stopping.abort();
	approvals.shutdown();
	courierEmail.shutdown();
	courierWebhook.shutdown();
	courierSlack.shutdown();
}

/** Until what this piece stands on is there: it may be starting at the same time, or be started again. */
async function patiently<T>(what: string, attempt: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			log.warn({ err: error }, `${what} cannot be reached; trying again`);
			await new Promise((resolve) => setTimeout(resolve, 1_000));
		}
	}
}

/** The bundle that `npm run build` made, or, in a checkout where it was not run, one made now. */
async function workflowBundle(): Promise<WorkflowBundleOption> {
	const codePath = fileURLToPath(new URL("../.build/workflows.js", import.meta.url));
	if (existsSync(codePath)) return { codePath };
	const workflowsPath = fileURLToPath(new URL("./workflows/index.ts", import.meta.url));
	const path = dataConverter?.failureConverterPath;
	return bundleWorkflowCode({ workflowsPath, ...(path === undefined ? {} : { failureConverterPath: path }) });
}

async function startCourier(channel: CourierChannel): Promise<void> {
	try {
		await client.workflow.start(COURIER_WORKFLOW, {
			workflowId: courierWorkflowId(channel),
			taskQueue: TASK_QUEUES.approvals,
			args: [{ channel }],
		});
	} catch (error) {
		if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
	}
}
