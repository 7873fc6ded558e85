import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { emptyFolder, runCli } from "./run-cli.ts";

describe("countersign", () => {
	it("shows its version and its help", async () => {
		expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
		const help = await runCli(["--help"]);
		expect(help.code).toBe(0);
		for (const name of ["submit", "get", "list", "decide", "cancel", "comment", "policy", "doctor"])
			expect(help.stdout).toMatch(new RegExp(`^  ${name}\\b`, "m"));
	});

	it.each([
		[[], "Usage: countersign"],
		[["decid"], "Did you mean decide?"],
		[["get"], "missing required argument 'id'"],
		[["submit", "--policy", "p", "--title", "t"], "required option '--context <json>' not specified"],
		[["submit", "--policy", "p", "--title", "t", "--context", "{amount:1}"], "--context: is not JSON"],
		[["submit", "--policy", "p", "--title", "t", "--context", "[1]"], "--context: write a JSON object"],
		[
			["submit", "--policy", "p", "--title", "t", "--context", "@none.json"],
			"none.json cannot be read: there is no such file",
		],
		[
			["submit", "--policy", "p", "--title", "t", "--context", "{}", "--attach", "a=b"],
			"--attach: write name=url=sha256",
		],
		[["get", "x", "--wait", "--timeout", "5"], "--timeout: write a duration such as 90s, 30m or 4h, not 5"],
		[["get", "x", "--wait", "--timeout", "60d"], "--timeout: write at most 24d"],
		[
			["get", "x", "--url", "localhost:3000"],
			"--url: write an address such as https://approvals.example.com",
		],
		[["list", "--state", "closed"], "--state: write open, "],
		[["list", "--limit", "500"], "--limit: write a whole number from 1 to 200, not 500"],
		[["decide", "x", "approved"], "The verdict: write approve, reject; not approved"],
		[["get", "x", "--as", "bo@example.com", "--api-key", "k"], "--as and --api-key exclude each other"],
	])("answers 2 to %j", async (args, message) => {
		const ended = await runCli(args);
		expect(ended.stderr).toContain(message);
		expect(ended).toMatchObject({ code: 2, stdout: "" });
	});

	it("says what to set where there is no server", async () => {
		const ended = await runCli(["get", "x"]);
		expect(ended).toMatchObject({ code: 1, stdout: "" });
		expect(ended.stderr).toContain("set COUNTERSIGN_URL and COUNTERSIGN_API_KEY");
	});
});

const policy = `
apiVersion: countersign/v1
name: refund
title: Customer refund
context: { type: object }
stages:
  - { name: leads, approvers: [{ group: leads }], need: 1, deadline: 8h, onDeadline: reject }
`;

describe("countersign policy validate", () => {
	it("answers 0 to a valid policy", async () => {
		expect(await runCli(["policy", "validate", "-"], { stdin: policy })).toEqual({
			code: 0,
			stdout: "Policy refund is valid.\n",
			stderr: "",
		});
	});

	it("answers 1 with the paths at fault", async () => {
		const file = join(emptyFolder, "policy.yaml");
		writeFileSync(file, policy.replace("deadline: 8h, ", "").replace("name: refund", "name: Refund"));
		const text = await runCli(["policy", "validate", file]);
		expect(text).toMatchObject({ code: 1, stdout: "" });
		expect(text.stderr).toMatch(/^ {2}stages\[0\]\.deadline: is required/m);
		expect(text.stderr).toMatch(/^ {2}name: /m);
		const json = await runCli(["policy", "validate", file, "--json"]);
		expect(json.code).toBe(1);
		const { valid, errors } = JSON.parse(json.stdout);
		expect(valid).toBe(false);
		expect(errors.map(({ path }: { path: string }) => path).sort()).toEqual(["name", "stages[0].deadline"]);
	});

	it("answers 2 where there is no such file", async () => {
		expect((await runCli(["policy", "validate", "none.yaml"])).code).toBe(2);
	});
});

describe("countersign policy simulate", () => {
	const scenario = {
		policy: {
			apiVersion: "countersign/v1",
			name: "refund",
			title: "Customer refund",
			context: { type: "object" },
			stages: [
				{ name: "leads", approvers: [{ group: "leads" }], need: 1, deadline: "8h", onDeadline: "reject" },
			],
		},
		directory: { users: [{ id: "ana" }, { id: "bo" }], groups: { leads: ["bo"] } },
		request: { requester: "ana", context: {}, submittedAt: "2026-01-05T09:00:00Z" },
		events: [
			{ at: "2026-01-05T10:00:00Z", decide: { by: "ana", verdict: "approve" } },
			{ at: "2026-01-05T11:00:00Z", decide: { by: "bo", verdict: "approve" } },
		],
	};

	it("prints what happens as JSON", async () => {
		const ended = await runCli(["policy", "simulate", "-"], { stdin: JSON.stringify(scenario) });
		expect(ended).toMatchObject({ code: 0, stderr: "" });
		const simulation = JSON.parse(ended.stdout);
		expect(simulation).toMatchObject({
			outcome: "approved",
			closedAt: "2026-01-05T11:00:00.000Z",
			stage: null,
			wakeAt: null,
			events: [
				{ at: "2026-01-05T10:00:00.000Z", accepted: false, code: "own_request" },
				{ at: "2026-01-05T11:00:00.000Z", accepted: true },
			],
		});
		expect(simulation.trace.map(({ kind }: { kind: string }) => kind)).toContain("closed");
	});

	it("answers 2 with the paths of a policy that is not valid", async () => {
		const [stage] = scenario.policy.stages;
		const broken = { ...scenario, policy: { ...scenario.policy, stages: [{ ...stage, deadline: "0h" }] } };
		const file = join(emptyFolder, "scenario.json");
		writeFileSync(file, JSON.stringify(broken));
		const ended = await runCli(["policy", "simulate", file]);
		expect(ended.code).toBe(2);
		expect(ended.stderr).toContain("stages[0].deadline: ");
		expect(JSON.parse(ended.stdout).errors[0].path).toBe("stages[0].deadline");
	});

	it("answers 2 to what is not JSON", async () => {
		const ended = await runCli(["policy", "simulate", "-"], { stdin: '{"policy": ' });
		expect(ended.code).toBe(2);
		expect(ended.stderr).toContain("is not JSON");
	});
});

it("finds no tsconfig.json of the folder it is called from", async () => {
	const folder = join(emptyFolder, "foreign");
	mkdirSync(folder);
	writeFileSync(join(folder, "tsconfig.json"), "{ not JSON at all");
	expect((await runCli(["--version"], { cwd: folder })).code).toBe(0);
});
