import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Outside, outside, unique } from "./support/outside.ts";

let product: Product;
let o: Outside;

beforeAll(async () => {
	product = await startProduct();
	o = outside(product);
});
afterAll(() => product.remove());

test("SIGTERM ends with 0; a second start keeps requests, keys and open waits", async () => {
	const context = { amount: 4200, customer: "Mia Chen" };
	const open = await o.submit("refund", unique("Waits over a restart"), { context });
	const timed = await o.submit(
		await o.policy({ deadline: "5s", onDeadline: "cancel" }),
		unique("Ends over a restart"),
	);
	const done = await o.submit("refund", unique("Is done"), { context });
	await o.decide(done.id, "ana", "approve", { comment: "fine" });
	const before = await Promise.all([open, done].map(({ id }) => o.read(id)));
	const waiting = o.cli(["get", open.id, "--wait"]);

	const pids = Object.values(product.pids());
	expect(await product.stop()).toBe(0);
	for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
	await product.start();

	expect(await Promise.all([open, done].map(({ id }) => o.read(id)))).toEqual(before);
	// Its deadline passed while nothing ran, or passes now: at its own instant either way.
	const { body } = await o.call<ApprovalRequest>("GET", `/requests/${timed.id}?wait=60s&version=999`);
	expect(body.outcome).toBe("expired");
	expect(Date.parse(body.closedAt ?? "") - Date.parse(body.createdAt)).toBe(5_000);
	expect((await o.decide(open.id, "bo", "approve")).body).toMatchObject({ request: { outcome: "approved" } });
	// It began to wait before the restart.
	expect((await waiting).code).toBe(0);
	expect(await product.stop()).toBe(0);
});
