import { describe, expect, it } from "vitest";
import { inboxHref, readInboxQuery } from "../../app/inbox/inbox-query.ts";
import { sampleContext } from "../../app/inbox/sample-context.ts";
import { SHORTCUTS } from "../../app/inbox/shortcuts.ts";

describe("the address of a list", () => {
	it("says only what differs from the default, and is read back as it was", () => {
		expect(inboxHref(readInboxQuery({}))).toBe("/");
		for (const address of [
			"/?view=all&state=open&policy=refund&q=a+b&sort=due",
			"/?sort=created",
			"/?view=mine&cursor=x&open=y",
		]) {
			const params = Object.fromEntries(new URL(address, "http://x").searchParams);
			const again = new URL(inboxHref(readInboxQuery(params)), "http://x");
			expect(Object.fromEntries(again.searchParams)).toEqual(params);
		}
	});

	it("leaves out what it does not understand", () => {
		expect(readInboxQuery({ view: "nonsense", sort: "nonsense", q: "" })).toEqual(readInboxQuery({}));
		expect(readInboxQuery({ q: ["first", "second"] }).q).toBe("first");
		// What waits for somebody is always open.
		expect(readInboxQuery({ state: "approved" }).state).toBeNull();
	});
});

describe("the shortcuts", () => {
	it("bind each key and each action once", () => {
		expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
		expect(new Set(SHORTCUTS.map(({ action }) => action)).size).toBe(SHORTCUTS.length);
	});
});

describe("the first request to try", () => {
	it("fits what the policy's schema requires", () => {
		const schema = {
			required: ["amount", "kind", "when", "who"],
			properties: {
				amount: { type: "integer", minimum: 1 },
				kind: { enum: ["a", "b"] },
				when: { type: "string", format: "date" },
				who: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
				more: { type: "string" },
			},
		};
		expect(sampleContext(schema)).toEqual({
			amount: 1,
			kind: "a",
			when: "2026-01-05",
			who: { name: "example" },
		});
	});
});
