import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import type { Answer, CallOptions } from "../support/product.ts";
import { expectProblem, INSTANT, NO_ID, outside, unique } from "./support/outside.ts";

const o = outside();
const context = { amount: 1, customer: "Mia Chen" };
const two = { stages: ["one", "two"].map((name) => stage(name)) };

function stage(name: string): Record<string, unknown> {
	return { name, approvers: [{ group: "finance" }], need: 1, deadline: "1d", onDeadline: "cancel" };
}

function refund(): Promise<ApprovalRequest> {
	return o.submit("refund", unique("To decide"), { context });
}

function post(path: string, options: CallOptions): Promise<Answer<unknown>> {
	return o.call("POST", path, options);
}

test("by the requester: own_request, before and after the outcome", async () => {
	const { id } = await refund();
	expectProblem(await o.decide(id, "riley", "approve"), 403, "own_request");
	expectProblem(await o.decide(id, "riley", "reject", { version: 99 }), 403, "own_request");
	await o.decide(id, "ana", "approve");
	expectProblem(await o.decide(id, "riley", "approve"), 403, "own_request");
});

test("by a stranger: not_found, as if it were not there", async () => {
	const { id } = await refund();
	const stranger = expectProblem(await o.decide(id, "cy", "approve"), 404, "not_found");
	const nowhere = expectProblem(await o.decide(NO_ID, "cy", "approve"), 404, "not_found");
	expect(stranger.detail).toBe(nowhere.detail);
	expectProblem(await o.decide("no-id", "cy", "approve"), 404, "not_found");
	for (const path of ["", "/timeline"]) {
		expectProblem(await o.call("GET", `/requests/${id}${path}`, { as: "cy" }), 404, "not_found");
	}
	for (const path of ["/comments", "/cancel"]) {
		const given = { as: "cy", body: path === "/comments" ? { comment: "hm" } : {} };
		expectProblem(await o.call("POST", `/requests/${id}${path}`, given), 404, "not_found");
	}
	expect((await o.read(id)).version).toBe(1);
});

test("by an administrator who is not asked: not_eligible", async () => {
	const { id } = await refund();
	expectProblem(await o.decide(id, "dana", "approve"), 403, "not_eligible");
});

test("after the outcome: closed, with the outcome, who, when and on which channel", async () => {
	const { id } = await refund();
	await o.decide(id, "ana", "approve");
	const closed = expectProblem(await o.decide(id, "bo", "approve"), 409, "closed");
	expect(closed).toMatchObject({
		outcome: "approved",
		standing: { by: { id: o.id("ana") }, at: expect.stringMatching(INSTANT), channel: "api" },
	});
	const cancelled = expectProblem(await post(`/requests/${id}/cancel`, { body: {} }), 409, "closed");
	expect(cancelled).toMatchObject({ outcome: "approved" });
	// Closed stands before not_eligible, also for an administrator who was never asked.
	expectProblem(await o.decide(id, "dana", "reject"), 409, "closed");
	expect((await o.read(id)).decisions).toHaveLength(1);
});

test("twice: the same verdict is a repeat, another is already_decided, also after the outcome", async () => {
	const policy = await o.policy({ need: 2 });
	const { id } = await o.submit(policy, unique("Twice"));
	const first = await o.decide(id, "ana", "approve", { comment: "mine" });
	expect(first.status).toBe(200);
	const { version } = await o.read(id);
	const again = await o.decide(id, "ana", "approve", { comment: "another" });
	expect(again.status).toBe(200);
	expect(again.body).toMatchObject({ decision: { comment: "mine", by: o.id("ana") } });
	expectProblem(await o.decide(id, "ana", "reject"), 409, "already_decided");
	expect(await o.read(id)).toMatchObject({ version, state: "open", decisions: [{ comment: "mine" }] });
	await o.decide(id, "bo", "approve");
	expect((await o.decide(id, "ana", "approve")).status).toBe(200);
	expect(expectProblem(await o.decide(id, "ana", "reject"), 409, "already_decided").outcome).toBe("approved");
	expect((await o.read(id)).decisions).toHaveLength(2);
});

test("one rejection ends it, two where the policy says so", async () => {
	const once = await o.submit(await o.policy({ need: "all" }), unique("Once"));
	expect((await o.decide(once.id, "ana", "reject")).body).toMatchObject({
		request: { outcome: "rejected", cause: "rejections" },
	});
	const twice = await o.submit(
		await o.policy({ approvers: [{ group: "finance" }, { user: "lee@demo.example" }], rejectAt: 2 }),
		unique("Two rejections"),
	);
	expect((await o.decide(twice.id, "ana", "reject")).body).toMatchObject({ request: { outcome: null } });
	expect((await o.decide(twice.id, "bo", "reject")).body).toMatchObject({ request: { outcome: "rejected" } });
});

test("on a version, stage or round that is over: stale_version; a comment makes nothing stale", async () => {
	const { id, version } = await o.submit(await o.policy({}, two), unique("Stale"));
	await o.call("POST", `/requests/${id}/comments`, { body: { comment: "one more thing" } });
	expect((await o.decide(id, "ana", "approve", { version })).status).toBe(200);
	expectProblem(await o.decide(id, "bo", "approve", { version }), 409, "stale_version");
	expectProblem(await o.decide(id, "bo", "approve", { stage: "one" }), 409, "stale_version");
	expectProblem(await o.decide(id, "bo", "approve", { stage: "none" }), 422, "invalid");
	const now = await o.read(id);
	expect(now).toMatchObject({ stage: "two", outcome: null });
	const last = await o.decide(id, "bo", "approve", { version: now.version, stage: "two" });
	expect(last.body).toMatchObject({ request: { outcome: "approved" } });
});

