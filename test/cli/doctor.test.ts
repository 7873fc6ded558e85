import { afterEach, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { type Answer, apiPeer, json, problem } from "../sdk/api-peer.ts";
import { runCli } from "./run-cli.ts";

const peers: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const peer of peers.splice(0)) await peer.close();
});

/** A healthy server, save for the answers given by path. */
async function server(answers: Record<string, Answer> = {}) {
	const healthy: Record<string, Answer> = {
		"/healthz": (response) => void response.end("ok\n"),
		"/readyz": json(200, { ready: true, missing: [] }),
		"/api/v1/openapi.json": json(200, { info: { version: packageJson.version } }),
		"/api/v1/requests": json(200, { items: [], nextCursor: null }),
	};
	const peer = await apiPeer((response, call) => ({ ...healthy, ...answers })[call.path]?.(response, call));
	peers.push(peer);
	return { url: peer.url, env: { COUNTERSIGN_URL: peer.url, COUNTERSIGN_API_KEY: "cs_key" } };
}

interface Report {
	ok: boolean;
	checks: { name: string; ok: boolean; message: string; advice?: string }[];
}

async function report(
	env: Record<string, string>,
): Promise<{ code: number | null; wrong: Report["checks"] }> {
	const ended = await runCli(["doctor", "--json"], { env });
	const { ok, checks }: Report = JSON.parse(ended.stdout);
	const wrong = checks.filter((check) => !check.ok);
	expect(ok).toBe(wrong.length === 0);
	return { code: ended.code, wrong };
}

describe("countersign doctor", () => {
	it("finds nothing wrong with a healthy server", async () => {
		const { env } = await server();
		const ended = await runCli(["doctor"], { env });
		expect(ended).toMatchObject({ code: 0, stderr: "" });
		expect(ended.stdout.match(/^ok /gm)).toHaveLength(6);
	});

	it("says what is not ready", async () => {
		const { env } = await server({
			"/readyz": json(503, { ready: false, missing: ["No worker polls.", "Temporal is away."] }),
		});
		const { code, wrong } = await report(env);
		expect(code).toBe(1);
		expect(wrong).toMatchObject([
			{ name: "ready", message: "is not ready: No worker polls. Temporal is away." },
		]);
	});

	it("says that the key is not valid, and what to set", async () => {
		const { env } = await server({
			"/api/v1/requests": problem(401, { code: "not_signed_in", detail: "No such key." }),
		});
		const { code, wrong } = await report(env);
		expect(code).toBe(1);
		expect(wrong).toMatchObject([{ name: "key", advice: "Set COUNTERSIGN_API_KEY to a key that is valid." }]);
		expect(wrong[0]?.message).toContain("from COUNTERSIGN_API_KEY");
	});

	it.each([
		[3_600_000, "is 60 min behind the server's"],
		[-3_600_000, "is 60 min ahead of the server's"],
	])("sees a clock that differs by %i ms", async (ms, message) => {
		const { env } = await server({
			"/healthz": (response) => {
				response.setHeader("date", new Date(Date.now() + ms).toUTCString());
				response.end("ok\n");
			},
		});
		expect((await report(env)).wrong).toMatchObject([{ name: "clock", message }]);
	});

	it("sees another version", async () => {
		const { env } = await server({ "/api/v1/openapi.json": json(200, { info: { version: "9.9.9" } }) });
		const { wrong } = await report(env);
		expect(wrong.map(({ name }) => name)).toEqual(["version"]);
		expect(wrong[0]?.message).toContain("the server has 9.9.9");
	});

	it("stops where nothing answers", async () => {
		const { env } = await server();
		for (const peer of peers.splice(0)) await peer.close();
		const { code, wrong } = await report(env);
		expect(code).toBe(1);
		expect(wrong).toMatchObject([{ name: "server", message: "does not answer (ECONNREFUSED)" }]);
		expect(wrong[0]?.advice).toContain("npm start");
	});
});
