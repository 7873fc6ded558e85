import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { decide } from "../../ledger/decide.ts";
import { putGroup } from "../../ledger/directory.ts";
import { getPolicy, listPolicies, listPolicyVersions, putPolicy } from "../../ledger/policies.ts";
import { diffPolicyVersions } from "../../ledger/policy-diff.ts";
import { deletePolicy, restorePolicy, retirePolicy } from "../../ledger/policy-lifecycle.ts";
import { readAudit } from "../../ledger/read/audit-trail.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { submit } from "../../ledger/submit.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
let w: TestWorkspace;
beforeAll(async () => {
	w = await makeWorkspace(pools);
});
afterAll(() => pools.close());

async function refusal(work: Promise<unknown>): Promise<Refusal> {
	const error = await work.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (error instanceof Refusal) return error;
	throw new Error(`expected a refusal, not ${String(error)}`);
}

const put = (name: string, more: object = {}, stage: Record<string, unknown> = {}) =>
	putPolicy(w.ctx("dana"), policy(stage, { name, ...more }));
const open = (name: string) =>
	submit(w.ctx("riley"), { policy: name, title: "Refund", context: { amount: 5 } });
const named = async (name: string) => (await listPolicies(w.ctx("dana"))).find((item) => item.name === name);

describe("a retired policy", () => {
	test("takes no new request; those that are open go on; restoring takes it back", async () => {
		await put("retiring");
		const { requestId } = await open("retiring");
		const retired = await retirePolicy(w.ctx("dana"), "retiring");
		expect(retired).toMatchObject({ name: "retiring", version: 1, retiredAt: expect.any(String) });
		const again = await retirePolicy(w.ctx("dana"), "retiring");
		expect(again.retiredAt).toBe(retired.retiredAt);

		const refused = await refusal(open("retiring"));
		expect(refused.code).toBe("invalid");
		expect(refused.errors).toEqual([
			{ path: "policy", message: "retiring is retired: no new request can be made with it" },
		]);
		await decide(w.ctx("ana"), { requestId, verdict: "approve" });
		expect((await getRequest(w.ctx("riley"), requestId)).outcome).toBe("approved");

		expect((await restorePolicy(w.ctx("dana"), "retiring")).retiredAt).toBeNull();
		await open("retiring");
		const { items } = await readAudit(w.ctx("dana"), {});
		const acts = items.filter(({ kind }) => kind.startsWith("policy_re"));
		expect(acts.map(({ kind }) => kind)).toEqual(["policy_restored", "policy_retired"]);
		expect(JSON.parse(acts[0]?.body ?? "")).toMatchObject({ policy: "retiring", policyVersion: 1 });
	});

	test("stays retired when a new version is pushed, and the answer says so", async () => {
		await put("kept");
		await retirePolicy(w.ctx("dana"), "kept");
		const pushed = await put("kept", { title: "Kept" });
		expect(pushed).toMatchObject({ version: 2, created: true, retiredAt: expect.any(String) });
		expect(pushed.warnings).toEqual([{ path: "", message: expect.stringContaining("is retired") }]);
		expect((await refusal(open("kept"))).code).toBe("invalid");
	});

	test("stands last in the list", async () => {
		await put("aaa-first");
		await put("zzz-last");
		await retirePolicy(w.ctx("dana"), "aaa-first");
		const names = (await listPolicies(w.ctx("dana"))).map(({ name }) => name);
		expect(names.indexOf("aaa-first")).toBeGreaterThan(names.indexOf("zzz-last"));
	});
});

describe("deleting a policy", () => {
	test("is refused once a request was made with it, whatever became of the request", async () => {
		await put("used");
		const { requestId } = await open("used");
		await decide(w.ctx("ana"), { requestId, verdict: "reject" });
		await put("used", { title: "Newer" });
		const refused = await refusal(deletePolicy(w.ctx("dana"), "used"));
		expect([refused.code, refused.status]).toEqual(["in_use", 409]);
		expect(refused.message).toContain("Retire it");
		expect((await getPolicy(w.ctx("dana"), "used")).version).toBe(2);
	});

	test("frees the name of one that was never used; its versions stay as evidence", async () => {
		await put("unused");
		await put("unused", { title: "Newer" });
		expect(await deletePolicy(w.ctx("dana"), "unused")).toEqual({ name: "unused", deleted: true });
		const ctx = w.ctx("dana");
		for (const look of [
			() => getPolicy(ctx, "unused"),
			() => getPolicy(ctx, "unused", 1),
			() => listPolicyVersions(ctx, "unused"),
			() => deletePolicy(ctx, "unused"),
			() => retirePolicy(ctx, "unused"),
		]) {
			expect((await refusal(look())).code).toBe("not_found");
		}
		expect(await named("unused")).toBeUndefined();
		expect((await refusal(open("unused"))).message).toContain("there is no policy named unused");
		const kept = await pools.owner.sql<{ name: string; version: number }[]>`
			select p.name, v.version from policies p join policy_versions v on v.policy_id = p.id
			where p.workspace_id = ${w.id} and p.name like 'unused~%' order by v.version`;
		expect(kept.map(({ version }) => version)).toEqual([1, 2]);
		expect((await refusal(open(kept[0]?.name ?? ""))).code).toBe("invalid");
		expect((await refusal(getPolicy(w.ctx("dana"), kept[0]?.name ?? ""))).code).toBe("not_found");

		expect(await put("unused", { title: "Another" })).toMatchObject({
			version: 1,
			created: true,
			retiredAt: null,
		});
		await open("unused");
		const { items } = await readAudit(w.ctx("dana"), { kind: "policy_deleted" });
		expect(items.map(({ body }) => JSON.parse(body))).toMatchObject([{ policy: "unused", policyVersion: 2 }]);
	});
});

