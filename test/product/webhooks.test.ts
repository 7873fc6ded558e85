import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page, Webhook, WebhookEvent, WebhookMessage, WebhookSecret } from "../../sdk/index.ts";
import { verifyWebhook } from "../../sdk/index.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { eventually, expectProblem, NO_ID, type Outside, outside, unique } from "./support/outside.ts";

/** A product of its own: it may call receivers on loopback. */
let product: Product;
let o: Outside;
let shop: Receiver;
beforeAll(async () => {
	shop = await startReceiver();
	product = await startProduct({ COUNTERSIGN_OUTBOUND_ALLOW: shop.host });
	o = outside({ dataDir: product.dataDir, url: product.url, mailUrl: product.mailUrl });
});
afterAll(async () => {
	await product?.remove();
	await shop.close();
});

const add = (body: Record<string, unknown>, as = "dana") =>
	o.call<Webhook & { secret: string }>("POST", "/webhooks", { as, body });

/** The events of this request that came, each once, oldest first. */
function eventsOf(request: string, secret: string): { id: string | undefined; event: WebhookEvent }[] {
	const all = shop.calls
		.filter(({ body }) => body.includes(request))
		.map((call) => ({
			id: call.headers["webhook-id"],
			event: verifyWebhook(call.body, call.headers, secret),
		}));
	return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

test("a webhook is told of a request's way, and the client verifies what came", async () => {
	const added = await add({ name: "Shop", url: shop.url });
	expect(added.status).toBe(201);
	const { id, secret } = added.body;
	expect(added.body).toMatchObject({
		name: "Shop",
		kind: "standard",
		active: true,
		policy: null,
		pending: 0,
	});
	const policy = await o.policy();
	const request = await o.submit(policy, unique("Tell the shop"));
	expect((await o.decide(request.id, "ana", "approve")).status).toBe(200);
	const events = await eventually(async () => {
		const found = eventsOf(request.id, secret);
		return found.length === 4 ? found : undefined;
	});
	expect(events.map(({ event }) => event.type).sort()).toEqual([
		"request.closed",
		"request.decided",
		"request.opened",
		"request.stage_opened",
	]);
	const closed = events.find(({ event }) => event.type === "request.closed");
	expect(closed?.event.data).toEqual({
		event: expect.objectContaining({ version: 2, outcome: "approved" }),
		request: await o.read(request.id),
	});

	const read = await o.call<Webhook>("GET", `/webhooks/${id}`, { as: "dana" });
	expect(read.body).not.toHaveProperty("secret");
	const messages = await eventually(async () => {
		const { body } = await o.call<Page<WebhookMessage>>("GET", `/webhooks/${id}/messages?limit=200`, {
			as: "dana",
		});
		return body.items.every(({ state }) => state === "delivered") ? body.items : undefined;
	});
	const message = messages.find((item) => item.id === closed?.id);
	expect(message).toMatchObject({ webhook: id, request: request.id, state: "delivered", lastStatus: 204 });

	const before = shop.calls.length;
	const again = await o.call<WebhookMessage>("POST", `/webhooks/messages/${message?.id}/resend`, {
		as: "dana",
	});
	expect(again.body).toMatchObject({ id: message?.id, state: "pending" });
	const resent = await eventually(async () => shop.calls[before]);
	expect(resent.headers["webhook-id"]).toBe(message?.id);
	expect(verifyWebhook(resent.body, resent.headers, secret)).toEqual(closed?.event);

	const rotated = await o.call<WebhookSecret>("POST", `/webhooks/${id}/rotate`, { as: "dana" });
	expect(rotated.body.secret).not.toBe(secret);
	const paused = await o.call<Webhook>("PATCH", `/webhooks/${id}`, { as: "dana", body: { active: false } });
	expect(paused.body.active).toBe(false);
	expect((await o.call("DELETE", `/webhooks/${id}`, { as: "dana" })).status).toBe(200);
	expectProblem(await o.call("GET", `/webhooks/${id}`, { as: "dana" }), 404, "not_found");

	const kinds = await o.call<Page<{ kind: string; body: string }>>("GET", "/audit?limit=200", { as: "dana" });
	const own = kinds.body.items.filter(({ body }) => body.includes(id));
	expect(own.map(({ kind }) => kind).reverse()).toEqual([
		"webhook_added",
		"webhook_resent",
		"webhook_secret_rotated",
		"webhook_changed",
		"webhook_removed",
	]);
	for (const { body } of own) expect(body).not.toContain(shop.host);
});

test("the outcome is told to the request's callbackUrl, also after everything was stopped and started again", async () => {
	const { body: callback } = await o.call<WebhookSecret>("GET", "/webhooks/callback-secret", { as: "dana" });
	const request = await o.submit(await o.policy(), unique("Call back"), {
		callbackUrl: `http://${shop.host}/done`,
	});
	shop.status(503);
	expect((await o.decide(request.id, "bo", "reject")).status).toBe(200);
	const first = await eventually(async () => shop.calls.find(({ body }) => body.includes(request.id)));
	await product.stop();
	await product.start();
	shop.status(200);
	const taken = await eventually(async () => {
		const { body } = await o.call<Page<WebhookMessage>>("GET", "/webhooks/callback/messages", { as: "dana" });
		return body.items.find((item) => item.request === request.id && item.state === "delivered");
	});
	const calls = shop.calls.filter(({ path }) => path === "/done");
	expect(new Set(calls.map((call) => call.headers["webhook-id"]))).toEqual(new Set([taken.id]));
	expect(calls.at(-1)?.body).toBe(first.body);
	expect(verifyWebhook(first.body, first.headers, callback.secret)).toMatchObject({
		type: "request.closed",
		data: { request: { id: request.id, outcome: "rejected" } },
	});
});

test("the command line keeps webhooks", async () => {
	const added = await o.cli(["webhooks", "add", "From the shell", shop.url, "--types", "request.closed"], {
		as: "dana",
	});
	expect(added.code, added.stderr).toBe(0);
	expect(added.stdout).toMatch(/^whsec_\S+\n$/);
	const listed = await o.cli(["webhooks", "list", "--json"], { as: "dana" });
	const { items }: Page<Webhook> = JSON.parse(listed.stdout);
	const webhook = items.find(({ name }) => name === "From the shell");
	expect(webhook).toMatchObject({ types: ["request.closed"], url: shop.url });
	const id = webhook?.id ?? "";
	const request = await o.submit(await o.policy(), unique("By the shell"));
	await o.decide(request.id, "ana", "approve");
	const message = await eventually(async () => {
		const { stdout } = await o.cli(["webhooks", "messages", id, "--state", "delivered"], { as: "dana" });
		return stdout.includes(request.id) ? stdout.split(" ")[0] : undefined;
	});
	expect((await o.cli(["webhooks", "resend", message], { as: "dana" })).code).toBe(0);
	expect((await o.cli(["webhooks", "pause", id], { as: "dana" })).stdout).toMatch(/paused/);
	expect((await o.cli(["webhooks", "callback-secret"], { as: "dana" })).stdout).toMatch(/^whsec_/);
	expect((await o.cli(["webhooks", "remove", id], { as: "dana" })).code).toBe(0);
	expect((await o.cli(["webhooks", "add", "x", "http://10.0.0.1/"], { as: "dana" })).code).toBe(1);
	expect((await o.cli(["webhooks", "messages", "callback", "--state", "lost"], { as: "dana" })).code).toBe(2);
});

test("what is not valid is refused with its path; webhooks are for administrators", async () => {
	const good = { name: "Shop", url: "https://shop.example.com/approvals" };
	const cases: [Record<string, unknown>, string][] = [
		[{ ...good, name: " " }, "name"],
		[{ ...good, url: "ftp://shop.example.com/" }, "url"],
		[{ ...good, url: "http://shop.example.com/" }, "url"],
		[{ ...good, url: "https://169.254.169.254/latest" }, "url"],
		[{ ...good, url: "https://me:secret@shop.example.com/" }, "url"],
		[{ ...good, types: [] }, "types"],
		[{ ...good, types: ["request.lost"] }, "types[0]"],
		[{ ...good, kind: "pigeon" }, "kind"],
		[{ ...good, policy: "no-such" }, "policy"],
	];
	for (const [body, path] of cases) {
		const { errors } = expectProblem(await add(body), 422, "invalid");
		expect(errors?.map((error) => error.path)).toEqual([path]);
	}
	for (const as of ["ana", "riley"]) {
		expectProblem(await add(good, as), 403, "not_eligible");
		expectProblem(await o.call("GET", "/webhooks", { as }), 403, "not_eligible");
		expectProblem(await o.call("GET", "/webhooks/callback-secret", { as }), 403, "not_eligible");
	}
	for (const path of [`/webhooks/${NO_ID}`, "/webhooks/x", `/webhooks/${NO_ID}/messages`])
		expectProblem(await o.call("GET", path, { as: "dana" }), 404, "not_found");
	expectProblem(await o.call("POST", `/webhooks/messages/${NO_ID}/resend`, { as: "dana" }), 404, "not_found");
	for (const callbackUrl of ["http://shop.example.com/", "https://127.0.0.1:1/x", "https://localhost/x"]) {
		const answer = await o.call("POST", "/requests", {
			body: { policy: "refund", title: "x", context: { amount: 1, customer: "x", reason: "x" }, callbackUrl },
		});
		expect(expectProblem(answer, 422, "invalid").errors?.map(({ path }) => path)).toEqual(["callbackUrl"]);
	}
});
