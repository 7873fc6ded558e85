import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Page, PolicyVersion } from "../../sdk/index.ts";
import { expectProblem, INSTANT, outside, policyDocument, unique } from "./support/outside.ts";

const o = outside();
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "countersign-policies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The document of one stage, with what is given laid over the stage and fields taken out. */
function without(...fields: string[]): ReturnType<typeof policyDocument> {
	const document = policyDocument();
	for (const field of fields) delete document.stages[0]?.[field];
	return document;
}

function put(document: { name: string }, as?: string) {
	return o.call<PolicyVersion & { created: boolean }>("PUT", `/policies/${document.name}`, {
		body: document,
		...(as === undefined ? {} : { as }),
	});
}

const stage = { approvers: [{ group: "finance" }], need: 1, deadline: "1d", onDeadline: "cancel" };

test.each<[string, Record<string, unknown> & { name: string }, string[]]>([
	["no deadline", without("deadline"), ["stages[0].deadline"]],
	["no final action", without("onDeadline"), ["stages[0].onDeadline"]],
	["neither", without("deadline", "onDeadline"), ["stages[0].deadline", "stages[0].onDeadline"]],
	["no approvers", without("approvers"), ["stages[0].approvers"]],
	["an empty list of approvers", policyDocument({ approvers: [] }), ["stages[0].approvers"]],
	["no need", without("need"), ["stages[0].need"]],
	["no name of a stage", without("name"), ["stages[0].name"]],
	["an unknown field", policyDocument({}, { timeout: "3d" }), ["timeout"]],
	["an unknown field of a stage", policyDocument({ dedline: "3d" }), ["stages[0].dedline"]],
	[
		"an unknown field of an approver",
		policyDocument({ approvers: [{ grup: "x" }] }),
		["stages[0].approvers[0].grup"],
	],
	["actions", policyDocument({}, { actions: [{ name: "a", do: "b" }] }), ["actions"]],
	["revokeAfter", policyDocument({}, { revokeAfter: "30d" }), ["revokeAfter"]],
	["a zero duration", policyDocument({ deadline: "0s" }), ["stages[0].deadline"]],
	["a negative duration", policyDocument({ deadline: "-1d" }), ["stages[0].deadline"]],
	["need of zero", policyDocument({ need: 0 }), ["stages[0].need"]],
	["need over 100 %", policyDocument({ need: "101%" }), ["stages[0].need"]],
	["no stage", policyDocument({}, { stages: [] }), ["stages"]],
	[
		"two stages of one name",
		policyDocument(
			{},
			{
				stages: [
					{ name: "a", ...stage },
					{ name: "a", ...stage },
				],
			},
		),
		["stages[1].name"],
	],
	[
		"an escalation at the deadline",
		policyDocument({ escalate: [{ after: "24h", to: [{ group: "finance-leads" }], mode: "add" }] }),
		["stages[0].escalate[0].after"],
	],
	[
		"a reminder after the deadline",
		policyDocument({ remind: { every: "2d", atMost: 1 } }),
		["stages[0].remind.every"],
	],
	["a schema that does not compile", policyDocument({}, { context: { type: "objekt" } }), ["context.type"]],
	["another apiVersion", policyDocument({}, { apiVersion: "v2" }), ["apiVersion"]],
])("%s is refused with its path", async (_what, document, paths) => {
	const answer = expectProblem(await put(document), 422, "invalid");
	expect(answer.errors?.map(({ path }) => path)).toEqual(paths);
	for (const { message } of answer.errors ?? []) expect(message).toMatch(/\S/);
	expectProblem(await o.call("GET", `/policies/${document.name}`), 404, "not_found");
});

test("the command line names every path of what is not valid, and exits 1", async () => {
	const file = join(folder, "wrong.yaml");
	await writeFile(file, stringify({ ...without("deadline", "onDeadline"), timeout: "3d" }));
	for (const command of ["validate", "push"]) {
		const { code, stderr } = await o.cli(["policy", command, file]);
		expect(code).toBe(1);
		for (const path of ["stages[0].deadline", "stages[0].onDeadline", "timeout"]) {
			expect(stderr).toContain(path);
		}
	}
	expect((await o.cli(["policy", "validate", join(folder, "nowhere.yaml")])).code).toBe(2);
});

test("a push makes a new immutable version; open requests keep theirs", async () => {
	const document = policyDocument();
	const { name } = document;
	const first = await put(document);
	expect(first.status).toBe(201);
	expect(first.body).toMatchObject({ name, version: 1, createdAt: expect.stringMatching(INSTANT), document });
	const open = await o.submit(name, unique("Under version 1"));
	expect(open.policy).toMatchObject({ name, version: 1 });

	const same = await put(document);
	expect([same.status, same.body.version]).toEqual([200, 1]);
	const changed = { ...document, stages: [{ ...document.stages[0], need: 2 }] };
	const second = await put(changed);
	expect([second.status, second.body.version]).toEqual([201, 2]);

	expect((await o.submit(name, unique("Under version 2"))).policy.version).toBe(2);
	expect((await o.read(open.id)).policy.version).toBe(1);
	expect((await o.decide(open.id, "ana", "approve")).body).toMatchObject({
		request: { outcome: "approved" },
	});

	const newest = await o.call<PolicyVersion>("GET", `/policies/${name}`);
	expect(newest.body).toMatchObject({ version: 2, document: changed });
	const old = await o.call<PolicyVersion>("GET", `/policies/${name}?version=1`);
	expect(old.body).toMatchObject({ version: 1, document });
	const versions = await o.call<Page<PolicyVersion>>("GET", `/policies/${name}/versions`);
	expect(versions.body.items.map(({ version }) => version)).toEqual([2, 1]);
	expect(versions.body.nextCursor).toBeNull();
	expectProblem(await o.call("GET", `/policies/${name}?version=3`), 404, "not_found");
	for (const path of ["no-such", "no-such/versions", "%00", "%00/versions", "A".repeat(300)]) {
		expectProblem(await o.call("GET", `/policies/${path}`), 404, "not_found");
	}
});

