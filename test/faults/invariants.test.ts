import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { checkInvariants } from "./invariants.ts";
import { openSources, type Sources } from "./sources.ts";
import { until } from "./until.ts";

let product: Product;
let clients: Clients;
let sources: Sources;
let policy: string;

beforeAll(async () => {
	product = await startProduct();
	clients = clientsOf(product);
	sources = await openSources(product.dataDir);
	policy = await clients.policy({});
});
afterAll(async () => {
	await sources.close();
	await product.remove();
});

/** What is broken about one request, as `I1: sentence`, once it has had the time to settle. */
async function violations(
	id: string,
	more: Partial<Parameters<typeof checkInvariants>[1]> = {},
): Promise<string[]> {
	const found = await checkInvariants(sources, { requests: [id], patienceMs: 3_000, ...more });
	return found.map(({ invariant, what }) => `${invariant}: ${what}`);
}

async function undamaged(title: string, verdict?: string): Promise<string> {
	const { id } = await clients.submit(policy, title);
	if (verdict !== undefined) await clients.decideSurely(id, "ana", verdict);
	expect(await violations(id, { evidence: clients.evidence, patienceMs: 240_000 })).toEqual([]);
	return id;
}

async function workflowOf(id: string) {
	const [row] = await sources.owner.sql<{ workspace_id: string }[]>`
		select workspace_id from requests where id = ${id}`;
	return sources.client.workflow.getHandle(approvalWorkflowId(row?.workspace_id ?? "", id));
}

test("I1: a decision that was answered and is nowhere, and one that no history was told of", async () => {
	const id = await undamaged("Answered", "approve");
	const lost = crypto.randomUUID();
	const evidence = { answered: [{ requestId: id, decisionId: lost }], outcomes: [] };
	expect(await violations(id, { evidence })).toEqual([
		`I1: decision ${lost} was answered and is not in the ledger`,
		`I1: decision ${lost} has 0 «decided» entries`,
		`I1: no history was told of decision ${lost}`,
	]);
});

test("I1: a decision written past the product", async () => {
	const id = await undamaged("Slipped in");
	const planted = crypto.randomUUID();
	await sources.owner.sql`
		insert into decisions (id, workspace_id, request_id, round, stage, person_id, verdict, channel, assurance, at, digest, version)
		select ${planted}, workspace_id, id, 1, 'look', requester_id, 'approve', 'api', 'api_key', now(), content_digest, version
		from requests where id = ${id}`;
	expect(await violations(id)).toEqual([
		`I1: decision ${planted} has 0 «decided» entries`,
		`I1: no history was told of decision ${planted}`,
	]);
});

test("I2: an outcome that was changed after it was told", async () => {
	const id = await undamaged("Turned round", "approve");
	await sources.owner.sql`update requests set state = 'rejected' where id = ${id}`;
	expect(await violations(id, { evidence: clients.evidence })).toEqual([
		"I2: «approved» was told as the outcome and the ledger has rejected",
		"I2: the audit trail closed it approved, the ledger rejected",
	]);
});

test("I3: an open request whose workflow was terminated, and one whose timer is too late", async () => {
	const id = await undamaged("Forgotten");
	await (await workflowOf(id)).terminate("planted by a test");
	expect(await violations(id)).toEqual(["I3: the workflow of an open request is TERMINATED"]);

	const late = await undamaged("Sleeps too long");
	await sources.owner.sql`update requests set wake_at = wake_at - interval '1 hour' where id = ${late}`;
	expect(await violations(late)).toEqual([expect.stringMatching(/^I3: .* its timer is 3600 s later$/)]);
});

test("I4: a mail that asked after the outcome, a delivery that does not settle, and one that never arrived", async () => {
	const { id, title } = await clients.submit(policy, "Asked too late");
	await until("Cy is asked", () => clients.link("cy", title));
	await clients.decideSurely(id, "ana", "approve");
	expect(await violations(id, { patienceMs: 240_000 })).toEqual([]);
	// As if the outcome had come an hour before the mails.
	await sources.owner.sql`update requests set closed_at = closed_at - interval '1 hour' where id = ${id}`;
	const late = await violations(id);
	expect(late.length).toBeGreaterThan(0);
	for (const what of late) expect(what).toMatch(/^I4: «.*» asked to act \d{7} ms after the outcome$/);

	const open = await undamaged("Never arrives");
	const [delivery] = await sources.owner.sql<{ id: string }[]>`
		insert into deliveries (id, workspace_id, request_id, person_id, channel, audience, wants, state, created_at)
		select gen_random_uuid(), workspace_id, id, requester_id, 'email', 'requester', 'outcome', 'delivered', now()
		from requests where id = ${open} returning id`;
	expect(await violations(open)).toEqual([
		`I4: delivery ${delivery?.id} says delivered and no mail has arrived`,
	]);
	await sources.owner.sql`update deliveries set state = 'pending' where id = ${delivery?.id ?? ""}`;
	expect(await violations(open)).toEqual([`I4: delivery ${delivery?.id} has not settled (no error)`]);
});
