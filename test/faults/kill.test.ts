import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { checkInvariants } from "./invariants.ts";
import { freeze, isStillFrozen, kill9, kill9Engine, mended, PARTS, type Part, ready, thaw } from "./parts.ts";
import { openSources, type Sources } from "./sources.ts";
import { pause, until } from "./until.ts";

/** Leases, heartbeats and back-off of what was killed run out in about two minutes; this is for slow machines. */
const QUIET_MS = 200_000;

let product: Product;
let clients: Clients;
let sources: Sources;
let workspaceId: string;
/** Waits through every fault below. */
let witness: string;

beforeAll(async () => {
	product = await startProduct();
	clients = clientsOf(product);
	sources = await openSources(product.dataDir);
	const [row] = await sources.owner.sql<{ id: string }[]>`select id from workspaces`;
	workspaceId = row?.id ?? "";
	const policy = await clients.policy({ deadline: "1d", remind: { every: "45s", atMost: 40 } });
	witness = (await clients.submit(policy, "Waits through it all")).id;
});
afterAll(async () => {
	await sources.close();
	await product.remove();
});

async function workflowStatus(id: string): Promise<string> {
	const { status } = await sources.client.workflow.getHandle(approvalWorkflowId(workspaceId, id)).describe();
	return status.name;
}

async function waitBegan(id: string): Promise<void> {
	await until(`the workflow of ${id} waits`, async () => (await workflowStatus(id)) === "RUNNING");
}

async function workflowEnded(id: string): Promise<void> {
	await until(`the workflow of ${id} ends`, async () => (await workflowStatus(id)) === "COMPLETED");
}

/** I1 to I4 of these requests, once the product is quiet. */
async function expectInvariants(...requests: string[]): Promise<void> {
	const options = { requests, evidence: clients.evidence, patienceMs: QUIET_MS };
	expect(await checkInvariants(sources, options)).toEqual([]);
}

/** Whoever comes later is told how it ended, and it stays so. */
async function expectNothingChangesIt(id: string, outcome: string): Promise<void> {
	const before = await clients.read(id);
	for (const verdict of ["approve", "reject"]) {
		const answer = await until("an answer", async () => {
			const { status, body } = await product.call(`POST`, `/requests/${id}/decisions`, {
				as: "cy",
				body: { verdict },
			});
			return status < 500 && { status, outcome: body.outcome };
		});
		expect(answer).toEqual({ status: 409, outcome });
	}
	expect(await clients.read(id)).toEqual(before);
}

describe.each(PARTS)("kill -9 of %s", (part) => {
	test("between a decision's answer and its workflow's resumption", async () => {
		const request = await clients.submit(await clients.policy({}), `Decided before ${part} dies`);
		await waitBegan(request.id);
		// While this one is frozen the workflow cannot have resumed; killing web takes the fast path's work with it.
		const holding = freeze(product, part === "worker" ? "worker" : "temporal");
		await clients.decideSurely(request.id, "ana", "approve");
		expect(isStillFrozen(holding)).toBe(true);
		const killed = await kill9(product, part === holding.part ? holding : part);
		if (part !== holding.part) thaw(holding);
		await mended(product, killed, part);

		await workflowEnded(request.id);
		expect((await clients.read(request.id)).outcome).toBe("approved");
		await expectNothingChangesIt(request.id, "approved");
	});

	test("while a deadline passes", async () => {
		const policy = await clients.policy({ deadline: "7s", remind: { every: "3s", atMost: 1 } });
		const request = await clients.submit(policy, `Due while ${part} is dead`);
		const dueAt = Date.parse(request.due ?? "");
		await pause(dueAt - 1_500 - Date.now());
		const frozen = freeze(product, part);
		await pause(dueAt + 200 - Date.now());
		const killed = await kill9(product, frozen);
		await mended(product, killed, part);

		const ended = await clients.closed(request.id);
		expect(ended).toMatchObject({ outcome: "expired", cause: "deadline", decisions: [] });
		expect(Date.parse(ended.closedAt ?? "")).toBe(dueAt);
		await workflowEnded(request.id);
		await expectNothingChangesIt(request.id, "expired");
	});
});

describe.each<Part>(["temporal", "worker"])("while %s is down", (part) => {
	test("a decision is answered all the same, and takes effect when it is back", async () => {
		const request = await clients.submit(await clients.policy({}), `Decided without ${part}`);
		await waitBegan(request.id);
		const frozen = freeze(product, part);
		try {
			await clients.decideSurely(request.id, "bo", "reject");
			expect((await clients.read(request.id)).outcome).toBe("rejected");
			expect(isStillFrozen(frozen)).toBe(true);
		} finally {
			thaw(frozen);
		}
		await workflowEnded(request.id);
	});
});

test("what was told while the worker was away does not make later what is due by the time it was away", async () => {
	const request = await clients.submit(
		await clients.policy({ need: 2, deadline: "1h" }),
		"Told without a worker",
	);
	const frozen = freeze(product, "worker");
	try {
		await clients.decideSurely(request.id, "ana", "approve");
		await pause(20_000);
	} finally {
		thaw(frozen);
	}
	await expectInvariants(request.id);
	await clients.decideSurely(request.id, "bo", "approve");
	await workflowEnded(request.id);
});

test("kill -9 of the engine: a second start has all open waits, and a decision then ends them", async () => {
	const open = await clients.submit(await clients.policy({ need: 2 }), "Open over the engine's death");
	const timed = await clients.submit(await clients.policy({ deadline: "6s" }), "Due without an engine");
	await clients.decideSurely(open.id, "ana", "approve");
	await kill9Engine(product);
	await product.start();
	await ready(product);

	expect((await clients.read(open.id)).outcome).toBeNull();
	await expectInvariants(open.id);
	await clients.decideSurely(open.id, "bo", "approve");
	await workflowEnded(open.id);
	const ended = await clients.closed(timed.id);
	expect([ended.outcome, ended.closedAt]).toEqual(["expired", timed.due]);
	await expectInvariants(open.id, timed.id);
});

test("after all of it every invariant holds for every request, and the witness still waits", async () => {
	expect((await clients.read(witness)).outcome).toBeNull();
	await expectInvariants(witness);
	await clients.decideSurely(witness, "ana", "approve");
	await workflowEnded(witness);
	expect(await checkInvariants(sources, { evidence: clients.evidence, patienceMs: QUIET_MS })).toEqual([]);
});