test("YAML is taken as it stands in the file, and the command line pushes it", async () => {
	const document = policyDocument();
	const file = join(folder, "pushed.yaml");
	await writeFile(file, `# a comment\n${stringify(document)}`);
	expect((await o.cli(["policy", "validate", file])).code).toBe(0);
	const pushed = await o.cli(["policy", "push", file, "--json"]);
	expect(pushed.code, pushed.stderr).toBe(0);
	expect(JSON.parse(pushed.stdout)).toMatchObject({ name: document.name, version: 1 });
	const answer = await o.call<PolicyVersion>("PUT", `/policies/${document.name}`, {
		body: stringify({ ...document, title: "Another title" }),
		headers: { "content-type": "application/yaml" },
	});
	expect([answer.status, answer.body.version]).toEqual([201, 2]);
});

test("pushing is for administrators and keys with the scope; another name than the address's is refused", async () => {
	expectProblem(await put(policyDocument(), "ana"), 403, "not_eligible");
	// What is not valid is told first.
	expectProblem(await put(without("deadline"), "ana"), 422, "invalid");
	const { errors } = expectProblem(
		await o.call("PUT", "/policies/another", { body: policyDocument() }),
		422,
		"invalid",
	);
	expect(errors?.map(({ path }) => path)).toEqual(["name"]);
	expect((await put(policyDocument(), "dana")).status).toBe(201);
	expectProblem(await o.call("PUT", "/policies/refund", { body: "x".repeat(1_100_000) }), 413, "too_large");
	expectProblem(await o.call("PUT", "/policies/refund", { body: "" }), 422, "invalid");
	expectProblem(await o.call("PUT", "/policies/refund", { body: "a: [" }), 422, "invalid");
});

const scenario = {
	policy: policyDocument({
		approvers: [{ group: "finance" }],
		need: 2,
		remind: { every: "1h", atMost: 2 },
		escalate: [{ after: "4h", to: [{ user: "lee@example.com" }], mode: "add" }],
		deadline: "8h",
		onDeadline: "reject",
	}),
	directory: {
		users: ["ana", "bo", "lee", "req"].map((id) => ({ id, email: `${id}@example.com`, active: true })),
		groups: { finance: ["ana", "bo"] },
	},
	request: { requester: "req", context: {}, submittedAt: "2026-01-05T09:00:00Z" },
	events: [
		{ at: "2026-01-05T09:30:00Z", decide: { by: "req", verdict: "approve" } },
		{ at: "2026-01-05T10:30:00Z", decide: { by: "ana", verdict: "approve", comment: "ok" } },
		{ at: "2026-01-05T14:00:00Z" },
		{ at: "2026-01-05T17:00:00Z", decide: { by: "lee", verdict: "approve" } },
	],
};

test("a simulation says the same by API and command line, from file and standard input", async () => {
	const file = join(folder, "timeline.json");
	await writeFile(file, JSON.stringify(scenario));
	const api = await o.call<Record<string, unknown>>("POST", "/policies/simulate", { body: scenario });
	expect(api.status).toBe(200);
	expect(api.body).toMatchObject({
		outcome: "rejected",
		closedAt: "2026-01-05T17:00:00.000Z",
		stage: null,
		wakeAt: null,
		events: [
			{ at: "2026-01-05T09:30:00.000Z", accepted: false, code: "own_request" },
			{ at: "2026-01-05T10:30:00.000Z", accepted: true },
			{ at: "2026-01-05T14:00:00.000Z", accepted: true },
			{ at: "2026-01-05T17:00:00.000Z", accepted: false, code: "late" },
		],
	});
	const fromFile = await o.cli(["policy", "simulate", file]);
	expect(fromFile.code).toBe(0);
	expect(JSON.parse(fromFile.stdout)).toEqual(api.body);
	const fromInput = await o.cli(["policy", "simulate", "-"], { stdin: JSON.stringify(scenario) });
	expect(fromInput).toEqual(fromFile);
});

test("a simulation of what is not valid names the paths: 422 by API, exit 2 by command line", async () => {
	const wrong = { ...scenario, policy: without("deadline") };
	const { errors } = expectProblem(
		await o.call("POST", "/policies/simulate", { body: wrong }),
		422,
		"invalid",
	);
	const ended = await o.cli(["policy", "simulate", "-"], { stdin: JSON.stringify(wrong) });
	expect(ended.code).toBe(2);
	expect(JSON.parse(ended.stdout).errors).toEqual(errors);
	expect(JSON.stringify(errors)).toContain("stages[0].deadline");
});
