import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decide } from "../../ledger/decide.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { submit } from "../../ledger/submit.ts";
import { type ApprovalResult, approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { openWaits, type TestWaits } from "../support/waits.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
let waits: TestWaits;
let worker: { stop(): Promise<void> };
let relay: { stop(): Promise<void> };

beforeAll(async () => {
	waits = await openWaits(inject("stack"), pools, { skip: true });
	worker = await waits.startWorker();
	relay = await waits.startRelay();
});

afterAll(async () => {
	await relay.stop();
	await worker.stop();
	await waits.close();
	await pools.close();
});

async function submitted(stage: Record<string, unknown>): Promise<{ ws: TestWorkspace; id: string }> {
	const ws = await makeWorkspace(pools, { clock: waits.clock, after: waits.after });
	await ws.push(policy(stage));
	const { requestId } = await submit(ws.ctx("riley"), {
		policy: "refund",
		title: "Refund",
		context: { amount: 5 },
	});
	return { ws, id: requestId };
}

function workflowOf(ws: TestWorkspace, id: string) {
	return waits.client.workflow.getHandle<() => Promise<ApprovalResult>>(approvalWorkflowId(ws.id, id));
}

describe("the approval workflow, time skipped", () => {
	it("reminds, escalates and expires over weeks with nobody doing anything", async () => {
		const { ws, id } = await submitted({
			remind: { every: "1w", atMost: 2 },
			escalate: [{ after: "10d", to: [{ group: "leads" }], mode: "add" }],
			deadline: "3w",
		});
		await waits.after.idle();
		const result = await workflowOf(ws, id).result();
		expect(result.outcome).toBe("expired");
		const view = await getRequest(ws.ctx("riley"), id);
		expect(view).toMatchObject({ outcome: "expired", cause: "deadline" });
		const { items } = await readTimeline(ws.ctx("riley"), id);
		const start = Date.parse(view.createdAt);
		const days = (at: string) => (Date.parse(at) - start) / 86_400_000;
		expect(items.map((item) => [item.kind, days(item.at)])).toEqual([
			["submitted", 0],
			["stage_opened", 0],
			["reminded", 7],
			["escalated", 10],
			["reminded", 14],
			["stage_closed", 21],
			["closed", 21],
		]);
		const mails = await pools.owner.sql`
			select p.email, d.wants, d.wanted from deliveries d join people p on p.id = d.person_id
			where d.request_id = ${id} order by p.email`;
		expect(mails.map((row) => [row.email, row.wants])).toEqual([
			["ana@test.example", "over"],
			["bo@test.example", "over"],
			["lee@test.example", "over"],
			["riley@test.example", "outcome"],
		]);
	});

	it("ends with the decision, in a short history that holds the decision and none of its words", async () => {
		const { ws, id } = await submitted({ deadline: "3w" });
		await waits.after.idle();
		// Somebody who reads histories finds ids and instants; the words are sealed.
		const secret = "CANARY-in-a-comment";
		const decided = await decide(ws.ctx("ana"), { requestId: id, verdict: "approve", comment: secret });
		await waits.after.idle();
		expect(await workflowOf(ws, id).result()).toEqual({ version: 2, outcome: "approved" });
		const history = await workflowOf(ws, id).fetchHistory();
		const events = history.events ?? [];
		expect(events.length).toBeLessThanOrEqual(14);
		const raw = JSON.stringify(events, (_, value) =>
			value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
		);
		expect(raw).not.toContain(secret);
		expect(raw).not.toContain(decided.decisionId);
	});

	it("is started by a decision whose submission had not been told, and hears no news twice", async () => {
		const ws = await makeWorkspace(pools, {
			clock: waits.clock,
			after: { tell: () => {}, notify: () => {} },
		});
		await ws.push(policy());
		const { requestId } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: "Late",
			context: { amount: 1 },
		});
		await decide(ws.ctx("ana"), { requestId, verdict: "reject" });
		// Nobody told anything: the relay does, from the outbox, in whatever order.
		const handle = workflowOf(ws, requestId);
		await expect
			.poll(
				() =>
					handle.describe().then(
						(it) => it.status.name,
						() => "none",
					),
				{ timeout: 60_000 },
			)
			.toBe("COMPLETED");
		expect(await handle.result()).toMatchObject({ outcome: "rejected" });
		await expect.poll(() => outboxRows(requestId), { timeout: 60_000 }).toBe(0);
	});

	it("is started again when somebody terminated it while the request waits", async () => {
		const { ws, id } = await submitted({ deadline: "3w", need: 2 });
		await waits.after.idle();
		await workflowOf(ws, id).terminate("by hand");
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		await expect.poll(() => outboxRows(id), { timeout: 60_000 }).toBe(0);
		expect(await workflowOf(ws, id).result()).toMatchObject({ outcome: "approved" });
	});
});

async function outboxRows(requestId: string): Promise<number> {
	const [row] = await pools.owner.sql<
		{ rows: number }[]
	>`select count(*)::int as rows from outbox where request_id = ${requestId}`;
	return row?.rows ?? 0;
}
