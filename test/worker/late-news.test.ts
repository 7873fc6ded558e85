import { tsToMs } from "@temporalio/common/lib/time.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { decide } from "../../ledger/decide.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { submit } from "../../ledger/submit.ts";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { openWaits, type TestWaits } from "../support/waits.ts";
import { makeWorkspace, openPools, policy } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
let waits: TestWaits;

beforeAll(async () => {
	waits = await openWaits(inject("stack"), pools, { skip: false });
});

afterAll(async () => {
	await waits.close();
	await pools.close();
});

it("news that no worker heard for a while does not move what is due by that while", async () => {
	const ws = await makeWorkspace(pools, { clock: waits.clock, after: waits.after });
	await ws.push(policy({ need: 2, deadline: "1h" }));
	const { requestId } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Heard late",
		context: { amount: 5 },
	});
	await waits.after.idle();
	await decide(ws.ctx("ana"), { requestId, verdict: "approve" });
	await waits.after.idle();
	const awayMs = 12_000;
	await new Promise((resolve) => setTimeout(resolve, awayMs));
	const worker = await waits.startWorker();
	const handle = waits.client.workflow.getHandle(approvalWorkflowId(ws.id, requestId));
	const timerStarted = async () => {
		const { events } = await handle.fetchHistory();
		return events?.find((event) => event.timerStartedEventAttributes);
	};
	await expect.poll(timerStarted, { timeout: 60_000 }).toBeTruthy();
	const timer = await timerStarted();
	await worker.stop();
	const firesAt = tsToMs(timer?.eventTime) + tsToMs(timer?.timerStartedEventAttributes?.startToFireTimeout);
	const { wakeAt } = await getRequest(ws.ctx("riley"), requestId);
	// What the worker needed to start the timer counts; the time it was away does not.
	expect(firesAt - Date.parse(wakeAt ?? "")).toBeLessThan(awayMs / 2);
});
