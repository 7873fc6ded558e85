import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import {
	CountersignClient,
	type Page,
	type PolicyDiff,
	type PolicyVersion,
	type ReplayRow,
} from "../../sdk/index.ts";
import { expectProblem, outside, policyDocument, unique } from "./support/outside.ts";

const o = outside();
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "countersign-policy-versions-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Document = ReturnType<typeof policyDocument>;

function put(document: Document) {
	return o.call<PolicyVersion & { created: boolean }>("PUT", `/policies/${document.name}`, {
		body: document,
	});
}

async function file(name: string, document: object): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, stringify(document));
	return path;
}

/** The same with its stage changed. */
function changed(document: Document, stage: Record<string, unknown>): Document {
	return { ...document, stages: [{ ...document.stages[0], ...stage }] };
}

describe("versions", () => {
	test("are compared by API and command line, with each other and with a file", async () => {
		const first = policyDocument();
		const { name } = first;
		await put(first);
		const second = changed(first, {
			deadline: "2d",
			approvers: [{ group: "finance" }, { group: "finance-leads" }],
		});
		await put(second);
		const answer = await o.call<PolicyDiff>("GET", `/policies/${name}/diff?from=1&to=2`);
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({
			name,
			from: { version: 1 },
			to: { version: 2 },
			changes: [
				{ path: "stages[finance].approvers", kind: "added", new: { group: "finance-leads" } },
				{ path: "stages[finance].deadline", kind: "changed", old: "1d", new: "2d" },
			],
		});
		expect((await o.call("GET", `/policies/${name}/diff`)).body).toEqual(answer.body);
		expectProblem(await o.call("GET", `/policies/${name}/diff?from=9`), 404, "not_found");
		expectProblem(await o.call("GET", `/policies/${name}/diff?from=0`), 422, "invalid");

		const text = await o.cli(["policy", "diff", name, "--from", "1", "--to", "2"]);
		expect(text).toMatchObject({ code: 0, stdout: `${answer.body.text}\n` });
		const json = await o.cli(["policy", "diff", name, "--json"]);
		expect(JSON.parse(json.stdout)).toEqual(answer.body);
		const local = await file("third.yaml", changed(second, { need: 2 }));
		const withFile = await o.cli(["policy", "diff", name, local]);
		expect(withFile).toMatchObject({ code: 0, stdout: "~ stages[finance].need: 1 → 2\n" });
		const withOlder = await o.cli(["policy", "diff", name, local, "--from", "1"]);
		expect(withOlder.stdout).toContain("~ stages[finance].deadline: 1d → 2d");
		const same = await o.cli(["policy", "diff", name, await file("second.yaml", second)]);
		expect(same).toMatchObject({ code: 0, stdout: "They say the same.\n" });
		expect((await o.cli(["policy", "diff", name, local, "--to", "2"])).code).toBe(2);
		expect((await o.cli(["policy", "diff", name, "--from", "x"])).code).toBe(2);
		expect((await o.cli(["policy", "diff", "no-such"])).code).toBe(1);
	});
});

describe("retiring and deleting", () => {
	test("a retired policy takes no new request; open ones go on; restoring takes it back", async () => {
		const name = await o.policy();
		const open = await o.submit(name, unique("Before the retirement"));
		const retired = await o.cli(["policy", "retire", name]);
		expect(retired.code, retired.stderr).toBe(0);
		const refused = expectProblem(
			await o.call("POST", "/requests", { body: { policy: name, title: "Too late", context: {} } }),
			422,
			"invalid",
		);
		expect(refused.errors).toEqual([{ path: "policy", message: expect.stringContaining("is retired") }]);
		expect((await o.decide(open.id, "ana", "approve")).body).toMatchObject({
			request: { outcome: "approved" },
		});

		const { body: list } = await o.call<Page<PolicyVersion>>("GET", "/policies");
		const places = list.items.map(({ retiredAt }) => retiredAt !== null);
		expect(places).toEqual([...places].sort());
		expect(list.items.find((item) => item.name === name)?.retiredAt).toMatch(/Z$/);
		const [used, old] = (await o.cli(["policy", "list"])).stdout.split("Retired:\n");
		expect(used).not.toContain(name);
		expect(old).toContain(name);

		const again = await o.call<PolicyVersion>("POST", `/policies/${name}/restore`);
		expect([again.status, again.body.retiredAt]).toEqual([200, null]);
		await o.submit(name, unique("After it"));
	});

	test("what was used is not deleted, and the answer says what to do; what was not is gone", async () => {
		const used = await o.policy();
		await o.submit(used, unique("In use"));
		const refused = expectProblem(await o.call("DELETE", `/policies/${used}`), 409, "in_use");
		expect(refused.detail).toContain("Retire it");
		const said = await o.cli(["policy", "delete", used]);
		expect([said.code, said.stderr.includes("in_use")]).toEqual([1, true]);

		const unused = await o.policy();
		expectProblem(await o.call("DELETE", `/policies/${unused}`, { as: "ana" }), 403, "not_eligible");
		expectProblem(await o.call("POST", `/policies/${unused}/retire`, { as: "ana" }), 403, "not_eligible");
		const gone = await o.call("DELETE", `/policies/${unused}`);
		expect([gone.status, gone.body]).toEqual([200, { name: unused, deleted: true }]);
		expectProblem(await o.call("GET", `/policies/${unused}`), 404, "not_found");
		expectProblem(await o.call("DELETE", `/policies/${unused}`), 404, "not_found");
	});
});

