import { readdirSync } from "node:fs";
import { request } from "node:http";
import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailCatcher, startMailCatcher } from "../../engine/mail-catcher/catcher.ts";
import type { CaughtMail } from "../../engine/mail-catcher/store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let folder: string;
let catcher: MailCatcher;
const at = (path: string) => `http://127.0.0.1:${catcher.pagePort}${path}`;
const messages = async (query = "") =>
	(await (await fetch(at(`/api/messages${query}`))).json()) as CaughtMail[];

async function send(mail: Parameters<ReturnType<typeof createTransport>["sendMail"]>[0]): Promise<void> {
	const transport = createTransport({ host: "127.0.0.1", port: catcher.smtpPort });
	await transport.sendMail({ from: "Countersign <no-reply@example.com>", to: "ana@example.com", ...mail });
	transport.close();
}

/** The whole answer to a request whose headers fetch would not let us choose. */
function ask(path: string, method: string, headers: Record<string, string>): Promise<number> {
	return new Promise((resolve, reject) => {
		const call = request({ host: "127.0.0.1", port: catcher.pagePort, path, method, headers }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		call.once("error", reject);
		call.end();
	});
}

beforeEach(async () => {
	folder = temporaryFolder();
	catcher = await startMailCatcher({ folder, smtpPort: 0, pagePort: 0 });
});
afterEach(async () => {
	await catcher.stop();
});

test("a mail arrives whole: addresses, subject, both parts, headers, source", async () => {
	await send({
		to: "Ana Ruiz <ana@example.com>",
		bcc: "audit@example.com",
		subject: "Ré­fund € 20 – decide by 17:30",
		text: "Review and decide: http://127.0.0.1:3000/l/1#abc\n",
		html: "<p>Review <b>and decide</b></p>",
		messageId: "<request-1@example.com>",
		headers: { "X-Countersign-Request": "r1" },
	});
	const [mail] = await messages();
	expect(mail).toMatchObject({
		from: "no-reply@example.com",
		to: ["ana@example.com", "audit@example.com"],
		subject: "Ré­fund € 20 – decide by 17:30",
		messageId: "<request-1@example.com>",
		text: expect.stringMatching(/^Review and decide: http:\/\/127\.0\.0\.1:3000\/l\/1#abc\n+$/),
		headers: { "x-countersign-request": "r1" },
	});
	expect(mail?.html).toContain("<b>and decide</b>");
	expect(mail?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	const raw = await (await fetch(at(`/messages/${mail?.id}/raw`))).text();
	expect(raw).toContain("Message-ID: <request-1@example.com>");
});

test("mails are listed newest first, filtered by recipient, limited, and deleted", async () => {
	for (const number of [1, 2, 3])
		await send({ subject: `mail ${number}`, to: number === 2 ? "bo@example.com" : "ana@example.com" });
	expect((await messages()).map(({ subject }) => subject)).toEqual(["mail 3", "mail 2", "mail 1"]);
	expect((await messages("?to=BO@example.com")).map(({ subject }) => subject)).toEqual(["mail 2"]);
	expect((await messages("?limit=1")).map(({ subject }) => subject)).toEqual(["mail 3"]);
	expect((await fetch(at("/api/messages?limit=x"))).status).toBe(422);
	expect((await fetch(at("/api/messages"), { method: "DELETE" })).status).toBe(204);
	expect(await messages()).toEqual([]);
	expect(readdirSync(folder)).toEqual([]);
});

test("mails survive a restart, in their order", async () => {
	for (const number of [1, 2]) await send({ subject: `mail ${number}` });
	const before = await messages();
	await catcher.stop();
	catcher = await startMailCatcher({ folder, smtpPort: 0, pagePort: 0 });
	expect(await messages()).toEqual(before);
});

test("fifty at once are all kept", async () => {
	const transport = createTransport({
		host: "127.0.0.1",
		port: catcher.smtpPort,
		pool: true,
		maxConnections: 10,
	});
	await Promise.all(
		Array.from({ length: 50 }, (_, number) =>
			transport.sendMail({ from: "a@example.com", to: "ana@example.com", subject: `n${number}`, text: "x" }),
		),
	);
	transport.close();
	expect(new Set((await messages()).map(({ subject }) => subject)).size).toBe(50);
});

test("a hostile mail is shown inert", async () => {
	await send({
		from: '"<img src=x onerror=alert(1)>" <evil@example.com>',
		subject: '<script>alert(1)</script>" \u202egnp.exe',
		text: 'javascript:alert(1) https://example.com/"onmouseover="alert(1)',
		html: '<script>top.location="http://evil.example"</script><base href="http://evil.example"><img src="http://evil.example/p.gif"><meta http-equiv="refresh" content="0;url=http://evil.example">',
	});
	const [mail] = await messages();
	const list = await (await fetch(at("/"))).text();
	const shown = await (await fetch(at(`/messages/${mail?.id}?view=text`))).text();
	const source = await (await fetch(at(`/messages/${mail?.id}?view=source`))).text();
	for (const page of [list, shown, source]) {
		expect(page).not.toContain("<script>alert");
		expect(page).not.toContain("<img");
		expect(page).not.toContain("\u202e");
		expect(page).not.toMatch(/ onmouseover="/);
		expect(page).not.toMatch(/href="javascript:/);
	}
	const framed = await (await fetch(at(`/messages/${mail?.id}?view=html`))).text();
	expect(framed).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
	expect(framed).not.toContain("evil.example/p.gif");
	const document = await fetch(at(`/messages/${mail?.id}/html`));
	const policy = document.headers.get("content-security-policy") ?? "";
	expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox;/);
	expect(policy).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
	expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
	const pagePolicy = (await fetch(at("/"))).headers.get("content-security-policy") ?? "";
	expect(pagePolicy).toContain("default-src 'none'; style-src 'self'; script-src 'self'");
});

test("another site can neither read the mail by a name of its own nor delete it", async () => {
	await send({ subject: "kept" });
	const host = `127.0.0.1:${catcher.pagePort}`;
	expect(await ask("/api/messages", "GET", { host: "evil.example" })).toBe(421);
	expect(await ask("/api/messages", "DELETE", { host, origin: "http://evil.example" })).toBe(403);
	expect(await ask("/clear", "POST", { host, "sec-fetch-site": "cross-site" })).toBe(403);
	expect(await ask("/clear", "POST", { host, origin: "null" })).toBe(403);
	expect(await messages()).toHaveLength(1);
	expect(await ask("/clear", "POST", { host, origin: "null", "sec-fetch-site": "same-origin" })).toBe(303);
	expect(await messages()).toHaveLength(0);
});

test("no path leads out of the folder", async () => {
	for (const path of [
		"/messages/..%2f..%2fsecrets",
		"/messages/../../etc/passwd",
		"/messages/000000000000000-aaaaaaaaaaaa",
		"/x",
	]) {
		expect((await fetch(at(path))).status).toBe(404);
	}
});

test("a mail without subject, parts or sense is still shown", async () => {
	await send({ raw: "\r\n\r\n", envelope: { from: "a@example.com", to: ["b@example.com"] } });
	await send({
		raw: Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x3a]),
		envelope: { from: "a@example.com", to: ["b@example.com"] },
	});
	const mails = await messages();
	expect(mails).toHaveLength(2);
	for (const mail of mails) {
		expect(mail).toMatchObject({ from: "a@example.com", to: ["b@example.com"] });
		for (const view of ["html", "text", "source"]) {
			expect((await fetch(at(`/messages/${mail.id}?view=${view}`))).status).toBe(200);
		}
	}
	expect(await (await fetch(at("/"))).text()).toContain("(no subject)");
});
