import { migrationState } from "../../db/migrations.ts";
import { TASK_QUEUES } from "../../worker/task-queues.ts";
import { web } from "./context.ts";

const PATIENCE_MS = 3_000;
/** A worker that has not asked for work for so long is gone; a poll lasts up to a minute. */
const POLLED_WITHIN_MS = 90_000;
const WORKFLOW_QUEUE = 1;

/** What is missing for this installation to work, a sentence each; empty when it is ready. */
export async function readiness(): Promise<string[]> {
	const [database, temporal] = await Promise.all([
		within(checkDatabase()).catch((error: unknown) => `Postgres cannot be reached (${reason(error)}).`),
		within(checkTemporal()).catch((error: unknown) => `Temporal cannot be reached (${reason(error)}).`),
	]);
	return [database, temporal].flatMap((problem) => problem ?? []);
}

async function checkDatabase(): Promise<string | null> {
	const { known, applied } = await migrationState(web().access.system);
	return applied >= known ? null : `The database lacks ${known - applied} migrations: run npm run migrate.`;
}

async function checkTemporal(): Promise<string | null> {
	const { namespace } = web();
	const client = await web().temporal();
	const { pollers } = await client.workflowService.describeTaskQueue({
		namespace,
		taskQueue: { name: TASK_QUEUES.approvals },
		taskQueueType: WORKFLOW_QUEUE,
	});
	const now = Date.now();
	const alive = pollers?.some((poller) => {
		const seconds = Number(poller.lastAccessTime?.seconds ?? 0);
		return now - seconds * 1000 < POLLED_WITHIN_MS;
	});
	return alive ? null : "No worker polls: run npm run worker.";
}

function within<T>(work: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)),
			PATIENCE_MS,
		);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

function reason(error: unknown): string {
	return error instanceof Error ? error.message.split("\n")[0] || error.name : String(error);
}