test("retiring, restoring and deleting are for administrators and keys with the scope", async () => {
	await put("guarded");
	for (const act of [retirePolicy, restorePolicy, deletePolicy]) {
		expect((await refusal(act(w.ctx("ana"), "guarded"))).code).toBe("not_eligible");
		const ctx = w.ctx("dana");
		const keyed = { ...ctx, actor: { ...ctx.actor, scopes: new Set(["requests:read"] as const) } };
		expect((await refusal(act(keyed, "guarded"))).code).toBe("not_eligible");
		expect((await refusal(act(ctx, "../etc"))).code).toBe("not_found");
	}
});

test("a push of an unknown calendar is refused at calendar; with the calendar it is taken", async () => {
	const timed = { deadline: "8wh" };
	const first = await refusal(put("timed", { calendar: "london" }, timed));
	expect(first.code).toBe("invalid");
	expect(first.errors).toEqual([
		{ path: "calendar", message: "there is no calendar named london: make it first" },
	]);
	const calendar = { name: "london", timeZone: "Europe/London", hours: { mon: [["09:00", "17:30"]] } };
	await pools.owner.sql`
		insert into calendars (id, workspace_id, name, document)
		values (gen_random_uuid(), ${w.id}, 'london', ${JSON.stringify(calendar)}::jsonb)`;
	const slip = await refusal(put("timed", { calendar: "londn" }, timed));
	expect(slip.errors[0]?.message).toContain("did you mean london?");
	expect((await put("timed", { calendar: "london" }, timed)).created).toBe(true);
	expect(await named("timed")).toMatchObject({ version: 1 });
});

test("a push warns of people, groups and rotas that are not there", async () => {
	await putGroup(pools.db, w.id, { name: "empty", title: "Empty", members: [] });
	const { warnings } = await put(
		"unknown",
		{},
		{
			approvers: [
				{ group: "finance" },
				{ group: "nowhere" },
				{ group: "empty" },
				{ user: "nobody@test.example" },
				{ user: "ANA@test.example" },
				{ oncall: "ops" },
			],
			escalate: [{ after: "1h", to: [{ group: "nowhere" }], mode: "add" }],
		},
	);
	expect(warnings).toEqual([
		{ path: "stages[0].approvers[1]", message: "there is no group nowhere" },
		{ path: "stages[0].approvers[2]", message: "nobody is in group empty" },
		{ path: "stages[0].approvers[3]", message: "nobody active has the e-mail address nobody@test.example" },
		{ path: "stages[0].approvers[5]", message: "there is no rota ops" },
		{ path: "stages[0].escalate[0].to[0]", message: "there is no group nowhere" },
	]);
});

test("two versions are compared; by default the newest with the one before", async () => {
	await put("compared");
	await put("compared", {}, { deadline: "2d" });
	await put("compared", { risk: "low" }, { deadline: "2d" });
	const ctx = w.ctx("ana");
	expect(await diffPolicyVersions(ctx, "compared")).toMatchObject({
		name: "compared",
		from: { version: 2 },
		to: { version: 3, createdBy: { name: "dana" } },
		changes: [{ path: "risk", kind: "added", new: "low" }],
		text: "+ risk: low",
	});
	const whole = await diffPolicyVersions(ctx, "compared", { from: 1, to: 3 });
	expect(whole.changes.map(({ path }) => path)).toEqual(["stages[finance].deadline", "risk"]);
	const back = await diffPolicyVersions(ctx, "compared", { from: 3, to: 1 });
	expect(back.changes.map(({ kind }) => kind)).toEqual(["removed", "changed"]);
	expect((await diffPolicyVersions(ctx, "compared", { to: 1 })).changes).toEqual([]);
	expect((await refusal(diffPolicyVersions(ctx, "compared", { from: 4 }))).code).toBe("not_found");
	expect((await refusal(diffPolicyVersions(ctx, "no-such"))).code).toBe("not_found");
});

test("a text that cannot be read is told once, with its paths", async () => {
	const broken = await refusal(putPolicy(w.ctx("dana"), "a: ["));
	expect(broken.code).toBe("invalid");
	expect(broken.errors.length).toBeGreaterThan(0);
	const yaml =
		"apiVersion: countersign/v1\nname: from-text\ntitle: T\ncontext: { type: object }\nstages: []\n";
	expect((await refusal(putPolicy(w.ctx("dana"), yaml))).errors.map(({ path }) => path)).toEqual(["stages"]);
});
