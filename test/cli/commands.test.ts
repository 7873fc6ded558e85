import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, apiPeer, closedAs, hangUp, json, problem, requestAt } from "../sdk/api-peer.ts";
import { emptyFolder, runCli } from "./run-cli.ts";

const peers: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const peer of peers.splice(0)) await peer.close();
});

async function peerOf(...script: Answer[]) {
	const peer = await apiPeer(...script);
	peers.push(peer);
	return { peer, env: { COUNTERSIGN_URL: peer.url, COUNTERSIGN_API_KEY: "cs_key" } };
}

const ID = requestAt(1).id;

describe("countersign submit", () => {
	it("sends what it was told and prints the request", async () => {
		const { peer, env } = await peerOf(json(201, requestAt(1)));
		const sha256 = "ab".repeat(32);
		const args = ["submit", "--policy", "refund", "--title", "Refund order 1042", "--context", "@-"];
		const more = ["--summary", "s", "--requester", "ana@example.com", "--external-id", "order-1042"];
		const rest = ["--idempotency-key", "k1", "--attach", `a.pdf=https://x.test/?a=b=${sha256}`, "--json"];
		const ended = await runCli([...args, ...more, ...rest], { env, stdin: '{"amount": 20000}' });
		expect(ended).toMatchObject({ code: 0, stderr: "" });
		expect(JSON.parse(ended.stdout)).toEqual(requestAt(1));
		const [call] = peer.received;
		expect(call?.headers["idempotency-key"]).toBe("k1");
		expect(call?.headers.authorization).toBe("Bearer cs_key");
		expect(JSON.parse(call?.body ?? "")).toEqual({
			policy: "refund",
			title: "Refund order 1042",
			context: { amount: 20_000 },
			summary: "s",
			requester: "ana@example.com",
			externalId: "order-1042",
			attachments: [{ name: "a.pdf", url: "https://x.test/?a=b", sha256 }],
		});
	});

	it("lists the fields that the server refuses, for people and for programs", async () => {
		const errors = [
			{ path: "context.amount", message: "is required" },
			{ path: "requester", message: "is nobody" },
		];
		const { env } = await peerOf(
			problem(422, { code: "invalid", title: "Not valid", detail: "The context does not fit.", errors }),
		);
		const args = ["submit", "--policy", "refund", "--title", "t", "--context", "{}"];
		const text = await runCli(args, { env });
		expect(text).toEqual({
			code: 1,
			stdout: "",
			stderr:
				"countersign: The context does not fit. (invalid)\n  context.amount: is required\n  requester: is nobody\n",
		});
		const machine = await runCli([...args, "--json"], { env });
		expect(machine.code).toBe(1);
		expect(JSON.parse(machine.stdout)).toMatchObject({ error: { code: "invalid", status: 422, errors } });
	});

	it("with --wait ends as the request does", async () => {
		const { env } = await peerOf(
			json(201, requestAt(1)),
			json(200, requestAt(1)),
			json(200, closedAs("rejected")),
		);
		const args = ["submit", "--policy", "p", "--title", "t", "--context", "{}", "--wait", "--json"];
		const ended = await runCli(args, { env });
		expect(ended.code).toBe(10);
		expect(JSON.parse(ended.stdout).outcome).toBe("rejected");
		expect(ended.stderr).toContain(`Request ${ID} waits for its outcome.`);
	});
});

