import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { expectProblem, NO_ID, outside, unique } from "./support/outside.ts";

const o = outside();
const context = { amount: 1, customer: "Mia Chen" };

function post(body: unknown, headers: Record<string, string> = {}) {
	return o.call<ApprovalRequest>("POST", "/requests", { body, headers });
}

function body(more: Record<string, unknown> = {}): Record<string, unknown> {
	return { policy: "refund", title: unique("Submitted"), context, ...more };
}

/** The refusal of this body, with the paths at fault. */
async function pathsOf(given: unknown): Promise<string[]> {
	const { errors } = expectProblem(await post(given), 422, "invalid");
	for (const error of errors ?? []) expect(error.message).toMatch(/\S/);
	return (errors ?? []).map(({ path }) => path);
}

test("a context that does not fit is refused with the path at fault", async () => {
	expect(await pathsOf(body({ context: { amount: "much", customer: "Mia" } }))).toEqual(["context.amount"]);
	expect(await pathsOf(body({ context: { amount: 5 } }))).toEqual(["context.customer"]);
	expect(await pathsOf(body({ context: { amount: 0, customer: "Mia" } }))).toEqual(["context.amount"]);
});

test("missing, unknown and wrong fields are refused with their paths", async () => {
	expect(await pathsOf({ policy: "refund", context })).toEqual(["title"]);
	expect(await pathsOf({ title: "x", context })).toEqual(["policy"]);
	expect(await pathsOf({ policy: "refund", title: "x" })).toEqual(["context"]);
	expect(await pathsOf(body({ nothing: 1 }))).toEqual(["nothing"]);
	expect(await pathsOf(body({ context: [1] }))).toEqual(["context"]);
	expect(await pathsOf(body({ title: " " }))).toEqual(["title"]);
	expect(await pathsOf(body({ policy: "no-such-policy" }))).toEqual(["policy"]);
	expect(await pathsOf(body({ requester: "nobody@demo.example" }))).toEqual(["requester"]);
	expect(await pathsOf(body({ callbackUrl: "javascript:alert(1)" }))).toEqual(["callbackUrl"]);
	const file = { name: "a.pdf", url: "https://files.example.com/a.pdf", sha256: "ab" };
	expect(await pathsOf(body({ attachments: [file] }))).toEqual(["attachments[0].sha256"]);
	expect(await pathsOf({})).toEqual(["policy", "title", "context"]);
});

test("what is no JSON object is refused", async () => {
	for (const given of ["{", "[]", "null", '"text"', "", "policy: refund"]) {
		expectProblem(await post(given), 422, "invalid");
	}
});

test("what is too large is refused", async () => {
	const large = "x".repeat(257 * 1024);
	expectProblem(await post(body({ context: { ...context, reason: large } })), 413, "too_large");
	expectProblem(await post(body({ summary: large.repeat(5) })), 413, "too_large");
});

test("all fields come back as they were given", async () => {
	const given = body({
		summary: "Two lines\nof «summary» & <b>",
		externalId: "order-4711",
		callbackUrl: "https://shop.example.com/approvals",
		requester: "cy@demo.example",
		attachments: [{ name: "photo.jpg", url: "https://files.example.com/photo.jpg", sha256: "0f".repeat(32) }],
	});
	const answer = await post(given);
	expect(answer.status).toBe(201);
	const { callbackUrl: _, requester: __, policy: ___, ...same } = given;
	expect(answer.body).toMatchObject({
		...same,
		requester: o.id("cy"),
		policy: { name: "refund", version: 1 },
	});
	expect(await o.read(answer.body.id, "cy")).toEqual(answer.body);
	// Whom it is for does not decide it, nor does who submitted it.
	expectProblem(await o.decide(answer.body.id, "cy", "approve"), 403, "own_request");
	expectProblem(await o.decide(answer.body.id, "riley", "approve"), 403, "own_request");
	await o.decide(answer.body.id, "ana", "approve");
	for (const asker of ["cy", "riley"]) {
		const late = expectProblem(await o.decide(answer.body.id, asker, "approve"), 403, "own_request");
		expect(late.outcome).toBe("approved");
	}
});

test("asking for somebody else needs the right to", async () => {
	const given = { as: "ana", body: body({ requester: "cy@demo.example" }) };
	expectProblem(await o.call("POST", "/requests", given), 403, "not_eligible");
});

test("the same Idempotency-Key and body: the same request; another body: idempotency_mismatch", async () => {
	const headers = { "idempotency-key": unique("key") };
	const given = body();
	const first = await post(given, headers);
	expect(first.status).toBe(201);
	const again = await post(given, headers);
	expect(again.status).toBe(200);
	expect(again.body.id).toBe(first.body.id);
	const otherOrder = Object.fromEntries(Object.entries(given).reverse());
	expect((await post(otherOrder, headers)).body.id).toBe(first.body.id);
	expectProblem(await post({ ...given, title: "Another" }, headers), 409, "idempotency_mismatch");
	// Also once it is decided: the same request, as it is now.
	await o.decide(first.body.id, "ana", "approve");
	const late = await post(given, headers);
	expect(late.status).toBe(200);
	expect(late.body).toMatchObject({ id: first.body.id, outcome: "approved" });
	// A key belongs to who sent it.
	const others = await o.call<ApprovalRequest>("POST", "/requests", { as: "ana", body: given, headers });
	expect(others.status).toBe(201);
	expect(others.body.id).not.toBe(first.body.id);
	// Without a key every submission is another.
	const [one, two] = await Promise.all([post(given), post(given)]);
	expect(one?.body.id).not.toBe(two?.body.id);
});

test("twenty submissions of one key at once make one request", async () => {
	const headers = { "idempotency-key": unique("key") };
	const given = body();
	const answers = await Promise.all(Array.from({ length: 20 }, () => post(given, headers)));
	expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
	expect(answers.map((answer) => answer.status).toSorted()).toEqual([...Array(19).fill(200), 201]);
});

test("no key, a wrong key and another scheme are not_signed_in, whatever else is wrong", async () => {
	for (const authorization of ["", "Bearer csk_nothing", "Bearer", "Basic cmlsZXk6eA==", "nonsense"]) {
		for (const [method, path] of [
			["POST", "/requests"],
			["GET", "/requests?limit=0"],
			["GET", `/requests/${NO_ID}`],
			["POST", `/requests/${NO_ID}/decisions`],
			["PUT", "/policies/refund"],
		] as const) {
			const answer = await o.call(method, path, { headers: { authorization } });
			expectProblem(answer, 401, "not_signed_in");
		}
	}
});

test("an address that is none answers not_found as a problem, too", async () => {
	for (const [method, path] of [
		["GET", "/nothing"],
		["POST", `/requests/${NO_ID}/nothing`],
		["DELETE", "/nothing/at/all"],
		["PUT", "/"],
	] as const) {
		expectProblem(await o.call(method, path), 404, "not_found");
	}
});
