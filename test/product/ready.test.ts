import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, inject, test } from "vitest";
import { eventually, outside, run } from "./support/outside.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const product = inject("product");
const o = outside();

test("demo.json has the address, the requester's key, the people with their ways in, and the mail page", () => {
	const demo = JSON.parse(readFileSync(join(product.dataDir, "demo.json"), "utf8"));
	expect(demo).toMatchObject({ url: product.url, mailUrl: product.mailUrl, apiKey: expect.any(String) });
	expect(demo.users.length).toBeGreaterThan(1);
	for (const user of demo.users) {
		expect(user).toMatchObject({
			id: expect.stringMatching(/./),
			email: expect.stringContaining("@"),
			signInUrl: expect.stringContaining(`${product.url}/`),
			apiKey: expect.stringMatching(/./),
		});
	}
	expect(new Set(demo.users.map((user: { apiKey: string }) => user.apiKey)).size).toBe(demo.users.length);
});

test("healthz and readyz are 200", async () => {
	for (const path of ["/healthz", "/readyz"]) {
		expect([path, (await fetch(product.url + path)).status]).toEqual([path, 200]);
	}
});

test("README's curl line submits a request that waits for the finance group", async () => {
	const readme = readFileSync(join(root, "README.md"), "utf8");
	const [, block = ""] = /```sh\n(curl[\s\S]*?)```/.exec(readme) ?? [];
	const line = block
		.replaceAll("http://127.0.0.1:3000", product.url)
		.replaceAll("./.data/demo.json", join(product.dataDir, "demo.json"));
	expect(line).toContain(product.dataDir);
	const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: root });
	const request = JSON.parse(stdout);
	expect(request).toMatchObject({ state: "open", policy: { name: "refund" }, requester: o.id("riley") });
	expect(request.assignees.toSorted()).toEqual([o.id("ana"), o.id("bo")].toSorted());
});

test("a sign-in link signs its person in, by any client that follows it", async () => {
	const cy = o.demo.users.find((user) => user.id === o.id("cy"));
	const answer = await fetch(cy?.signInUrl ?? "", { redirect: "manual" });
	const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
	const page = await fetch(`${product.url}/`, { headers: { cookie }, redirect: "manual" });
	expect(page.status).toBe(200);
	const own = await fetch(`${product.url}/api/v1/requests?assignee=me`, { headers: { cookie } });
	expect(own.status).toBe(200);
});

test("the OpenAPI document is valid and lists the contract's calls that are built", async () => {
	const response = await fetch(`${product.url}/api/v1/openapi.json`);
	expect(response.status).toBe(200);
	const document = await response.json();
	const checked = await new Validator().validate(document);
	expect(checked.errors ?? []).toEqual([]);
	const calls = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
		Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
	);
	expect(calls).toEqual(
		expect.arrayContaining([
			"POST /requests",
			"GET /requests",
			"GET /requests/{id}",
			"POST /requests/{id}/decisions",
			"POST /requests/{id}/cancel",
			"POST /requests/{id}/comments",
			"GET /requests/{id}/timeline",
			"GET /policies/{name}",
			"PUT /policies/{name}",
			"GET /policies/{name}/versions",
			"POST /policies/simulate",
			...["users", "groups", "delegations", "calendars", "api-keys"].flatMap((list) => [
				`GET /${list}`,
				`POST /${list}`,
			]),
		]),
	);
	// What is listed is there: nothing answers as an unknown address does.
	for (const [path, methods] of Object.entries<Record<string, unknown>>(document.paths)) {
		for (const method of Object.keys(methods)) {
			const there = path.replace(/\{\w+\}/g, "none");
			// As it is written: fetch puts the others into capitals, and not `patch`.
			const answer = await fetch(`${product.url}/api/v1${there}`, { method: method.toUpperCase() });
			expect([method, path, answer.status]).toEqual([method, path, path === "/openapi.json" ? 200 : 401]);
		}
	}
});

test("doctor finds nothing wrong", async () => {
	const { code, stdout } = await o.cli(["doctor", "--json"]);
	expect(stdout).toContain('"ok": true');
	expect(code).toBe(0);
});

test("a second start on the same folder, and one on a port in use, say one sentence and fail", async () => {
	const again = await run(["engine/start.mjs"], { env: { COUNTERSIGN_DATA: product.dataDir, PORT: "0" } });
	expect(again.code).toBeGreaterThan(0);
	expect(`${again.stdout}${again.stderr}`.trim().split("\n")).toEqual([
		expect.stringContaining("already running"),
	]);

	const taken = createServer();
	const port = await new Promise<number>((resolve) =>
		taken.listen(0, "127.0.0.1", () => {
			const address = taken.address();
			resolve(typeof address === "object" && address !== null ? address.port : 0);
		}),
	);
	const folder = join(product.dataDir, "of-nobody");
	const refused = await run(["engine/start.mjs"], { env: { COUNTERSIGN_DATA: folder, PORT: String(port) } });
	taken.close();
	expect(refused.code).toBeGreaterThan(0);
	expect(`${refused.stdout}${refused.stderr}`.trim().split("\n")).toEqual([
		expect.stringContaining(String(port)),
	]);
	// Neither touched the product that runs.
	await eventually(async () => (await fetch(`${product.url}/readyz`)).ok);
});
