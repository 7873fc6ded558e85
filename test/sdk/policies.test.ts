import { afterEach, describe, expect, it } from "vitest";
import { ConnectionError, CountersignClient, type ReplayRow } from "../../sdk/index.ts";
import { type Answer, apiPeer, hangUp, html, json, problem } from "./api-peer.ts";

const peers: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const peer of peers.splice(0)) await peer.close();
});

async function speakTo(answer: Answer, timeoutMs = 30_000) {
	const peer = await apiPeer(answer);
	peers.push(peer);
	return { peer, client: new CountersignClient({ url: peer.url, apiKey: "cs_key", timeoutMs }) };
}

/** Writes these pieces one after another, then ends, breaks off, or says nothing more. */
const pieces =
	(texts: readonly string[], then: "end" | "break" | "silence" = "end"): Answer =>
	(response) => {
		response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8" });
		const next = (i: number) => {
			const text = texts[i];
			if (text !== undefined) return void response.write(text, () => setImmediate(next, i + 1));
			if (then === "end") response.end();
			if (then === "break") response.socket?.destroy();
		};
		next(0);
	};

async function rowsOf(rows: AsyncGenerator<ReplayRow>): Promise<{ seen: ReplayRow[]; error: unknown }> {
	const seen: ReplayRow[] = [];
	try {
		for await (const row of rows) seen.push(row);
		return { seen, error: null };
	} catch (error) {
		return { seen, error };
	}
}

const FIRST = '{"kind":"progress","done":0,"total":2}\n';
const PEOPLE = '{"kind":"people","people":{"1":{"name":"Zoë","email":"z@example.com"}}}\n';

describe("a replay's rows", () => {
	it("are read one by one, wherever the stream is cut", async () => {
		const text = FIRST + PEOPLE;
		const { peer, client } = await speakTo(pieces([text.slice(0, 10), text.slice(10, 60), text.slice(60)]));
		const { seen, error } = await rowsOf(client.policies.replay("refund", { since: "30d", limit: 2 }));
		expect(error).toBeNull();
		expect(seen).toEqual([JSON.parse(FIRST), JSON.parse(PEOPLE)]);
		const [call] = peer.received;
		expect([call?.method, call?.path]).toEqual(["POST", "/api/v1/policies/refund/replay"]);
		expect(call?.headers.accept).toContain("application/x-ndjson");
		expect(JSON.parse(call?.body ?? "")).toEqual({ since: "30d", limit: 2 });
	});

	it("end in the problem that comes last, with what was read before", async () => {
		const last =
			'{"kind":"problem","code":"unavailable","status":503,"title":"Not available","detail":"Gone."}\n';
		const { client } = await speakTo(pieces([FIRST, last]));
		const { seen, error } = await rowsOf(client.policies.replay("refund"));
		expect(seen).toHaveLength(1);
		expect(error).toMatchObject({ code: "unavailable", status: 503, detail: "Gone." });
	});

	it("fail as other calls do, and are not asked for again", async () => {
		const refused = problem(403, { code: "not_eligible", detail: "Not for you." });
		for (const [answer, code] of [
			[refused, "not_eligible"],
			[html(200), "unexpected_answer"],
			[json(200, {}), "unexpected_answer"],
		] as const) {
			const { peer, client } = await speakTo(answer);
			expect((await rowsOf(client.policies.replay("refund"))).error).toMatchObject({ code });
			expect(peer.received).toHaveLength(1);
		}
		const { client } = await speakTo(hangUp);
		expect((await rowsOf(client.policies.replay("refund"))).error).toBeInstanceOf(ConnectionError);
	});

	it.each([
		["breaks off between two rows", pieces([FIRST], "break")],
		["ends in the middle of a row", pieces([FIRST, PEOPLE.slice(0, 20)])],
	])("are no whole answer where the stream %s", async (_what, answer) => {
		const { client } = await speakTo(answer);
		const { seen, error } = await rowsOf(client.policies.replay("refund"));
		expect(seen).toHaveLength(1);
		expect(error).toBeInstanceOf(ConnectionError);
	});

	it("are given up when nothing comes any more, or when the caller says so", async () => {
		const silent = await speakTo(pieces([FIRST], "silence"), 50);
		const { error } = await rowsOf(silent.client.policies.replay("refund"));
		expect(String(error)).toContain("took too long to answer");

		const { client } = await speakTo(pieces([FIRST], "silence"));
		const stop = new AbortController();
		const reason = new Error("enough");
		const rows = client.policies.replay("refund", { signal: stop.signal });
		await rows.next();
		stop.abort(reason);
		await expect(rows.next()).rejects.toBe(reason);
	});
});

it("diff, retire, restore and delete speak the contract's words", async () => {
	const { peer, client } = await speakTo(json(200, {}));
	await client.policies.diff("refund", { from: 1, to: 2 });
	await client.policies.retire("refund");
	await client.policies.restore("refund");
	await client.policies.delete("refund");
	expect(peer.received.map(({ method, path, query }) => [method, path, query])).toEqual([
		["GET", "/api/v1/policies/refund/diff", { from: "1", to: "2" }],
		["POST", "/api/v1/policies/refund/retire", {}],
		["POST", "/api/v1/policies/refund/restore", {}],
		["DELETE", "/api/v1/policies/refund", {}],
	]);
});
