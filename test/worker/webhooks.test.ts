import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Scope } from "../../ledger/actor.ts";
import { type Ctx, databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { submit } from "../../ledger/submit.ts";
import { showCallbackSecret } from "../../ledger/webhooks/callback-secret.ts";
import { changeWebhook } from "../../ledger/webhooks/change-webhook.ts";
import { claimWebhookMessages } from "../../ledger/webhooks/claim.ts";
import { createWebhook, type NewWebhook } from "../../ledger/webhooks/create-webhook.ts";
import { listWebhookMessages, type WebhookMessageView } from "../../ledger/webhooks/read-messages.ts";
import { getWebhook } from "../../ledger/webhooks/read-webhooks.ts";
import { removeWebhook } from "../../ledger/webhooks/remove-webhook.ts";
import { resendWebhookMessage } from "../../ledger/webhooks/resend-message.ts";
import { rotateWebhookSecret } from "../../ledger/webhooks/rotate-secret.ts";
import type { WebhookCtx } from "../../ledger/webhooks/webhook-context.ts";
import { type Allowance, readAllowance } from "../../outbound/allowance.ts";
import type { Resolve } from "../../outbound/call-outside.ts";
import { DataKeys } from "../../vault/data-keys.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { createSealer, type Sealer } from "../../vault/sealed.ts";
import { createWebhookCourier, type WebhookDeps } from "../../worker/activities/deliver-webhooks.ts";
import { ownDatabase } from "../support/own-database.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
let sealer: Sealer;
let logged: string[];
let receivers: Receiver[];

beforeAll(async () => {
	const provider = await openLocalKeyring(inject("stack").keyring, { create: true });
	sealer = createSealer(new DataKeys({ store: createPostgresDataKeyStore(pools.system.sql), provider }));
});
afterAll(() => pools.close());

beforeEach(async () => {
	logged = [];
	receivers = [];
	// What an earlier test left to be sent is not the next one's.
	await pools.owner.sql`update webhook_messages set next_attempt_at = null`;
});
afterEach(async () => {
	await Promise.all(receivers.map((receiver) => receiver.close()));
});

async function receiver(): Promise<Receiver> {
	const made = await startReceiver();
	receivers.push(made);
	return made;
}

/** Every receiver of the test may be called, by its address and port, and nothing else that is private. */
const allowance: Allowance = {
	hasAddress: () => false,
	hasHost: (hostname, port) => receivers.some(({ host }) => host === `${hostname}:${port}`),
};

function depsWith(more: Partial<WebhookDeps> = {}): WebhookDeps {
	return {
		db: pools.db,
		system: pools.system,
		clock: databaseClock,
		sealer,
		allowance,
		publicUrl: "https://approvals.example",
		log: pino({ level: "trace" }, { write: (line) => logged.push(line) }),
		stopping: new AbortController().signal,
		timeoutMs: 1_000,
		...more,
	};
}

/** Sends what is due, until nothing is and nothing is under way. */
async function deliverAll(more: Partial<WebhookDeps> = {}): Promise<void> {
	const courier = createWebhookCourier(depsWith(more));
	while ((await courier.begin(() => {})) > 0) await courier.idle();
}

/** What is to be tried again is tried now. */
async function retryNow(more: Partial<WebhookDeps> = {}): Promise<void> {
	await pools.owner
		.sql`update webhook_messages set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`;
	await deliverAll(more);
}

interface Scene {
	ws: TestWorkspace;
	dana: WebhookCtx;
	hook(target: Receiver | string, more?: Partial<NewWebhook>): Promise<{ id: string; secret: string }>;
	open(more?: { callbackUrl?: string; title?: string }): Promise<string>;
	messages(webhook: string): Promise<WebhookMessageView[]>;
}

async function scene(): Promise<Scene> {
	const ws = await makeWorkspace(pools);
	await ws.push(policy());
	const withOutbound = (ctx: Ctx): Ctx => ({ ...ctx, outbound: allowance });
	const dana = { ...withOutbound(ws.ctx("dana")), sealer };
	return {
		ws,
		dana,
		hook: (target, more = {}) =>
			createWebhook(dana, { name: "Shop", url: typeof target === "string" ? target : target.url, ...more }),
		open: async (more = {}) => {
			const input = { policy: "refund", title: "Refund 4711", context: { amount: 5 }, ...more };
			return (await submit(withOutbound(ws.ctx("riley")), input)).requestId;
		},
		messages: async (webhook) => (await listWebhookMessages(dana, webhook)).items.reverse(),
	};
}

/** The event, checked by an independent implementation of the specification. */
function verified(call: { body: string; headers: Record<string, string> } | undefined, secret: string) {
	return new Webhook(secret).verify(call?.body ?? "", call?.headers ?? {}) as {
		type: string;
		timestamp: string;
		data: { event: Record<string, unknown>; request: Record<string, unknown> };
	};
}

describe("the webhooks' courier", () => {
	it("tells every event with the request, signed as Standard Webhooks says", async () => {
		const shop = await receiver();
		const { ws, hook, open, messages } = await scene();
		const { id, secret } = await hook(shop);
		expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		const requestId = await open();
		await deliverAll();
		await decide(ws.ctx("ana"), { requestId, verdict: "approve", comment: "ok" });
		await deliverAll();
		const events = shop.calls.map((call) => verified(call, secret));
		expect(events.map(({ type }) => type).sort()).toEqual([
			"request.closed",
			"request.decided",
			"request.opened",
			"request.stage_opened",
		]);
		const closed = events.find(({ type }) => type === "request.closed");
		expect(closed?.data.request).toEqual(await getRequest(ws.ctx("riley"), requestId));
		expect(closed?.data.event).toMatchObject({ version: 2, outcome: "approved" });
		const decided = events.find(({ type }) => type === "request.decided");
		expect(decided?.data.event).toMatchObject({ verdict: "approve", by: ws.people.ana.personId });
		const { decisions } = await getRequest(ws.ctx("riley"), requestId);
		expect(decided?.timestamp).toBe(decisions[0]?.at);
		for (const call of shop.calls) {
			expect(call).toMatchObject({ method: "POST", path: "/hook" });
			expect(call.headers).toMatchObject({
				"content-type": "application/json",
				"user-agent": expect.stringMatching(/^Countersign/),
			});
		}
		const kept = await messages(id);
		expect(new Set(shop.calls.map((call) => call.headers["webhook-id"]))).toEqual(
			new Set(kept.map((message) => message.id)),
		);
		expect(kept).toHaveLength(4);
		for (const message of kept)
			expect(message).toMatchObject({
				state: "delivered",
				attempts: 1,
				lastStatus: 204,
				lastError: null,
				nextAttemptAt: null,
			});
	});

	it("tells only the chosen events, only of the chosen policy, and nobody else's", async () => {
		const [closed, other, foreign] = [await receiver(), await receiver(), await receiver()];
		const mine = await scene();
		const theirs = await scene();
		await mine.hook(closed, { types: ["request.closed"] });
		await mine.ws.push(policy({}, { name: "another" }));
		await mine.hook(other, { policy: "another" });
		await theirs.hook(foreign);
		await mine.open();
		await deliverAll();
		expect([closed.calls.length, other.calls.length, foreign.calls.length]).toEqual([0, 0, 0]);
	});

	it.each([
		["429", 429, "status"],
		["a server's error", 500, "status"],
		["404", 404, "status"],
		["a redirect, which is not followed", 307, "redirect"],
	])("tries again after %s, with the same id and body, and a new signature", async (_what, status, error) => {
		const [shop, elsewhere] = [await receiver(), await receiver()];
		const { hook, open, messages } = await scene();
		const { id, secret } = await hook(shop, { types: ["request.opened"] });
		shop.status(status, { location: elsewhere.url });
		const requestId = await open();
		await deliverAll();
		expect(await messages(id)).toMatchObject([
			{ state: "pending", attempts: 1, lastStatus: status, lastError: error, deliveredAt: null },
		]);
		expect(elsewhere.calls).toHaveLength(0);
		// What the request is by now is not what is told: the body is that of the first attempt.
		await pools.owner.sql`update requests set title = 'Another title' where id = ${requestId}`;
		shop.status(200);
		await retryNow();
		expect(await messages(id)).toMatchObject([{ state: "delivered", attempts: 2, lastStatus: 200 }]);
		const [first, second] = shop.calls;
		expect(second?.body).toBe(first?.body);
		expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
		expect(verified(second, secret).data.request.title).toBe("Refund 4711");
	});

	it("waits as long as 429 and 503 ask for, within an hour", async () => {
		const { hook, open, messages } = await scene();
		const asked: [number, string, number][] = [
			[429, "600", 600],
			[503, new Date(Date.now() + 900_000).toUTCString(), 890],
			[429, "999999", 3_600],
		];
		for (const [status, retryAfter, seconds] of asked) {
			const shop = await receiver();
			const { id } = await hook(shop, { types: ["request.opened"] });
			shop.status(status, { "retry-after": retryAfter });
			await open();
			const before = Date.now();
			await deliverAll();
			const [message] = await messages(id);
			const waits = (Date.parse(message?.nextAttemptAt ?? "") - before) / 1000;
			expect(waits).toBeGreaterThan(seconds - 5);
			expect(waits).toBeLessThan(seconds + 120);
		}
	});

	it.each<[string, Parameters<Receiver["answer"]>[0], string]>([
		["hangs", () => {}, "timeout"],
		["drops the connection", (response) => response.socket?.destroy(), "connection"],
		[
			"sends its headers a byte at a time",
			(response) => {
				const text = "HTTP/1.1 200 OK\r\nx-slow: ";
				let sent = 0;
				const timer = setInterval(() => {
					response.socket?.write(sent < text.length ? (text[sent] ?? "") : "a");
					sent += 1;
				}, 50);
				response.socket?.once("close", () => clearInterval(timer));
			},
			"timeout",
		],
		["answers no HTTP", (response) => response.socket?.end("220 smtp.example ESMTP\r\n"), "connection"],
	])("tries again when a receiver %s", async (_what, answer, error) => {
		const shop = await receiver();
		const { hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		shop.answer(answer);
		await open();
		await deliverAll();
		expect(await messages(id)).toMatchObject([
			{ state: "pending", attempts: 1, lastStatus: null, lastError: error },
		]);
		shop.status(200);
		await retryNow();
		expect(await messages(id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
	});

	it("reads of a huge answer only its beginning, and takes its status for the answer", async () => {
		const shop = await receiver();
		const { hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		let written = 0;
		const cut = new Promise<void>((resolve) => {
			shop.answer((response) => {
				response.once("close", resolve);
				response.writeHead(200);
				const more = () => {
					while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
					if (!response.destroyed) response.once("drain", more);
				};
				more();
			});
		});
		await open();
		await deliverAll();
		await cut;
		expect(await messages(id)).toMatchObject([{ state: "delivered", lastStatus: 200 }]);
		// What lay in the buffers of two sockets, and no more.
		expect(written).toBeLessThan(64 * 1024 * 1024);
	});

	it("switches a webhook off whose receiver is gone, and says so", async () => {
		const shop = await receiver();
		const { dana, hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		shop.status(410);
		await open();
		await deliverAll();
		expect(await getWebhook(dana, id)).toMatchObject({ active: false });
		expect(await messages(id)).toMatchObject([{ state: "given_up", lastStatus: 410, lastError: "gone" }]);
		const entries = await pools.owner.sql`
			select body::jsonb->>'webhook' as webhook, actor_id from audit_entries where kind = 'webhook_disabled' and workspace_id = ${dana.actor.workspaceId}`;
		expect(entries).toEqual([{ webhook: id, actor_id: null }]);
		await open();
		await deliverAll();
		expect(shop.calls).toHaveLength(1);
	});

	it("holds what waits while a webhook is paused, and sends it when it goes on", async () => {
		const shop = await receiver();
		const { dana, hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		await open();
		await changeWebhook(dana, id, { active: false });
		await open();
		await deliverAll();
		expect(shop.calls).toHaveLength(0);
		expect(await messages(id)).toMatchObject([{ state: "pending", attempts: 0 }]);
		await changeWebhook(dana, id, { active: true });
		await deliverAll();
		expect(await messages(id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
		await open();
		await removeWebhook(dana, id);
		await deliverAll();
		expect(shop.calls).toHaveLength(1);
	});

	it("gives up three days after the event, and not before", async () => {
		const shop = await receiver();
		const { hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		shop.status(500);
		await open();
		const ahead = (hours: number) => ({ clock: (now: number) => now + hours * 3_600_000 });
		await deliverAll(ahead(0));
		await retryNow(ahead(70));
		expect(await messages(id)).toMatchObject([{ state: "pending", attempts: 2 }]);
		await retryNow(ahead(72));
		expect(await messages(id)).toMatchObject([
			{ state: "given_up", attempts: 3, lastStatus: 500, nextAttemptAt: null },
		]);
		shop.status(200);
		await retryNow(ahead(73));
		expect(shop.calls).toHaveLength(3);
	});

	it("sends a message again when it is told to, the same, whatever became of it", async () => {
		const shop = await receiver();
		const { ws, dana, hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		await open();
		await deliverAll();
		const [message] = await messages(id);
		await expect(resendWebhookMessage(ws.ctx("ana"), message?.id ?? "")).rejects.toMatchObject({
			code: "not_eligible",
		});
		await resendWebhookMessage(dana, message?.id ?? "");
		await deliverAll();
		expect(shop.calls).toHaveLength(2);
		expect(shop.calls[1]?.body).toBe(shop.calls[0]?.body);
		expect(shop.calls[1]?.headers["webhook-id"]).toBe(message?.id);
		expect(await messages(id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
	});

	it("forgets messages after a month, and never one that waits", async () => {
		const shop = await receiver();
		const { dana, hook, open, messages } = await scene();
		const { id } = await hook(shop, { types: ["request.opened"] });
		const deliverOne = async () => {
			await open();
			await deliverAll();
			return (await messages(id)).at(-1)?.id;
		};
		const [old, waiting, young] = [await deliverOne(), await deliverOne(), await deliverOne()];
		await pools.owner.sql`
			update webhook_messages set created_at = created_at - interval '31 days' where id in (${old ?? ""}, ${waiting ?? ""})`;
		shop.status(500);
		await resendWebhookMessage(dana, waiting ?? "");
		await pools.owner
			.sql`update webhook_messages set next_attempt_at = now() + interval '1 h' where id = ${waiting ?? ""}`;
		shop.status(200);
		const newest = await deliverOne();
		expect((await messages(id)).map((message) => message.id)).toEqual([waiting, young, newest]);
	});

	it("signs with the secret before as well for a day after a rotation", async () => {
		const shop = await receiver();
		const { dana, hook, open } = await scene();
		const { id, secret } = await hook(shop, { types: ["request.opened"] });
		const { secret: next } = await rotateWebhookSecret(dana, id);
		expect(next).not.toBe(secret);
		await open();
		await deliverAll();
		expect(shop.calls[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
		verified(shop.calls[0], secret);
		verified(shop.calls[0], next);
		await pools.owner
			.sql`update webhook_messages set state = 'pending', next_attempt_at = now() - interval '1 second' where webhook_id = ${id}`;
		await deliverAll({ clock: (now) => now + 24 * 3_600_000 + 1_000 });
		const later = shop.calls[1]?.headers["webhook-signature"]?.split(" ") ?? [];
		expect(later).toHaveLength(1);
		expect(() => verified(shop.calls[1], secret)).toThrow();
	});

	it("loses nothing when a courier dies or stops in the middle of a call", async () => {
		const shop = await receiver();
		const { hook, open, messages } = await scene();
		const { id, secret } = await hook(shop, { types: ["request.opened"] });
		await open();
		// Dead: it had claimed the message and is never heard of again.
		expect(await claimWebhookMessages(pools.system, 10, new Map(), 8)).toHaveLength(1);
		await deliverAll();
		expect(shop.calls).toHaveLength(0);
		// Its lease ends; the next courier is told to stop while the receiver thinks.
		await pools.owner
			.sql`update webhook_messages set next_attempt_at = now() - interval '1 second' where webhook_id = ${id}`;
		const stopping = new AbortController();
		shop.answer(() => stopping.abort());
		await deliverAll({ stopping: stopping.signal, timeoutMs: 60_000 });
		expect(await messages(id)).toMatchObject([{ state: "pending", lastStatus: null, lastError: null }]);
		shop.status(200);
		await deliverAll();
		expect(await messages(id)).toMatchObject([{ state: "delivered" }]);
		expect(new Set(shop.calls.map((call) => call.headers["webhook-id"])).size).toBe(1);
		verified(shop.calls[1], secret);
	});

	it("a receiver that hangs holds up no other, and is called by one at a time once it is known to", async () => {
		const [dead, well] = [await receiver(), await receiver()];
		const { hook, open, messages } = await scene();
		const deadHook = await hook(dead, { types: ["request.opened"] });
		const wellHook = await hook(well, { types: ["request.opened"] });
		const hanging: (() => void)[] = [];
		dead.answer((response) => hanging.push(() => response.socket?.destroy()));
		for (let n = 0; n < 12; n += 1) await open();
		const courier = createWebhookCourier(depsWith({ timeoutMs: 600_000 }));
		let begins = true;
		await new Promise<void>((resolve, reject) => {
			const go = () => {
				if (well.calls.length === 12) resolve();
				else if (begins) courier.begin(go).catch(reject);
			};
			go();
		});
		begins = false;
		expect((await messages(wellHook.id)).every(({ attempts }) => attempts === 1)).toBe(true);
		// Eight at once to one host, and no more; the other four were not even claimed.
		const claimed = (await messages(deadHook.id)).filter(({ attempts }) => attempts > 0);
		expect(claimed).toHaveLength(8);
		dead.answer((response) => response.socket?.destroy());
		for (const drop of hanging) drop();
		await courier.idle();
		expect(await courier.begin(() => {})).toBe(1);
		await courier.idle();
	});

	it("goes to no private address, by whatever name", async () => {
		const inside = await receiver();
		const { hook, open, messages } = await scene();
		const { id } = await hook("https://hooks.shop.example/x", { types: ["request.opened"] });
		const addresses = [
			"127.0.0.1",
			"10.1.2.3",
			"169.254.169.254",
			"::1",
			"::ffff:127.0.0.1",
			"fd00::1",
			"100.64.0.1",
		];
		for (const address of addresses) {
			await pools.owner.sql`update webhook_messages set next_attempt_at = null`;
			await open();
			const resolve: Resolve = (_host, _options, done) =>
				done(null, [
					{ address: "93.184.215.14", family: 4 },
					{ address, family: address.includes(":") ? 6 : 4 },
				]);
			await deliverAll({ resolve });
			expect((await messages(id)).at(-1), address).toMatchObject({
				state: "pending",
				lastStatus: null,
				lastError: "refused_address",
			});
		}
		expect(inside.calls).toHaveLength(0);
	});

	it("goes to a private address that the installation allows", async () => {
		const shop = await receiver();
		const { hook, open, messages } = await scene();
		const port = shop.host.split(":")[1];
		const read = readAllowance(`hooks.corp.example:${port}, 10.0.0.0/8`);
		if (!("allowance" in read)) throw new Error(read.wrong);
		const { id } = await hook(shop, { types: ["request.opened"] });
		await pools.owner
			.sql`update webhooks set url = ${`http://hooks.corp.example:${port}/hook`} where id = ${id}`;
		await open();
		const resolve: Resolve = (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);
		await deliverAll({ allowance: read.allowance, resolve });
		expect(await messages(id)).toMatchObject([{ state: "delivered" }]);
		expect(shop.calls[0]?.headers.host).toBe(`hooks.corp.example:${port}`);
	});

	it("writes no personal data, address or secret to its log", async () => {
		const shop = await receiver();
		const { hook, open } = await scene();
		const { secret } = await hook(`${shop.url}?token=canary-token`);
		shop.status(500);
		await open({ title: "canary-title" });
		await deliverAll();
		shop.answer((response) => response.socket?.destroy());
		await retryNow();
		expect(logged.length).toBeGreaterThan(1);
		const text = logged.join("");
		for (const canary of ["canary", secret, "riley", "test.example", shop.host])
			expect(text).not.toContain(canary);
	});
});

describe("who keeps webhooks", () => {
	it("administrators and keys with the scope; auditors look", async () => {
		const { ws, dana } = await scene();
		const as = (actor: Partial<Ctx["actor"]>): WebhookCtx => ({
			...dana,
			actor: { ...dana.actor, ...actor },
		});
		const scoped = (scope: Scope) => as({ ...ws.people.ana, scopes: new Set([scope]) });
		const input = { name: "Shop", url: "https://shop.example/x" };
		const { id } = await createWebhook(scoped("webhooks:write"), input);
		const auditor = as({ role: "auditor" });
		expect((await getWebhook(auditor, id)).name).toBe("Shop");
		expect((await listWebhookMessages(auditor, id)).items).toEqual([]);
		const refused = [
			auditor,
			as(ws.people.ana),
			scoped("directory:write"),
			as({ scopes: new Set(["policies:write"]) }),
		];
		for (const ctx of refused) {
			for (const work of [
				() => createWebhook(ctx, input),
				() => changeWebhook(ctx, id, { active: false }),
				() => rotateWebhookSecret(ctx, id),
				() => removeWebhook(ctx, id),
				() => showCallbackSecret(ctx),
			])
				await expect(work()).rejects.toMatchObject({ code: "not_eligible" });
		}
		for (const ctx of refused.slice(1))
			await expect(getWebhook(ctx, id)).rejects.toMatchObject({ code: "not_eligible" });
		const other = await scene();
		await expect(getWebhook(other.dana, id)).rejects.toMatchObject({ code: "not_found" });
		await expect(removeWebhook(other.dana, id)).rejects.toMatchObject({ code: "not_found" });
	});

	it("keeps no secret that a look into the database shows", async () => {
		const { hook, dana } = await scene();
		const { id, secret } = await hook("https://shop.example/x");
		await showCallbackSecret(dana);
		const rows = await pools.owner.sql`
			select sealed_secret from webhooks where id = ${id} union all select sealed_secret from callback_secrets`;
		expect(rows.length).toBeGreaterThan(1);
		for (const row of rows) {
			expect(row.sealed_secret).toMatch(/^cs1\./);
			expect(row.sealed_secret).not.toContain(secret.slice(6));
		}
	});
});

describe("a request's callbackUrl", () => {
	it("is told the outcome, signed with the workspace's callback secret", async () => {
		const [shop, hooked] = [await receiver(), await receiver()];
		const { ws, dana, open, messages } = await scene();
		const requestId = await open({ callbackUrl: `${shop.url}?order=1042` });
		await deliverAll();
		expect(shop.calls).toHaveLength(0);
		shop.status(500);
		await decide(ws.ctx("ana"), { requestId, verdict: "reject" });
		await deliverAll();
		shop.status(200);
		await retryNow();
		const { secret } = await showCallbackSecret(dana);
		expect(shop.calls.map(({ path }) => path)).toEqual(["/hook?order=1042", "/hook?order=1042"]);
		for (const call of shop.calls)
			expect(verified(call, secret)).toMatchObject({
				type: "request.closed",
				data: { request: { id: requestId, outcome: "rejected" } },
			});
		expect(await messages("callback")).toMatchObject([
			{ webhook: null, request: requestId, state: "delivered" },
		]);
		expect(hooked.calls).toHaveLength(0);
		await expect(showCallbackSecret({ ...ws.ctx("ana"), sealer })).rejects.toMatchObject({
			code: "not_eligible",
		});
	});

	it.each([
		"http://shop.example/approvals",
		"https://localhost/x",
		"https://10.0.0.8/x",
		"https://[::1]/x",
		"https://[::ffff:169.254.169.254]/x",
		"https://2130706433/x",
		"https://intranet/x",
		"https://me:secret@shop.example/x",
	])("is refused when it is %s", async (callbackUrl) => {
		const { open } = await scene();
		await expect(open({ callbackUrl })).rejects.toMatchObject({
			code: "invalid",
			errors: [{ path: "callbackUrl", message: expect.stringMatching(/\S/) }],
		});
	});
});

describe("notices in a chat", () => {
	const title = "Refund [here](https://evil.example) <!channel> @all \u202e `x`";

	it("Microsoft Teams gets an Adaptive Card with a link", async () => {
		const teams = await receiver();
		const { hook, open, dana } = await scene();
		const { id } = await hook(teams, { kind: "teams", types: ["request.opened"] });
		const requestId = await open({ title: "Refund 4711" });
		await deliverAll();
		const card = JSON.parse(teams.calls[0]?.body.replaceAll(requestId, "REQUEST") ?? "");
		const text = JSON.stringify(card).replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "DUE");
		expect(JSON.parse(text)).toMatchSnapshot();
		expect((await getWebhook(dana, id)).url).toBe(`${new URL(teams.url).origin}/…`);
	});

	it("Slack, Mattermost and Google Chat get one text in which people's words do nothing", async () => {
		const chat = await receiver();
		const { ws, hook, open } = await scene();
		await hook(chat, { kind: "chat", types: ["request.opened", "request.decided", "request.closed"] });
		const requestId = await open({ title: title.replace("\u202e ", "") });
		await decide(ws.ctx("ana"), { requestId, verdict: "approve" });
		await deliverAll();
		const texts = chat.calls.map(({ body }) => JSON.parse(body).text as string).sort();
		for (const text of texts) {
			expect(text).toMatch(/Refund \(here\)\(https:\/\/evil\.example\) ‹!channel› ＠all 'x'/);
			expect(text).toContain(`https://approvals.example/requests/${requestId}`);
		}
		expect(texts.map((text) => text.split(":")[0])).toEqual(["Approved", "New request", "ana approved"]);
	});
});