describe("countersign get", () => {
	it("prints a request for people, without what a terminal would obey", async () => {
		const { env } = await peerOf(json(200, requestAt(1, { title: "Refund \u001b[2Jorder\u009b1042" })));
		const ended = await runCli(["get", ID], { env });
		expect(ended.code).toBe(0);
		expect(ended.stdout).toContain("Refund �[2Jorder�1042\n");
		expect(ended.stdout).toMatch(/^ {2}stage +leads \(1 of 1\), waits for Bo Lind$/m);
		expect(ended.stdout).toMatch(/^ {2}due +.* ago \(2026-01-05 17:00\)$/m);
		expect(ended.stdout).toMatch(/^ {2}asked by +Ana Ruiz$/m);
	});

	it.each([
		["approved", 0],
		["rejected", 10],
		["expired", 11],
		["cancelled", 12],
	] as const)("--wait: %s ends with %i", async (outcome, code) => {
		const { peer, env } = await peerOf(json(200, requestAt(1)), hangUp, json(200, closedAs(outcome)));
		const ended = await runCli(["get", ID, "--wait"], { env });
		expect(ended.code).toBe(code);
		expect(ended.stdout).toContain(outcome);
		expect(ended.stderr).toContain("leads (1 of 1), waits for Bo Lind");
		expect(ended.stderr).toContain("Trying again in");
		expect(peer.received[1]?.query).toEqual({ wait: "30s", version: "1" });
	});

	it("--wait --timeout: says that it still waits, and ends with 1", async () => {
		const { env } = await peerOf(json(200, requestAt(1)), () => undefined);
		const ended = await runCli(["get", ID, "--wait", "--timeout", "1s"], { env });
		expect(ended).toMatchObject({ code: 1, stdout: "" });
		expect(ended.stderr).toContain(`No outcome within 1 s: request ${ID} still waits.`);
	});

	it("--wait: Ctrl-C ends with 130", async () => {
		let interrupt: () => void = () => undefined;
		const { env } = await peerOf(json(200, requestAt(1)), () => interrupt());
		const ended = await runCli(["get", ID, "--wait"], {
			env,
			onStart: (child) => {
				interrupt = () => child.kill("SIGINT");
			},
		});
		expect(ended).toMatchObject({ code: 130, stdout: "" });
		expect(ended.stderr).toMatch(/Stopped\.\n$/);
	});

	it("ends with 1 where there is no such request", async () => {
		const { env } = await peerOf(problem(404, { code: "not_found", detail: "There is no such request." }));
		expect(await runCli(["get", ID, "--wait"], { env })).toEqual({
			code: 1,
			stdout: "",
			stderr: "countersign: There is no such request. (not_found)\n",
		});
	});
});

describe("the other commands", () => {
	it("list sends the filter and prints a line each", async () => {
		const { peer, env } = await peerOf(
			json(200, { items: [requestAt(1), closedAs("approved")], nextCursor: "abc" }),
		);
		const args = [
			"list",
			"--state",
			"open,approved",
			"--assignee",
			"me",
			"--sort",
			"due",
			"--limit",
			"2",
			"--q",
			"ord",
		];
		const ended = await runCli(args, { env });
		expect(ended.code).toBe(0);
		expect(ended.stdout.split("\n")).toHaveLength(3);
		expect(ended.stderr).toBe("There are more: --cursor abc\n");
		expect(peer.received[0]?.query).toEqual({
			state: "open,approved",
			assignee: "me",
			sort: "due",
			limit: "2",
			q: "ord",
		});
	});

	it("list passes on none of the options that are its own", async () => {
		const { peer } = await peerOf(json(200, { items: [], nextCursor: null }));
		const ended = await runCli(["--json", "list", "--url", peer.url, "--api-key", "k2"]);
		expect(JSON.parse(ended.stdout)).toEqual({ items: [], nextCursor: null });
		expect(peer.received[0]?.query).toEqual({});
		expect(peer.received[0]?.headers.authorization).toBe("Bearer k2");
	});

	it("decide sends the version that was looked at, and tells the standing outcome", async () => {
		const standing = {
			outcome: "approved",
			cause: "decided",
			at: "2026-01-05T10:00:00.000Z",
			by: { id: "bo", name: "Bo Lind" },
			channel: "web",
		};
		const { peer, env } = await peerOf(
			problem(409, { code: "closed", detail: "It is over.", outcome: "approved", standing }),
		);
		const args = ["decide", ID, "reject", "--version", "3", "--stage", "leads", "--comment", "no"];
		expect(await runCli(args, { env })).toEqual({
			code: 1,
			stdout: "",
			stderr: "countersign: It is over. (closed)\n  It was approved by Bo Lind (web) on 2026-01-05 10:00.\n",
		});
		expect(JSON.parse(peer.received[0]?.body ?? "")).toEqual({
			verdict: "reject",
			version: 3,
			stage: "leads",
			comment: "no",
		});
	});

	it("cancel and comment send their words", async () => {
		const { peer, env } = await peerOf(json(200, closedAs("cancelled")));
		expect((await runCli(["cancel", ID, "--comment", "returned"], { env })).code).toBe(0);
		expect((await runCli(["comment", ID, "-"], { env, stdin: "called again" })).code).toBe(0);
		expect(peer.received.map(({ path, body }) => [path.split("/").at(-1), JSON.parse(body)])).toEqual([
			["cancel", { comment: "returned" }],
			["comments", { comment: "called again" }],
		]);
	});

	it("policy push sends the text as it is, and tells the warnings", async () => {
		const pushed = {
			name: "refund",
			version: 2,
			created: true,
			warnings: [{ path: "stages[0].approvers[0]", message: "there is no group leads" }],
		};
		const { peer, env } = await peerOf(json(201, pushed));
		const text = "# ours\nname: refund\n";
		const ended = await runCli(["policy", "push", "-"], { env, stdin: text });
		expect(ended).toMatchObject({ code: 0, stdout: "Policy refund is now version 2.\n" });
		expect(ended.stderr).toContain("stages[0].approvers[0]: there is no group leads");
		expect(peer.received[0]).toMatchObject({ method: "PUT", path: "/api/v1/policies/refund", body: text });
	});

	it("policy show prints YAML that can be pushed", async () => {
		const document = { apiVersion: "countersign/v1", name: "refund" };
		const version = {
			name: "refund",
			version: 1,
			current: true,
			createdAt: "2026-01-05T09:00:00.000Z",
			document,
		};
		const { env } = await peerOf(json(200, version));
		const ended = await runCli(["policy", "show", "refund"], { env });
		expect(ended).toMatchObject({ code: 0, stdout: "apiVersion: countersign/v1\nname: refund\n" });
	});
});

