import { expect, test } from "vitest";
import type { ApprovalRequest, Timeline } from "../../sdk/index.ts";
import { INSTANT, outside, unique } from "./support/outside.ts";

const o = outside();

/** Every value under a name that says it is an instant. */
function instantsIn(value: unknown, name = ""): unknown[] {
	if (Array.isArray(value)) return value.flatMap((item) => instantsIn(item, name));
	if (typeof value === "object" && value !== null) {
		// A policy's own document has `rejectAt`, a number.
		const entries = Object.entries(value).filter(([key]) => key !== "document");
		return entries.flatMap(([key, inner]) => instantsIn(inner, key));
	}
	return /^(at|due|wakeAt|.*At)$/.test(name) && value !== null ? [value] : [];
}

test("the timeline tells what happened, in order, with who, verdicts and words", async () => {
	const policy = await o.policy({ need: 2 });
	const { id } = await o.submit(policy, unique("Told"));
	await o.call("POST", `/requests/${id}/comments`, { as: "ana", body: { comment: "Is it urgent?" } });
	await o.decide(id, "ana", "approve", { comment: "fine" });
	await o.decide(id, "bo", "reject", { comment: "too much" });
	await o.call("POST", `/requests/${id}/comments`, { body: { comment: "A pity." } });
	const { status, body } = await o.call<Timeline & { nextCursor: null }>("GET", `/requests/${id}/timeline`);
	expect(status).toBe(200);
	expect(body.nextCursor).toBeNull();
	const items = body.items.filter(({ kind }) => !["delivered", "assigned"].includes(kind));
	expect(items.map(({ kind, by, comment }) => [kind, by, comment])).toEqual([
		["submitted", o.id("riley"), null],
		["stage_opened", null, null],
		["commented", o.id("ana"), "Is it urgent?"],
		["decided", o.id("ana"), "fine"],
		["decided", o.id("bo"), "too much"],
		["stage_closed", null, null],
		["closed", null, null],
		["commented", o.id("riley"), "A pity."],
	]);
	const decided = items.filter(({ kind }) => kind === "decided");
	expect(decided.map(({ facts }) => [facts.stage, facts.verdict])).toEqual([
		["finance", "approve"],
		["finance", "reject"],
	]);
	const times = body.items.map(({ at }) => Date.parse(at));
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	expect(body.people[o.id("ana")]).toMatchObject({ name: "Ana Ruiz" });
});

test("comments move the version, also after the outcome, and change nothing else", async () => {
	const { id, version } = await o.submit(await o.policy(), unique("Commented"));
	const first = await o.call<ApprovalRequest>("POST", `/requests/${id}/comments`, {
		body: { comment: "once" },
	});
	expect(first.status).toBe(200);
	expect(first.body).toMatchObject({ id, state: "open", version: version + 1 });
	await o.decide(id, "ana", "approve");
	const before = await o.read(id);
	const after = await o.call<ApprovalRequest>("POST", `/requests/${id}/comments`, {
		as: "bo",
		body: { comment: "twice" },
	});
	expect(after.body).toEqual({ ...before, version: before.version + 1 });
});

test("every instant is ISO 8601 in UTC with milliseconds", async () => {
	const { id } = await o.submit(await o.policy(), unique("Instants"));
	await o.decide(id, "ana", "approve");
	const paths = [
		`/requests/${id}`,
		"/requests?limit=5",
		`/requests/${id}/timeline`,
		"/policies/refund",
		"/policies/refund/versions",
		"/policies",
		"/audit?limit=5",
	];
	for (const path of paths) {
		const { status, body } = await o.call("GET", path, { as: "dana" });
		expect([path, status]).toEqual([path, 200]);
		const instants = instantsIn(body);
		expect(instants.length).toBeGreaterThan(0);
		for (const instant of instants) expect(instant, path).toMatch(INSTANT);
	}
});

test("the audit trail holds the refused attempt and is for auditors and administrators", async () => {
	const { id } = await o.submit(await o.policy(), unique("Audited"));
	await o.decide(id, "riley", "approve");
	await o.decide(id, "ana", "approve");
	const { body } = await o.call<{ items: { kind: string; body: string }[]; nextCursor: string | null }>(
		"GET",
		`/audit?request=${id}`,
		{ as: "ines" },
	);
	const kinds = body.items.map(({ kind }) => kind);
	expect(kinds).toEqual(expect.arrayContaining(["submitted", "refused", "decided", "closed"]));
	expect((await o.call("GET", "/audit", { as: "ana" })).status).toBe(403);
	expect((await o.call("GET", "/audit?cursor=x", { as: "ines" })).status).toBe(422);
	expect((await o.call("GET", "/audit?from=yesterday", { as: "ines" })).status).toBe(422);
	const only = await o.call<{ items: { kind: string }[] }>("GET", `/audit?request=${id}&kind=decided`, {
		as: "ines",
	});
	expect(only.body.items.map(({ kind }) => kind)).toEqual(["decided"]);
});
