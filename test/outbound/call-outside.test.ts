import { describe, expect, it, onTestFinished } from "vitest";
import { type Allowance, NOTHING_ALLOWED, readAllowance } from "../../outbound/allowance.ts";
import { callOutside, type Resolve } from "../../outbound/call-outside.ts";
import { isPublicAddress } from "../../outbound/public-address.ts";
import { refusedUrl } from "../../outbound/url-rules.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

function allowed(text: string): Allowance {
	const read = readAllowance(text);
	if ("wrong" in read) throw new Error(read.wrong);
	return read.allowance;
}

async function receiver(): Promise<Receiver> {
	const made = await startReceiver();
	onTestFinished(() => made.close());
	return made;
}

const limits = { method: "GET", timeoutMs: 30_000, mostBytes: 1_000 } as const;

describe("a public address", () => {
	it.each([
		"0.0.0.0",
		"10.255.255.255",
		"100.64.0.1",
		"127.0.0.1",
		"127.255.0.3",
		"169.254.169.254",
		"172.16.0.1",
		"172.31.255.255",
		"192.0.0.170",
		"192.0.2.1",
		"192.168.1.1",
		"198.18.0.1",
		"198.51.100.7",
		"203.0.113.9",
		"224.0.0.1",
		"255.255.255.255",
		"::",
		"::1",
		"::ffff:8.8.8.8",
		"::ffff:127.0.0.1",
		"64:ff9b::7f00:1",
		"64:ff9b:1::1",
		"100::1",
		"2001::1",
		"2001:db8::1",
		"2002:7f00:1::",
		"3fff::1",
		"fc00::1",
		"fd12:3456::1",
		"fe80::1",
		"fec0::1",
		"ff02::1",
		"example.com",
		"",
	])("is not %s", (address) => {
		expect(isPublicAddress(address)).toBe(false);
	});

	it.each([
		"1.1.1.1",
		"8.8.8.8",
		"93.184.215.14",
		"172.32.0.1",
		"100.128.0.1",
		"2606:4700::1111",
		"2a00:1450::1",
	])("is %s", (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});
});

describe("what an installation allows", () => {
	it("is read as networks, addresses and hosts, and names what is none", () => {
		const some = allowed(
			" 10.20.0.0/16, fd00::/8,192.168.1.5 , Hooks.Corp.example, localhost:8080, 127.0.0.1:99 ",
		);
		expect(["10.20.3.4", "fd00::5", "192.168.1.5"].map((one) => some.hasAddress(one))).toEqual([
			true,
			true,
			true,
		]);
		expect(["10.21.0.1", "192.168.1.6", "fe80::1", "x"].map((one) => some.hasAddress(one))).toEqual(
			Array(4).fill(false),
		);
		expect(some.hasHost("hooks.corp.example", 443)).toBe(true);
		expect(some.hasHost("HOOKS.corp.example", 1)).toBe(true);
		expect(some.hasHost("a.hooks.corp.example", 443)).toBe(false);
		expect([some.hasHost("localhost", 8080), some.hasHost("localhost", 80)]).toEqual([true, false]);
		expect([some.hasHost("127.0.0.1", 99), some.hasHost("127.0.0.1", 80)]).toEqual([true, false]);
		expect([some.hasHost("10.20.0.9", 1), some.hasHost("[fd00::1]", 1)]).toEqual([true, true]);
		for (const wrong of [
			"10.0.0.0/33",
			"http://x.example",
			"a b",
			"fd00::/129",
			"10.0.0.0/8/1",
			"x.example:99999999",
		])
			expect(readAllowance(`x.example, ${wrong}`), wrong).toEqual({ wrong });
		expect(allowed("").hasHost("x.example", 443)).toBe(false);
	});

	it("decides which addresses may be written down", () => {
		const some = allowed("hooks.corp.example, 10.20.0.0/16");
		for (const url of [
			"https://shop.example.com/x?y#z",
			"http://hooks.corp.example/x",
			"http://10.20.0.1:8080/",
			"https://1.1.1.1/",
		])
			expect(refusedUrl(url, some), url).toBeNull();
		for (const url of [
			"http://shop.example.com/",
			"http://10.21.0.1/",
			"https://10.21.0.1/",
			"https://0x7f.1/",
			"https://[fd00::1]/",
			"https://printer/",
			"https://printer.local/",
			"https://localhost./",
			"https://metadata.google.internal/",
			"file:///etc/passwd",
			"https://a:b@shop.example.com/",
			"shop.example.com",
			`https://shop.example.com/${"x".repeat(3_000)}`,
		])
			expect(refusedUrl(url, some), url).toMatch(/\S/);
	});
});

