import { describe, expect, it } from "vitest";
import { parseQuery } from "../../app/api/schemas/parse.ts";
import { auditQuery, getQuery, listQuery } from "../../app/api/schemas/queries.ts";
import { refusalOf } from "./refusal-of.ts";

const read = (query: string) => parseQuery(listQuery, new URLSearchParams(query));

describe("listQuery", () => {
	it("reads states from commas and repeats", () => {
		expect(read("state=open,question&state=approved").state).toEqual(["open", "question", "approved"]);
	});

	it("reads a page's size as a number", () => {
		expect(read("limit=200&sort=due&assignee=me&q=order%2010")).toEqual({
			limit: 200,
			sort: "due",
			assignee: "me",
			q: "order 10",
		});
	});

	it("takes parameters without a value as absent", () => {
		expect(read("state=&assignee=&policy=&q=&sort=")).toEqual({});
	});

	it.each([
		["limit=0", "limit", "write a whole number from 1 to 200, not 0"],
		["limit=201", "limit", "write a whole number from 1 to 200, not 201"],
		["limit=many", "limit", 'write a whole number from 1 to 200, not "many"'],
		["limit=1.5", "limit", 'write a whole number from 1 to 200, not "1.5"'],
		[
			"state=open,close",
			"state[1]",
			'write states: open, changes_requested, question, approved, rejected, expired or cancelled, not "close"',
		],
		["sort=title", "sort", 'write created or due, not "title"'],
		["asignee=me", "asignee", "is not a field: did you mean assignee?"],
		["q=a&q=b", "q", "stands more than once: write it once"],
		["__proto__=x", "__proto__", "is not a field"],
	])("refuses ?%s", (query, path, message) => {
		const [error] = refusalOf(() => read(query)).errors;
		expect(error?.path).toBe(path);
		expect(error?.message).toContain(message);
	});
});

describe("getQuery", () => {
	const get = (query: string) => parseQuery(getQuery, new URLSearchParams(query));

	it.each([
		["wait=30s&version=3", { wait: 30_000, version: 3 }],
		["wait=1m", { wait: 60_000 }],
		["wait=500ms", { wait: 500 }],
		["wait=0s&version=0", { wait: 0, version: 0 }],
		["", {}],
	])("reads ?%s", (query, expected) => {
		expect(get(query)).toEqual(expected);
	});

	it.each([
		["wait=61s", "wait", "write at most 60s, not 61s"],
		["wait=30", "wait", 'write a duration such as 30s, at most 60s, not "30"'],
		["wait=-1s", "wait", 'write a duration such as 30s, at most 60s, not "-1s"'],
		["version=x", "version", 'write a version of the request, such as 3, not "x"'],
	])("refuses ?%s", (query, path, message) => {
		expect(refusalOf(() => get(query)).errors).toEqual([{ path, message }]);
	});
});

it("auditQuery takes instants with a zone", () => {
	const audit = (query: string) => parseQuery(auditQuery, new URLSearchParams(query));
	expect(audit("from=2026-01-05T09:00:00Z&to=2026-01-06T09:00:00%2B01:00").from).toBe("2026-01-05T09:00:00Z");
	expect(refusalOf(() => audit("from=yesterday")).errors).toEqual([
		{ path: "from", message: 'write an ISO 8601 instant such as 2026-01-05T09:00:00Z, not "yesterday"' },
	]);
});