describe("server and key", () => {
	async function demoFolder(name: string, ...script: Answer[]) {
		const { peer } = await peerOf(...script);
		const folder = join(emptyFolder, name);
		mkdirSync(join(folder, ".data"), { recursive: true });
		mkdirSync(join(folder, "deep", "down"), { recursive: true });
		const users = [{ id: "1", email: "bo@example.com", signInUrl: "", apiKey: "cs_bo" }];
		const demo = { url: peer.url, apiKey: "cs_demo", users, mailUrl: "" };
		writeFileSync(join(folder, ".data", "demo.json"), JSON.stringify(demo));
		return { peer, folder };
	}

	it("come from what npm start wrote, in a folder above", async () => {
		const { peer, folder } = await demoFolder("above", json(200, requestAt(1)));
		const ended = await runCli(["get", ID], { cwd: join(folder, "deep", "down") });
		expect(ended.code).toBe(0);
		expect(peer.received[0]?.headers.authorization).toBe("Bearer cs_demo");
	});

	it("come from COUNTERSIGN_DATA, as the person that --as names", async () => {
		const { peer, folder } = await demoFolder("data", json(200, requestAt(1)));
		const env = { COUNTERSIGN_DATA: join(folder, ".data") };
		expect((await runCli(["get", ID, "--as", "bo@example.com"], { env })).code).toBe(0);
		expect(peer.received[0]?.headers.authorization).toBe("Bearer cs_bo");
		const unknown = await runCli(["get", ID, "--as", "cy@example.com"], { env });
		expect(unknown.code).toBe(2);
		expect(unknown.stderr).toContain("write one of bo@example.com");
	});

	it("the demo's key goes to no other server", async () => {
		const { folder } = await demoFolder("other", json(200, requestAt(1)));
		const { peer } = await peerOf(json(200, requestAt(1)));
		const ended = await runCli(["get", ID, "--url", peer.url], { cwd: folder });
		expect(ended.code).toBe(1);
		expect(ended.stderr).toContain(`No API key for ${peer.url}: set COUNTERSIGN_API_KEY`);
		expect(peer.received).toEqual([]);
	});
});