describe("a call to the outside", () => {
	const loopback: Resolve = (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);

	it("sends what it is given and answers what came", async () => {
		const shop = await receiver();
		shop.answer((response) => response.writeHead(201, { "x-a": "b" }).end("taken"));
		const answer = await callOutside({
			...limits,
			method: "POST",
			url: shop.url,
			headers: { "x-b": "c" },
			body: "Gehört",
			allowance: allowed(shop.host),
		});
		expect(answer).toMatchObject({
			status: 201,
			headers: { "x-a": "b" },
			body: Buffer.from("taken"),
			whole: true,
		});
		expect(shop.calls).toMatchObject([
			{ method: "POST", body: "Gehört", headers: { "x-b": "c", "content-length": "7" } },
		]);
	});

	it("follows no redirect, and stops reading where the body is too large", async () => {
		const shop = await receiver();
		shop.status(302, { location: `${shop.url}/2` });
		const allowance = allowed(shop.host);
		expect(await callOutside({ ...limits, url: shop.url, allowance })).toMatchObject({
			status: 302,
			whole: true,
		});
		shop.answer((response) => response.end(Buffer.alloc(1_001)));
		const large = await callOutside({ ...limits, url: shop.url, allowance });
		expect([large.status, large.body.length, large.whole]).toEqual([200, 1_000, false]);
		expect(shop.calls).toHaveLength(2);
	});

	it("answers the status of a body that breaks off", async () => {
		const shop = await receiver();
		shop.answer((response) => {
			response.writeHead(200, { "content-length": "10" });
			response.write("ab", () => response.socket?.destroy());
		});
		const answer = await callOutside({ ...limits, url: shop.url, allowance: allowed(shop.host) });
		expect([answer.status, answer.whole]).toEqual([200, false]);
	});

	it("goes to no address that it may not go to, whatever the name says", async () => {
		const shop = await receiver();
		const port = shop.host.split(":")[1];
		const call = (url: string, resolve: Resolve, allowance = NOTHING_ALLOWED) =>
			callOutside({ ...limits, url, resolve, allowance });
		await expect(call(`https://shop.example:${port}/`, loopback)).rejects.toMatchObject({
			code: "refused_address",
		});
		await expect(call(shop.url, loopback)).rejects.toMatchObject({ code: "refused_url" });
		const nobody: Resolve = (_host, _options, done) =>
			done(Object.assign(new Error(), { code: "ENOTFOUND" }), []);
		await expect(call("https://shop.example/", nobody)).rejects.toMatchObject({ code: "unresolvable" });
		expect(shop.calls).toHaveLength(0);
		// The same name where the installation allows it; what answers speaks no TLS.
		const allowance = allowed(`shop.example:${port}`);
		await expect(call(`https://shop.example:${port}/`, loopback, allowance)).rejects.toMatchObject({
			code: "tls",
		});
		expect(await call(`http://shop.example:${port}/`, loopback, allowance)).toMatchObject({ status: 204 });
	});

	it("gives up when it is told to, and when it takes too long", async () => {
		const shop = await receiver();
		const given = new AbortController();
		shop.answer(() => given.abort());
		const call = { ...limits, url: shop.url, allowance: allowed(shop.host) };
		await expect(callOutside({ ...call, signal: given.signal })).rejects.toMatchObject({
			code: "interrupted",
		});
		await expect(callOutside({ ...call, signal: given.signal })).rejects.toMatchObject({
			code: "interrupted",
		});
		await expect(callOutside({ ...call, timeoutMs: 50 })).rejects.toMatchObject({ code: "timeout" });
	});
});