test("a policy of an unknown calendar is refused at calendar", async () => {
	const { errors } = expectProblem(
		await put(policyDocument({ deadline: "8wh" }, { calendar: "no-such-calendar" })),
		422,
		"invalid",
	);
	expect(errors?.map(({ path }) => path)).toEqual(["calendar"]);
});

describe("a replay", () => {
	let document: Document;
	const made: string[] = [];
	beforeAll(async () => {
		document = policyDocument({ need: 2 });
		await put(document);
		for (const verdicts of [["approve", "approve"], ["approve", "reject"], ["reject"]]) {
			const { id } = await o.submit(document.name, unique("Replayed"));
			for (const [i, verdict] of verdicts.entries()) await o.decide(id, i === 0 ? "ana" : "bo", verdict);
			made.push(id);
		}
		await o.submit(document.name, unique("Still open"));
	});

	const lessStrict = () => changed(document, { need: 1 });

	test("answers what would have become of past requests, bounded, with names", async () => {
		const answer = await o.call<{ summary: object; items: { id: string }[]; people: object }>(
			"POST",
			`/policies/${document.name}/replay`,
			{ as: "dana", body: { policy: lessStrict(), since: "1d" } },
		);
		expect(answer.status, JSON.stringify(answer.body)).toBe(200);
		expect(answer.body.summary).toMatchObject({
			policy: { name: document.name, version: null },
			requests: 3,
			stillOpen: 1,
			changed: 1,
			changes: [{ from: "rejected", to: "approved", requests: 1 }],
			outcomes: { old: { approved: 1, rejected: 2 }, new: { approved: 2, rejected: 1 } },
		});
		expect(answer.body.items.map(({ id }) => id)).toEqual([...made].reverse());
		expect(answer.body.people).toHaveProperty(o.id("ana"));
		const newest = await o.call("POST", `/policies/${document.name}/replay`, { as: "dana" });
		expect(newest.body).toMatchObject({ summary: { policy: { version: 1 }, changed: 0 } });
	});

	test("streams progress and rows, one JSON object a line, to a client that asks for it", async () => {
		const key = o.demo.users.find(({ email }) => email.startsWith("dana@"))?.apiKey ?? "";
		const client = new CountersignClient({ url: o.demo.url, apiKey: key });
		const rows: ReplayRow[] = [];
		for await (const row of client.policies.replay(document.name, { policy: stringify(lessStrict()) }))
			rows.push(row);
		expect(rows[0]).toEqual({ kind: "progress", done: 0, total: 3 });
		expect(rows.at(-1)).toMatchObject({ kind: "summary", changed: 1 });
		expect(rows.filter(({ kind }) => kind === "request")).toHaveLength(3);
		const wrong = client.policies.replay(document.name, { policy: changed(document, { deadline: "0s" }) });
		await expect(wrong.next()).rejects.toMatchObject({
			code: "invalid",
			errors: [{ path: "stages[0].deadline" }],
		});
		for await (const row of client.policies.replay(document.name)) {
			expect(row.kind).toBe("progress");
			break;
		}
	});

	test("by command line: a draft or a name, a summary for people, all of it for programs", async () => {
		const draft = await file("draft.yaml", lessStrict());
		const text = await o.cli(["policy", "replay", draft, "--since", "90d"], { as: "dana" });
		expect(text.code, text.stderr).toBe(0);
		expect(text.stdout).toContain("1 request with another outcome: 1 rejected → approved.");
		expect(text.stdout).toMatch(/approved +1 +2\n/);
		expect(text.stderr).toContain("3 of 3 requests replayed");
		const json = await o.cli(["policy", "replay", document.name, "--json", "--limit", "2"], { as: "dana" });
		expect(JSON.parse(json.stdout)).toMatchObject({
			summary: { requests: 2, beyondLimit: 1, changed: 0 },
			items: [{ id: made[2] }, { id: made[1] }],
		});
		expect((await o.cli(["policy", "replay", draft, "--since", "never"], { as: "dana" })).code).toBe(1);
		expect((await o.cli(["policy", "replay", join(folder, "none.yaml")], { as: "dana" })).code).toBe(2);
		const wrong = await o.cli([
			"policy",
			"replay",
			await file("wrong.yaml", changed(document, { deadline: "0s" })),
		]);
		expect([wrong.code, wrong.stderr.includes("stages[0].deadline")]).toEqual([1, true]);
	});

	test("is for administrators and auditors, and keys with the scope", async () => {
		expectProblem(
			await o.call("POST", `/policies/${document.name}/replay`, { as: "ana" }),
			403,
			"not_eligible",
		);
		expectProblem(await o.call("POST", "/policies/no-such/replay", { as: "dana" }), 404, "not_found");
		expectProblem(
			await o.call("POST", `/policies/${document.name}/replay`, { as: "dana", body: { sinc: "90d" } }),
			422,
			"invalid",
		);
	});
});
