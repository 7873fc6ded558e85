import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FeedError } from "../../../ledger/away/feed-error.ts";
import { createFetchCalendar, type FetchOptions } from "../../../ledger/away/fetch-calendar.ts";
import { NOTHING_ALLOWED, readAllowance } from "../../../outbound/allowance.ts";
import { type CalendarHost, startCalendarHost } from "./calendar-host.ts";

let host: CalendarHost;
beforeAll(async () => {
	host = await startCalendarHost();
});
beforeEach(() => {
	host.asked.length = 0;
});
afterAll(() => host.close());

const read = readAllowance("127.0.0.1");
const LOOPBACK = "allowance" in read ? read.allowance : NOTHING_ALLOWED;
const fetching = (url: string, options: Partial<FetchOptions> = {}, etag: string | null = null) =>
	createFetchCalendar({ allowance: LOOPBACK, ...options })(url, etag);
const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error: FeedError) => error.code,
	);

describe("fetching", () => {
	it("brings the text, and nothing where the ETag still holds", async () => {
		host.serve("BEGIN:VCALENDAR", '"one"');
		expect(await fetching(host.url)).toEqual({ changed: true, text: "BEGIN:VCALENDAR", etag: '"one"' });
		expect(await fetching(host.url, {}, '"one"')).toEqual({ changed: false });
		expect(host.asked.map(({ etag }) => etag)).toEqual([undefined, '"one"']);
	});

	it("follows three redirects and no more", async () => {
		const lead = (times: number) => {
			let left = times;
			host.answer = (_request, response) => {
				if (left === 0) return response.writeHead(200).end("BEGIN:VCALENDAR");
				left -= 1;
				return response.writeHead(302, { location: `/next/${left}` }).end();
			};
		};
		lead(3);
		expect(await fetching(host.url)).toMatchObject({ changed: true });
		expect(host.asked.map(({ path }) => path).slice(1)).toEqual(["/next/2", "/next/1", "/next/0"]);
		lead(4);
		expect(await codeOf(fetching(host.url))).toBe("not_answered");
	});

	it.each([
		["http://127.0.0.2:1/", "address_invalid"],
		["https://169.254.169.254/latest/meta-data", "address_invalid"],
		["https://[::ffff:10.0.0.1]/", "address_invalid"],
		["https://localhost/", "address_invalid"],
		["http://example.com/", "address_invalid"],
		["file:///etc/passwd", "address_invalid"],
	])("checks where a redirect leads: %s", async (location, code) => {
		host.answer = (_request, response) => response.writeHead(301, { location }).end();
		expect(await codeOf(fetching(host.url))).toBe(code);
	});

	it.each([
		"10.1.2.3",
		"127.0.0.9",
		"169.254.169.254",
		"192.168.0.1",
		"100.64.0.1",
		"0.0.0.0",
		"224.0.0.1",
		"::1",
		"fe80::1",
		"fd00::1",
		"::ffff:10.0.0.1",
		"64:ff9b::a00:1",
		"2002:a00:1::",
	])("refuses a name that stands for %s, also beside a public address", async (address) => {
		const family = address.includes(":") ? 6 : 4;
		for (const found of [
			[{ address, family }],
			[
				{ address: "93.184.215.14", family: 4 },
				{ address, family },
			],
		]) {
			const resolve: FetchOptions["resolve"] = (_name, _options, done) => done(null, found);
			expect(await codeOf(fetching("https://calendar.example.com/a.ics", { resolve }))).toBe(
				"address_refused",
			);
		}
	});

	it("asks for a name's addresses once, and goes to those", async () => {
		host.serve("BEGIN:VCALENDAR");
		const names: string[] = [];
		const resolve: FetchOptions["resolve"] = (name, _options, done) => {
			names.push(name);
			// A second question would have another answer, as of somebody who rebinds a name.
			done(null, [{ address: names.length === 1 ? "127.0.0.1" : "127.0.0.9", family: 4 }]);
		};
		const allowance = { ...LOOPBACK, hasHost: () => true };
		const { port } = new URL(host.url);
		expect(await fetching(`http://calendar.test:${port}/a.ics`, { resolve, allowance })).toMatchObject({
			changed: true,
		});
		expect(names).toEqual(["calendar.test"]);
	});

	it.each([
		[404, /no calendar at this address/],
		[401, /asks for a sign-in/],
		[503, /answers 503/],
		[304, /answers 304/],
	])("says what is wrong with an answer of %i", async (status, message) => {
		host.answer = (_request, response) => response.writeHead(status).end();
		await expect(fetching(host.url)).rejects.toMatchObject({
			code: "not_answered",
			message: expect.stringMatching(message),
		});
	});

	it("refuses what is too large, said or not", async () => {
		host.answer = (_request, response) =>
			response.writeHead(200, { "content-length": "2000" }).end("x".repeat(2_000));
		expect(await codeOf(fetching(host.url, { mostBytes: 1_000 }))).toBe("too_large");
		host.answer = (_request, response) => {
			response.writeHead(200);
			const more = () => response.write("x".repeat(100)) && setImmediate(more);
			more();
		};
		expect(await codeOf(fetching(host.url, { mostBytes: 10_000 }))).toBe("too_large");
	});

	it("gives up on who never answers, or never ends", async () => {
		host.answer = () => {};
		expect(await codeOf(fetching(host.url, { timeoutMs: 200 }))).toBe("unreachable");
		host.answer = (_request, response) => response.writeHead(200).write("BEGIN:VCALENDAR");
		expect(await codeOf(fetching(host.url, { timeoutMs: 200 }))).toBe("unreachable");
	});

	it("can be given up, which is no fault of the calendar", async () => {
		const stopping = new AbortController();
		host.answer = () => stopping.abort();
		expect(await codeOf(fetching(host.url, { signal: stopping.signal }))).toBe("interrupted");
	});

	it("refuses a compressed answer, and a host that is not there", async () => {
		host.answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x");
		expect(await codeOf(fetching(host.url))).toBe("not_answered");
		const other = await startCalendarHost();
		await other.close();
		expect(await codeOf(fetching(other.url))).toBe("unreachable");
	});
});
