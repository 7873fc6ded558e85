import { describe, expect, it } from "vitest";
import {
	cancelBody,
	commentBody,
	decisionBody,
	linkDecisionBody,
	submitBody,
} from "../../app/api/schemas/bodies.ts";
import { idempotencyKeyOf } from "../../app/api/schemas/idempotency-key.ts";
import { parseBody } from "../../app/api/schemas/parse.ts";
import { refusalOf } from "./refusal-of.ts";

const submission = { policy: "refund", title: "Refund order 1042", context: { amount: 20_000 } };
const sha256 = "a".repeat(64);

describe("submitBody", () => {
	it("passes a whole submission on, with its digests in lower case", () => {
		const whole = {
			...submission,
			summary: "Arrived broken.",
			requester: "ana@example.com",
			callbackUrl: "https://shop.example.com/approvals",
			externalId: "order-1042",
			attachments: [{ name: "a.pdf", url: "https://files.example.com/a.pdf", sha256 }],
		};
		expect(parseBody(submitBody, whole)).toEqual(whole);
		const upper = {
			...submission,
			attachments: [{ name: "a", url: "http://x.test/", sha256: "A".repeat(64) }],
		};
		expect(parseBody(submitBody, upper).attachments?.[0]?.sha256).toBe(sha256);
	});

	it("passes the context on as it is", () => {
		const context = JSON.parse('{"a":[1,null,{"b":"é😀"}],"__proto__":{"x":1}}');
		expect(parseBody(submitBody, { ...submission, context }).context).toBe(context);
	});

	it.each([
		["title", {}, "is required: write a line that says what is asked, such as Refund order 1042"],
		["policy", {}, "is required: write the name of a policy, such as refund"],
		["context", {}, "is required: write an object with the data that the policy asks for"],
	])("says that %s is missing", (field, _, message) => {
		const { [field as "title"]: _left, ...rest } = submission;
		expect(refusalOf(() => parseBody(submitBody, rest)).errors).toEqual([{ path: field, message }]);
	});

	it.each([
		[{ title: 5 }, "title", "write a line that says what is asked, such as Refund order 1042, not 5"],
		[{ policy: "" }, "policy", "is empty: write some text"],
		[{ context: [1] }, "context", "write an object with the data that the policy asks for, not a list"],
		[{ context: null }, "context", "write an object with the data that the policy asks for, not null"],
		[{ sumary: "x" }, "sumary", "is not a field: did you mean summary?"],
		[
			{ callbackUrl: "ftp://x.test/" },
			"callbackUrl",
			'write an address such as https://shop.example.com/approvals, not "ftp://x.test/"',
		],
		[
			{ callbackUrl: "javascript:alert(1)" },
			"callbackUrl",
			'write an address such as https://shop.example.com/approvals, not "javascript:alert(1)"',
		],
		[
			{ callbackUrl: "https://me:secret@x.test/" },
			"callbackUrl",
			"holds a user name or password: write the address without them",
		],
		[
			{ attachments: [{ name: "a", url: "https://x.test/", sha256: "abc" }] },
			"attachments[0].sha256",
			'write the SHA-256 of the file: 64 hexadecimal digits, not "abc"',
		],
		[
			{ attachments: [{ name: "a", url: "https://x.test/", sha256, size: 3 }] },
			"attachments[0].size",
			"is not a field: known here are name, url, sha256",
		],
		[{ attachments: {} }, "attachments", "write a list of { name, url, sha256 }, not an object"],
		[
			{ context: { a: { b: ["x\u0000"] } } },
			"context.a.b[0]",
			"has a character that cannot be kept (NUL or half a character): leave it out",
		],
		[
			{ summary: "\ud800" },
			"summary",
			"has a character that cannot be kept (NUL or half a character): leave it out",
		],
		[{ externalId: "x".repeat(201) }, "externalId", "write at most 200 characters, not 201"],
	])("refuses %j at its path", (wrong, path, message) => {
		const refusal = refusalOf(() => parseBody(submitBody, { ...submission, ...wrong }));
		expect(refusal.code).toBe("invalid");
		expect(refusal.status).toBe(422);
		expect(refusal.errors).toEqual([{ path, message }]);
		expect(refusal.message).toBe(`${path}: ${message}`);
	});

	it("refuses a context that nests beyond what a call stack holds", () => {
		const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`);
		expect(refusalOf(() => parseBody(submitBody, { ...submission, context: deep })).errors).toEqual([
			{ path: "context", message: "is nested too deep: at most 32 levels" },
		]);
	});

	it("names every fault at once, in the detail the first", () => {
		const refusal = refusalOf(() => parseBody(submitBody, { policy: 1, tittle: "x" }));
		expect(refusal.errors.map(({ path }) => path)).toEqual(["policy", "title", "context", "tittle"]);
		expect(refusal.message).toContain("policy:");
		expect(refusal.message).toContain("(and 3 more)");
	});

	it.each([[undefined], [null], ["text"], [[submission]]])("refuses the body %j as a whole", (body) => {
		const refusal = refusalOf(() => parseBody(submitBody, body));
		expect(refusal.errors[0]?.path).toBe("");
		expect(refusal.message).toMatch(
			/^The body: (is required: )?write an object such as \{ policy, title, context \}/,
		);
	});
});

describe("the other bodies", () => {
	it("reads a decision", () => {
		const decision = { verdict: "reject", comment: "no", version: 3, stage: "finance" };
		expect(parseBody(decisionBody, decision)).toEqual(decision);
		expect(parseBody(decisionBody, { verdict: "approve", comment: null })).toEqual({
			verdict: "approve",
			comment: null,
		});
	});

	it.each([
		[{}, "verdict", "is required: write approve or reject"],
		[{ verdict: "approved" }, "verdict", 'write approve or reject, not "approved"'],
		[
			{ verdict: "approve", version: "3" },
			"version",
			'write the version of the request that was looked at, such as 3, not "3"',
		],
		[
			{ verdict: "approve", version: 0 },
			"version",
			"write the version of the request that was looked at, such as 3, not 0",
		],
		[{ verdict: "approve", coment: "x" }, "coment", "is not a field: did you mean comment?"],
	])("refuses the decision %j", (body, path, message) => {
		expect(refusalOf(() => parseBody(decisionBody, body)).errors).toEqual([{ path, message }]);
	});

	it("takes a withdrawal with or without a body", () => {
		expect(parseBody(cancelBody, undefined)).toEqual({});
		expect(parseBody(cancelBody, {})).toEqual({});
		expect(parseBody(cancelBody, { comment: "returned" })).toEqual({ comment: "returned" });
		expect(refusalOf(() => parseBody(cancelBody, { reason: "x" })).errors[0]?.path).toBe("reason");
	});

	it("wants a comment's text", () => {
		expect(refusalOf(() => parseBody(commentBody, {})).errors).toEqual([
			{ path: "comment", message: "is required: write some text" },
		]);
	});

	it("takes a mailed code of six digits", () => {
		expect(parseBody(linkDecisionBody, { verdict: "approve", code: "012345" }).code).toBe("012345");
		expect(
			refusalOf(() => parseBody(linkDecisionBody, { verdict: "approve", code: "12345" })).errors,
		).toEqual([{ path: "code", message: 'write the six digits that were mailed, not "12345"' }]);
	});

	it("reads the Idempotency-Key", () => {
		expect(idempotencyKeyOf(new Headers())).toBeUndefined();
		expect(idempotencyKeyOf(new Headers({ "Idempotency-Key": "order-1042" }))).toBe("order-1042");
		const long = new Headers({ "Idempotency-Key": "x".repeat(256) });
		expect(refusalOf(() => idempotencyKeyOf(long)).errors[0]?.path).toBe("Idempotency-Key");
	});
});