test("a body that is not valid: invalid with paths; a long comment: too_large", async () => {
	const { id } = await refund();
	const wrong: [unknown, string][] = [
		[{}, "verdict"],
		[{ verdict: "maybe" }, "verdict"],
		[{ verdict: "approve", comments: "x" }, "comments"],
		[{ verdict: "approve", version: "1" }, "version"],
		[{ verdict: "approve", comment: 5 }, "comment"],
	];
	for (const [body, path] of wrong) {
		const { errors } = expectProblem(
			await post(`/requests/${id}/decisions`, { as: "ana", body }),
			422,
			"invalid",
		);
		expect(errors?.map((error) => error.path)).toEqual([path]);
	}
	expectProblem(await post(`/requests/${id}/decisions`, { as: "ana", body: "{" }), 422, "invalid");
	const comment = "x".repeat(10_001);
	expectProblem(await o.decide(id, "ana", "approve", { comment }), 413, "too_large");
	expectProblem(await post(`/requests/${id}/comments`, { body: { comment } }), 413, "too_large");
	expectProblem(await post(`/requests/${id}/cancel`, { body: { comment } }), 413, "too_large");
	expectProblem(await post(`/requests/${id}/comments`, { body: { comment: " \n\t" } }), 422, "invalid");
	expect((await o.read(id)).version).toBe(1);
	expect((await o.decide(id, "ana", "approve", { comment: "y".repeat(10_000) })).status).toBe(200);
});

test("where several refusals apply, the first of the contract's list is given", async () => {
	const { id } = await refund();
	const long = "x".repeat(10_001);
	const decisions = `/requests/${id}/decisions`;
	// not_found before invalid and too_large
	for (const body of [{ verdict: "maybe" }, "{", { verdict: "approve", comment: long }]) {
		expectProblem(await post(decisions, { as: "cy", body }), 404, "not_found");
		expectProblem(await post(`/requests/${NO_ID}/decisions`, { as: "ana", body }), 404, "not_found");
	}
	expectProblem(await post(`/requests/${id}/comments`, { as: "cy", body: { comment: 1 } }), 404, "not_found");
	expectProblem(
		await post(`/requests/${id}/comments`, { as: "cy", body: { comment: long } }),
		404,
		"not_found",
	);
	expectProblem(await post(`/requests/${id}/cancel`, { as: "cy", body: { why: 1 } }), 404, "not_found");
	// invalid and too_large before own_request
	expectProblem(await post(decisions, { as: "riley", body: { verdict: "maybe" } }), 422, "invalid");
	expectProblem(await o.decide(id, "riley", "approve", { comment: long }), 413, "too_large");
	// invalid before not_eligible: the auditor's key may not write at all
	expectProblem(await post(decisions, { as: "ines", body: { verdict: "maybe" } }), 422, "invalid");
	expectProblem(await post(decisions, { as: "ines", body: { verdict: "approve" } }), 403, "not_eligible");
	expectProblem(await post(`/requests/${id}/comments`, { as: "ines", body: {} }), 422, "invalid");
	expectProblem(
		await post(`/requests/${id}/comments`, { as: "ines", body: { comment: "x" } }),
		403,
		"not_eligible",
	);
	expectProblem(await post(`/requests/${id}/cancel`, { as: "ines", body: {} }), 403, "not_eligible");
	// already_decided and closed before not_eligible and stale_version
	await o.decide(id, "ana", "approve");
	expectProblem(await o.decide(id, "ana", "reject", { version: 1 }), 409, "already_decided");
	expectProblem(await post(decisions, { as: "ines", body: { verdict: "approve" } }), 409, "closed");
	expectProblem(await post(`/requests/${id}/cancel`, { as: "ana", body: {} }), 409, "closed");
	expectProblem(await post(`/requests/${id}/cancel`, { as: "ines", body: {} }), 409, "closed");
});

test("cancelling is for the requester and administrators", async () => {
	const { id } = await refund();
	expectProblem(await post(`/requests/${id}/cancel`, { as: "ana", body: {} }), 403, "not_eligible");
	const answer = await post(`/requests/${id}/cancel`, { as: "dana", body: { comment: "not needed" } });
	expect(answer.status).toBe(200);
	expect(answer.body).toMatchObject({ outcome: "cancelled", cause: "cancelled" });
	expect(expectProblem(await o.decide(id, "ana", "approve"), 409, "closed").outcome).toBe("cancelled");
	// The body may be absent.
	const other = await refund();
	expect((await post(`/requests/${other.id}/cancel`, {})).status).toBe(200);
});

test("hundred decisions of two people at once leave one decision where one is needed", async () => {
	const { id } = await refund();
	const answers = await Promise.all(
		Array.from({ length: 100 }, (_, n) => o.decide(id, n % 2 === 0 ? "ana" : "bo", "approve")),
	);
	const request = await o.read(id);
	expect(request.decisions).toHaveLength(1);
	const winner = request.decisions[0]?.by;
	for (const [n, answer] of answers.entries()) {
		const by = o.id(n % 2 === 0 ? "ana" : "bo");
		if (by === winner) expect(answer.status).toBe(200);
		else expectProblem(answer, 409, "closed");
	}
});
