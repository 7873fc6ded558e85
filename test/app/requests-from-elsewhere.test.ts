import { describe, expect, it } from "vitest";
import { isNavigation } from "../../app/server/navigation.ts";
import { contentSecurityPolicy, pageHeaders } from "../../app/server/page-headers.ts";
import { publicUrl } from "../../app/server/public-url.ts";
import { refuseForeignWrite } from "../../app/server/same-origin.ts";

const own = publicUrl().origin;
const url = `${own}/sign-out`;
const post = (headers: Record<string, string>) => new Request(url, { method: "POST", headers });

describe("a write to a page", () => {
	it("is accepted from our own pages", () => {
		expect(refuseForeignWrite(post({ "sec-fetch-site": "same-origin", origin: own }))).toBeNull();
		expect(refuseForeignWrite(post({ origin: own, cookie: "a=b" }))).toBeNull();
		// What Chromium sends for a form on a page without a referrer.
		expect(refuseForeignWrite(post({ "sec-fetch-site": "same-origin", origin: "null" }))).toBeNull();
		expect(refuseForeignWrite(post({ origin: "http://localhost:3000", host: "localhost:3000" }))).toBeNull();
	});

	it("is refused from anywhere else, and when it does not say where from", () => {
		for (const headers of [
			{ origin: "https://evil.example", cookie: "a=b" },
			{ origin: "null", cookie: "a=b" },
			{ "sec-fetch-site": "cross-site", origin: own },
			{ "sec-fetch-site": "same-site" },
			{ "sec-fetch-site": "none" },
			{ cookie: "a=b" },
			{ origin: "http://evil.example", host: "evil.example" },
			{ origin: "https://evil.example", "x-forwarded-host": "evil.example", cookie: "a=b" },
		]) {
			expect(refuseForeignWrite(post(headers)), JSON.stringify(headers)).not.toBeNull();
		}
	});

	it("reads are nobody's business here", () => {
		expect(refuseForeignWrite(new Request(url, { headers: { origin: "https://evil.example" } }))).toBeNull();
	});
});

describe("going to a page", () => {
	const get = (headers: Record<string, string>, method = "GET") =>
		isNavigation(new Request(url, { method, headers }));

	it("is what people, curl and Node's fetch do", () => {
		expect(get({})).toBe(true);
		expect(get({ "sec-fetch-mode": "cors" })).toBe(true);
		expect(get({ "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" })).toBe(true);
	});

	it("is not a scanner's HEAD, a pre-fetch, a preview, a frame or a script's fetch", () => {
		expect(get({}, "HEAD")).toBe(false);
		for (const headers of [
			{ "sec-purpose": "prefetch" },
			{ "sec-purpose": "prefetch;prerender" },
			{ purpose: "prefetch" },
			{ "x-moz": "prefetch" },
			{ "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
			{ "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
			{ "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
			{ rsc: "1" },
		]) {
			expect(get(headers), JSON.stringify(headers)).toBe(false);
		}
	});
});

describe("a page's headers", () => {
	it("let nothing run or load that is not ours", () => {
		const policy = contentSecurityPolicy("n0nce");
		for (const part of [
			"default-src 'none'",
			"script-src 'self' 'nonce-n0nce' 'strict-dynamic'",
			"style-src 'self' 'nonce-n0nce'",
			"frame-ancestors 'none'",
			"object-src 'none'",
			"base-uri 'none'",
			"form-action 'self'",
		]) {
			expect(policy.split("; ")).toContain(part);
		}
		expect(policy).not.toMatch(/script-src[^;]*unsafe/);
		expect(pageHeaders()).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
	});
});
