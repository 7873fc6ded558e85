import { decodeOptionalFailureToOptionalError } from "@temporalio/common/lib/internal-non-workflow/index.js";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { comment } from "../../ledger/comment.ts";
import { decide } from "../../ledger/decide.ts";
import { submit } from "../../ledger/submit.ts";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { openWaits, type TestWaits } from "../support/waits.ts";
import { makeWorkspace, openPools, policy } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
let waits: TestWaits;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
	waits = await openWaits(inject("stack"), pools, { skip: false });
	worker = await waits.startWorker();
});

afterAll(async () => {
	await worker.stop();
	await waits.close();
	await pools.close();
});

/** Where the text stands in Temporal's databases: every table as raw bytes, searched raw, in hex and in base64. */
async function foundIn(text: string): Promise<string[]> {
	const hits: string[] = [];
	for (const database of ["temporal", "temporal_visibility"]) {
		const url = new URL(inject("stack").superuserUrl);
		url.pathname = `/${database}`;
		const sql = postgres(url.href, { max: 1, onnotice: () => {} });
		const [{ folder } = { folder: "" }] = await sql<{ folder: string }[]>`
			select current_setting('data_directory') as folder`;
		const tables = await sql<{ name: string }[]>`
			select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`;
		for (const { name } of tables) {
			// By way of a file in the server's own folder: all bytes of the table, whole, in one answer.
			await sql.unsafe(`copy ${name} to '${folder}/looked-at' (format binary)`);
			const [row] = await sql<{ bytes: Buffer }[]>`select pg_read_binary_file('looked-at') as bytes`;
			if (row === undefined) throw new Error(`${name} cannot be looked at`);
			if (needles(text).some((needle) => row.bytes.includes(needle))) hits.push(`${database} ${name}`);
		}
		await sql.end();
	}
	return hits;
}

/** The text's bytes as they are, in hex, and in base64 at each of its three alignments. */
function needles(text: string): Buffer[] {
	const raw = Buffer.from(text);
	const base64 = [0, 1, 2].map((shift) => {
		const coded = Buffer.concat([Buffer.alloc(shift), raw]).toString("base64");
		return Buffer.from(coded.slice(shift === 0 ? 0 : shift + 1, coded.length - 4));
	});
	return [raw, Buffer.from(raw.toString("hex")), ...base64];
}

describe("Temporal's databases", () => {
	it("hold nothing that people wrote; and the look would find it", async () => {
		const canary = `canary${Math.random().toString(36).slice(2)}zz`;
		const ws = await makeWorkspace(pools, { after: waits.after });
		await ws.push(policy({ need: 2 }));
		const { requestId } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: `Title ${canary}`,
			summary: `Summary ${canary}`,
			context: { amount: 1, note: `Note ${canary}` },
		});
		await comment(ws.ctx("riley"), { requestId, comment: `Word ${canary}` });
		await decide(ws.ctx("ana"), { requestId, verdict: "approve", comment: `First ${canary}` });
		await decide(ws.ctx("bo"), { requestId, verdict: "approve", comment: `Second ${canary}` });
		await waits.after.idle();
		const handle = waits.client.workflow.getHandle(approvalWorkflowId(ws.id, requestId));
		expect(await handle.result()).toMatchObject({ outcome: "approved" });

		// An error with the canary in its words: PostgreSQL quotes what is no id.
		const failing = await waits.client.workflow.start("approval", {
			workflowId: `approval/${ws.id}/failing`,
			taskQueue: "approvals",
			args: [
				{ workspaceId: `no id ${canary}`, requestId, digest: "", wait: { version: 1, ms: 1, outcome: null } },
			],
		});
		const failure = async () => (await failing.describe()).raw.pendingActivities?.[0]?.lastFailure;
		await expect.poll(failure, { timeout: 60_000 }).toBeTruthy();
		const said = await decodeOptionalFailureToOptionalError(
			waits.client.options.loadedDataConverter,
			(await failure()) ?? null,
			{ type: "workflow", namespace: waits.client.options.namespace, workflowId: failing.workflowId },
		);
		expect(said?.message).toContain(canary);
		await failing.terminate();

		expect(await foundIn(canary)).toEqual([]);
		const planted = `planted${canary}`;
		await waits.client.workflow.start("approval", { workflowId: planted, taskQueue: "nobody", args: [] });
		expect(await foundIn(planted)).not.toEqual([]);
	});
});
