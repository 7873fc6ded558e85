import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateUp } from "../../db/migrate-up.ts";
import { startStack } from "../../engine/stack.ts";
import { decide } from "../../ledger/decide.ts";
import { submit } from "../../ledger/submit.ts";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { historyToData } from "../support/history-json.ts";
import { openWaits } from "../support/waits.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

/**
 * `node --import tsx test/worker/record-histories.ts SHAPE`: records histories of the workflows as they are now
 * into `test/worker/histories/SHAPE/`, where `replay.test.ts` holds later code against them. Run once for each
 * released shape; what is recorded is never recorded again.
 */
const shape = process.argv[2];
if (shape === undefined || !/^[\w.-]+$/.test(shape)) {
	console.error("Usage: node --import tsx test/worker/record-histories.ts SHAPE");
	process.exit(2);
}

const dataDir = await mkdtemp(join(tmpdir(), "countersign-record-"));
const stack = await startStack({
	dataDir,
	parts: ["postgres", "temporal"],
	temporal: { timeSkipping: true },
});
const pools = openPools({ ...stack, keyring: join(dataDir, "keyring.json") });
await migrateUp(pools.owner);
const waits = await openWaits({ ...stack, keyring: join(dataDir, "keyring.json") }, pools, {
	skip: true,
	encrypt: false,
});
const worker = await waits.startWorker();
const folder = new URL(`./histories/${shape}/`, import.meta.url);
await mkdir(folder, { recursive: true });

await record("approved-at-once", { deadline: "1d" }, async (ws, requestId) => {
	await decide(ws.ctx("ana"), { requestId, verdict: "approve" });
});
await record("two-decisions", { need: 2, deadline: "1d" }, async (ws, requestId) => {
	await decide(ws.ctx("ana"), { requestId, verdict: "approve" });
	await waits.after.idle();
	await decide(ws.ctx("bo"), { requestId, verdict: "approve" });
});
await record("reminded-escalated-expired", {
	remind: { every: "1w", atMost: 2 },
	escalate: [{ after: "10d", to: [{ group: "leads" }], mode: "add" }],
	deadline: "3w",
});

await worker.stop();
await waits.close();
await pools.close();
await stack.stop();
await rm(dataDir, { recursive: true, force: true });

async function record(
	name: string,
	stage: Record<string, unknown>,
	act?: (ws: TestWorkspace, requestId: string) => Promise<void>,
): Promise<void> {
	const ws = await makeWorkspace(pools, { clock: waits.clock, after: waits.after });
	await ws.push(policy(stage));
	const { requestId } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Recorded",
		context: { amount: 1 },
	});
	await waits.after.idle();
	await act?.(ws, requestId);
	const workflowId = approvalWorkflowId(ws.id, requestId);
	const handle = waits.client.workflow.getHandle(workflowId);
	await handle.result();
	const history = historyToData(await handle.fetchHistory());
	await writeFile(
		new URL(`${name}.json`, folder),
		`${JSON.stringify({ workflowId, history }, null, "\t")}\n`,
	);
	console.log(`recorded ${name}`);
}
