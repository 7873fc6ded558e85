import { expect, test } from "vitest";
import { threadHeaders } from "../../emails/threading.ts";

const key = { requestId: "r-1", deliveryId: "d-1", wanted: 3 };

test("mails about one request name one thread; the same delivery twice is the same message", () => {
	const first = threadHeaders(key, "approvals.example.com");
	const again = threadHeaders({ ...key }, "approvals.example.com");
	const next = threadHeaders({ ...key, wanted: 4 }, "approvals.example.com");
	const other = threadHeaders({ ...key, deliveryId: "d-2" }, "approvals.example.com");
	expect(first.messageId).toBe("<d-1.3@approvals.example.com>");
	expect(first.references).toBe("<r-1@approvals.example.com>");
	expect(first.inReplyTo).toBe("<r-1@approvals.example.com>");
	expect(first.headers["X-Countersign-Delivery"]).toBe("d-1.3");
	expect(first.headers["Auto-Submitted"]).toBe("auto-generated");
	expect(again).toEqual(first);
	expect(new Set([first, next, other].map((item) => item.messageId)).size).toBe(3);
	expect(new Set([first, next, other].map((item) => item.references)).size).toBe(1);
});

test("hosts are written as RFC 5322 wants them, without a port", () => {
	const host = (publicHost: string) => threadHeaders(key, publicHost).references;
	expect(host("localhost:3000")).toBe("<r-1@localhost>");
	expect(host("127.0.0.1:3000")).toBe("<r-1@[127.0.0.1]>");
	expect(host("[::1]:3000")).toBe("<r-1@[IPv6:::1]>");
	expect(host("bücher.example")).toBe("<r-1@xn--bcher-kva.example>");
	expect(() => host("a b")).toThrow(/publicHost/);
	expect(() => host("")).toThrow(/publicHost/);
});

test("nothing but an id gets into a header", () => {
	expect(() => threadHeaders({ ...key, deliveryId: "d\r\nBcc: x" }, "h")).toThrow(/deliveryId/);
	expect(() => threadHeaders({ ...key, requestId: "r>" }, "h")).toThrow(/requestId/);
	expect(() => threadHeaders({ ...key, wanted: 1.5 }, "h")).toThrow(/wanted/);
});
