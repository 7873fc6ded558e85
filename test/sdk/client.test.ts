import { afterEach, describe, expect, it } from "vitest";
import { ConnectionError, CountersignClient, CountersignError } from "../../sdk/index.ts";
import {
	type Answer,
	apiPeer,
	breakOff,
	closedAs,
	hangUp,
	html,
	json,
	problem,
	requestAt,
} from "./api-peer.ts";

const peers: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const peer of peers.splice(0)) await peer.close();
});

const ID = requestAt(1).id;
const fast = { firstPauseMs: 1, longestPauseMs: 2 };
const submission = { policy: "refund", title: "Refund order 1042", context: { amount: 20_000 } };

async function speakTo(...script: Answer[]) {
	const peer = await apiPeer(...script);
	peers.push(peer);
	return { peer, client: new CountersignClient({ url: peer.url, apiKey: "cs_key", retry: fast }) };
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
	return promise.then(
		() => expect.unreachable("it should have been rejected"),
		(error: unknown) => error,
	);
}

describe("CountersignClient", () => {
	it("submits with the key of its owner and a key that makes a repeat harmless", async () => {
		const { peer, client } = await speakTo(json(201, requestAt(1)));
		expect(await client.submit(submission)).toEqual(requestAt(1));
		const [call] = peer.received;
		expect(call?.method).toBe("POST");
		expect(call?.path).toBe("/api/v1/requests");
		expect(call?.headers.authorization).toBe("Bearer cs_key");
		expect(call?.headers["content-type"]).toBe("application/json");
		expect(call?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
		expect(JSON.parse(call?.body ?? "")).toEqual(submission);
	});

	it.each([
		["a broken connection", hangUp],
		["half an answer", breakOff],
		["503", problem(503, { code: "unavailable", title: "Not available", detail: "Starting." })],
		["a proxy's 502", html(502)],
		["429", problem(429, { code: "rate_limited" }, { "retry-after": "0" })],
	])("submits again after %s, with the same key", async (_, failure) => {
		const { peer, client } = await speakTo(failure, failure, json(200, requestAt(1)));
		await client.submit(submission);
		const keys = peer.received.map(({ headers }) => headers["idempotency-key"]);
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
	});

	it("gives up after its tries", async () => {
		const { peer, client } = await speakTo(hangUp);
		const error = await rejection(client.submit(submission));
		expect(error).toBeInstanceOf(ConnectionError);
		expect((error as Error).message).toContain(peer.url);
		expect(peer.received).toHaveLength(4);
	});

	it("does not repeat what could be done twice, save when nothing was done", async () => {
		const broken = await speakTo(hangUp);
		await rejection(broken.client.comment(ID, "once"));
		expect(broken.peer.received).toHaveLength(1);
		const limited = await speakTo(problem(429, { code: "rate_limited" }), json(200, requestAt(2)));
		await limited.client.comment(ID, "once");
		expect(limited.peer.received).toHaveLength(2);
	});

	it("tells a refusal with code, fields and outcome, and does not try again", async () => {
		const outcome = {
			outcome: "approved",
			cause: "decided",
			at: "2026-01-05T10:00:00.000Z",
			by: null,
			channel: "web",
		};
		const { peer, client } = await speakTo(
			problem(409, {
				code: "closed",
				title: "Closed",
				detail: "It was approved.",
				outcome,
				errors: [{ path: "verdict", message: "too late" }],
			}),
		);
		const error = await rejection(client.decide(ID, "reject", { version: 1, comment: "no" }));
		expect(error).toBeInstanceOf(CountersignError);
		expect(error).toMatchObject({
			code: "closed",
			status: 409,
			title: "Closed",
			detail: "It was approved.",
			message: "It was approved.",
			errors: [{ path: "verdict", message: "too late" }],
			outcome,
		});
		expect(peer.received).toHaveLength(1);
		expect(JSON.parse(peer.received[0]?.body ?? "")).toEqual({
			verdict: "reject",
			version: 1,
			comment: "no",
		});
	});

	it.each([
		["a page", html(200)],
		["a redirect", ((response) => void response.writeHead(302, { location: "/sign-in" }).end()) as Answer],
		["an error page", html(404)],
	])("says that %s is not the API", async (_, answer) => {
		const { peer, client } = await speakTo(answer);
		const error = await rejection(client.get(ID));
		expect(error).toMatchObject({ name: "CountersignError", code: "unexpected_answer" });
		expect((error as Error).message).toContain("check the address");
		expect(peer.received).toHaveLength(1);
	});

	it("says why a server cannot be reached", async () => {
		const { peer, client } = await speakTo(hangUp);
		await peer.close();
		expect(String(await rejection(client.get(ID)))).toMatch(/cannot be reached \(ECONNREFUSED\)/);
	});

	it("gives up an answer that does not come", async () => {
		const peer = await apiPeer(() => undefined);
		peers.push(peer);
		const client = new CountersignClient({
			url: peer.url,
			apiKey: "k",
			timeoutMs: 20,
			retry: { attempts: 1 },
		});
		expect(String(await rejection(client.list()))).toContain("took too long to answer");
	});

	it("ends with the signal's reason, also while it waits to try again", async () => {
		const stop = new AbortController();
		const peer = await apiPeer((response) => {
			hangUp(response, peer.received[0] as never);
			setImmediate(() => stop.abort(new Error("stopped")));
		});
		peers.push(peer);
		const client = new CountersignClient({
			url: peer.url,
			apiKey: "k",
			retry: { firstPauseMs: 600_000, longestPauseMs: 600_000 },
		});
		expect(await rejection(client.get(ID, { signal: stop.signal }))).toEqual(new Error("stopped"));
	});

	it("walks through every page", async () => {
		const { peer, client } = await speakTo(
			json(200, { items: [requestAt(1), requestAt(2)], nextCursor: "abc" }),
			json(200, { items: [requestAt(3)], nextCursor: null }),
		);
		const versions: number[] = [];
		for await (const request of client.listAll({ state: ["open", "question"], assignee: "me", limit: 2 }))
			versions.push(request.version);
		expect(versions).toEqual([1, 2, 3]);
		expect(peer.received.map(({ query }) => query)).toEqual([
			{ state: "open,question", assignee: "me", limit: "2" },
			{ state: "open,question", assignee: "me", limit: "2", cursor: "abc" },
		]);
	});

	it("pushes policies as YAML text or as JSON data", async () => {
		const { peer, client } = await speakTo(json(201, { name: "refund" }));
		await client.policies.put("refund", "name: refund\n");
		await client.policies.put("refund", { name: "refund" });
		expect(
			peer.received.map(({ method, path, headers, body }) => [method, path, headers["content-type"], body]),
		).toEqual([
			["PUT", "/api/v1/policies/refund", "application/yaml", "name: refund\n"],
			["PUT", "/api/v1/policies/refund", "application/json", '{"name":"refund"}'],
		]);
	});

	it("calls the right paths", async () => {
		const { peer, client } = await speakTo(json(200, { items: [], nextCursor: null }));
		await client.get("a/b?c", { wait: 1500, version: 3 });
		await client.cancel(ID, { comment: "returned" });
		await client.timeline(ID);
		await client.policies.list();
		await client.policies.get("refund", { version: 2 });
		await client.policies.versions("refund");
		await client.policies.validate({ name: "x" });
		expect(peer.received.map(({ method, path, query }) => [method, path, query])).toEqual([
			["GET", "/api/v1/requests/a%2Fb%3Fc", { wait: "1500ms", version: "3" }],
			["POST", `/api/v1/requests/${ID}/cancel`, {}],
			["GET", `/api/v1/requests/${ID}/timeline`, {}],
			["GET", "/api/v1/policies", {}],
			["GET", "/api/v1/policies/refund", { version: "2" }],
			["GET", "/api/v1/policies/refund/versions", {}],
			["POST", "/api/v1/policies/validate", {}],
		]);
	});

	it("serves installations under a path", async () => {
		const { peer } = await speakTo(json(200, requestAt(1)));
		await new CountersignClient({ url: `${peer.url}/approvals`, apiKey: "k" }).get(ID);
		expect(peer.received[0]?.path).toBe(`/approvals/api/v1/requests/${ID}`);
	});

	it.each([
		[{ url: "approvals.example.com", apiKey: "k" }, "url"],
		[{ url: "ftp://x.test", apiKey: "k" }, "url"],
		[{ url: "https://x.test", apiKey: "" }, "apiKey"],
		[{ url: "https://x.test", apiKey: "a\r\nb" }, "apiKey"],
	])("refuses the options %j by name", (options, name) => {
		expect(() => new CountersignClient(options)).toThrow(new RegExp(`^${name}: write`));
	});

	it.each(["", ".", ".."])("refuses %j as an id", async (id) => {
		const { peer, client } = await speakTo(json(200, {}));
		expect(() => client.get(id)).toThrow(TypeError);
		expect(peer.received).toEqual([]);
	});
});

describe("waitForOutcome", () => {
	it("polls with the version it knows, through failures, and tells each change once", async () => {
		const { peer, client } = await speakTo(
			json(200, requestAt(1)),
			hangUp,
			problem(503, { code: "unavailable" }, { "retry-after": "0" }),
			json(200, requestAt(1)),
			json(200, requestAt(3)),
			html(502),
			breakOff,
			json(200, closedAs("rejected", 4)),
		);
		const seen: number[] = [];
		const interruptions: unknown[] = [];
		const request = await client.waitForOutcome(ID, {
			onChange: ({ version }) => seen.push(version),
			onInterruption: (error) => interruptions.push(error),
		});
		expect(request.outcome).toBe("rejected");
		expect(seen).toEqual([1, 3, 4]);
		expect(interruptions).toHaveLength(4);
		expect(peer.received.map(({ query }) => query.version)).toEqual([
			undefined,
			"1",
			"1",
			"1",
			"1",
			"3",
			"3",
			"3",
		]);
		expect(peer.received.slice(1).every(({ query }) => query.wait === "30s")).toBe(true);
	});

	it("outlasts more failures than a call's tries", async () => {
		const { client } = await speakTo(
			...Array.from({ length: 12 }, () => hangUp),
			json(200, closedAs("approved")),
		);
		expect((await client.waitForOutcome(ID)).outcome).toBe("approved");
	});

	it.each([
		[404, "not_found"],
		[401, "not_signed_in"],
		[403, "not_eligible"],
	])("ends at %i", async (status, code) => {
		const { peer, client } = await speakTo(problem(status, { code }));
		expect(await rejection(client.waitForOutcome(ID))).toMatchObject({ code });
		expect(peer.received).toHaveLength(1);
	});

	it("ends when it is aborted while the server holds the answer", async () => {
		const stop = new AbortController();
		const { client } = await speakTo(
			json(200, requestAt(1)),
			() => void setImmediate(() => stop.abort(new Error("enough"))),
		);
		expect(await rejection(client.waitForOutcome(ID, { signal: stop.signal }))).toEqual(new Error("enough"));
	});

	it("does not swallow what onChange throws", async () => {
		const { client } = await speakTo(json(200, requestAt(1)));
		const onChange = () => {
			throw new Error("mine");
		};
		expect(await rejection(client.waitForOutcome(ID, { onChange }))).toEqual(new Error("mine"));
	});
});
