import { createServer, type Server, type Socket } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import {
	createMailer,
	type Mailer,
	type MailerOptions,
	MailRefused,
	type OutgoingMail,
} from "../../emails/mailer.ts";

const link = "https://approvals.example.com/l/1#secret-token";
const mail: OutgoingMail = {
	requestId: "request-1",
	deliveryId: "delivery-1",
	wanted: 2,
	to: { name: "Ana Ruiz", email: "ana@example.com" },
	subject: "Decide: Refund, by Tue 24 Nov, 17:30",
	html: `<p>Zażółć <a href="${link}">decide</a></p>`,
	text: `Zażółć\n${link}\n`,
};

const opened: { close(): unknown }[] = [];
afterEach(async () => {
	for (const item of opened.splice(0).reverse()) await item.close();
});

interface Received {
	raw: Buffer;
	from: string;
	to: string[];
}

/** A real SMTP server on a free port; what it takes is in `received`. */
async function smtpServer(
	options: SMTPServerOptions = {},
): Promise<{ port: number; received: Received[]; connections: () => number }> {
	const received: Received[] = [];
	let connections = 0;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ["STARTTLS"],
		disableReverseLookup: true,
		closeTimeout: 100,
		onConnect: (_session, done) => {
			connections += 1;
			done();
		},
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.once("end", () => {
				const { mailFrom, rcptTo } = session.envelope;
				received.push({
					raw: Buffer.concat(chunks),
					from: mailFrom ? mailFrom.address : "",
					to: rcptTo.map(({ address }) => address),
				});
				done();
			});
		},
		...options,
	});
	server.on("error", () => undefined);
	const listening = server.listen(0, "127.0.0.1");
	await new Promise<void>((resolve) => listening.once("listening", () => resolve()));
	opened.push({ close: () => new Promise<void>((resolve) => server.close(() => resolve())) });
	return { port: portOf(listening), received, connections: () => connections };
}

/** A bare TCP server, for peers that do not behave. */
async function tcpServer(onSocket: (socket: Socket) => void): Promise<number> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => undefined);
		onSocket(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	opened.push({
		close: () => {
			for (const socket of sockets) socket.destroy();
			return new Promise<void>((resolve) => server.close(() => resolve()));
		},
	});
	return portOf(server);
}

function portOf(server: Pick<Server, "address">): number {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the server has no port");
	return address.port;
}

function mailerTo(port: number, options: Partial<MailerOptions> = {}): Mailer {
	const mailer = createMailer({
		smtpUrl: `smtp://127.0.0.1:${port}`,
		from: "Countersign <approvals@example.com>",
		publicHost: "approvals.example.com:8443",
		...options,
	});
	opened.push(mailer);
	return mailer;
}

async function refusal(sending: Promise<unknown>): Promise<MailRefused> {
	const error = await sending.then(
		() => new Error("it was sent"),
		(reason: unknown) => reason,
	);
	if (!(error instanceof MailRefused)) throw error;
	return error;
}

const refusing = (responseCode: number, message: string) =>
	Object.assign(new Error(message), { responseCode });

describe("what the server takes", () => {
	test("has both parts whole, its thread, its key, and nothing that tracks", async () => {
		const { port, received } = await smtpServer();
		const { messageId, response } = await mailerTo(port).send(mail);
		expect(messageId).toBe("<delivery-1.2@approvals.example.com>");
		expect(response).toMatch(/^250/);
		const [got] = received;
		expect(got).toMatchObject({ from: "approvals@example.com", to: ["ana@example.com"] });
		const parsed = await PostalMime.parse(got?.raw ?? "");
		expect(parsed.subject).toBe(mail.subject);
		expect(parsed.text?.trim()).toBe(mail.text.trim());
		expect(parsed.html?.trim()).toBe(mail.html);
		expect(parsed.from).toMatchObject({ name: "Countersign", address: "approvals@example.com" });
		expect(parsed.to).toMatchObject([{ name: "Ana Ruiz", address: "ana@example.com" }]);
		expect(parsed.messageId).toBe(messageId);
		expect(parsed.inReplyTo).toBe("<request-1@approvals.example.com>");
		expect(parsed.references).toBe("<request-1@approvals.example.com>");
		const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]));
		expect(headers.get("auto-submitted")).toBe("auto-generated");
		expect(headers.get("x-countersign-delivery")).toBe("delivery-1.2");
		expect(headers.has("x-mailer")).toBe(false);
		expect(parsed.attachments).toEqual([]);
	});

	test("says where it can be had otherwise only when asked to, and never with one click", async () => {
		const { port, received } = await smtpServer();
		const mailer = mailerTo(port);
		await mailer.send(mail);
		await mailer.send({
			...mail,
			deliveryId: "digest-1",
			preferencesUrl: "https://approvals.example.com/preferences",
			bulk: true,
		});
		const headers = await Promise.all(
			received.map(async ({ raw }) => {
				const parsed = await PostalMime.parse(raw);
				return new Map(parsed.headers.map(({ key, value }) => [key, value]));
			}),
		);
		expect(headers[0]?.has("list-unsubscribe")).toBe(false);
		expect(headers[0]?.has("precedence")).toBe(false);
		expect(headers[1]?.get("list-unsubscribe")).toBe("<https://approvals.example.com/preferences>");
		expect(headers[1]?.has("list-unsubscribe-post")).toBe(false);
		expect(headers[1]?.get("precedence")).toBe("bulk");
		expect(headers[1]?.get("auto-submitted")).toBe("auto-generated");
	});

	test("many at once share a few connections", async () => {
		const { port, received, connections } = await smtpServer();
		const mailer = mailerTo(port, { maxConnections: 2 });
		await Promise.all(
			Array.from({ length: 20 }, (_, index) => mailer.send({ ...mail, deliveryId: `delivery-${index}` })),
		);
		expect(received).toHaveLength(20);
		expect(connections()).toBeLessThanOrEqual(2);
	});

	test("verify says whether the server can be used", async () => {
		const { port } = await smtpServer();
		await mailerTo(port).verify();
	});
});

describe("header injection", () => {
	test("line breaks in subject and name stay text", async () => {
		const { port, received } = await smtpServer();
		await mailerTo(port).send({
			...mail,
			subject: "Hello\r\nBcc: spy@example.com\r\n\r\n<b>body</b>",
			to: { name: "Ana\r\nBcc: spy@example.com", email: "ana@example.com" },
		});
		expect(received[0]?.to).toEqual(["ana@example.com"]);
		const parsed = await PostalMime.parse(received[0]?.raw ?? "");
		expect(parsed.bcc ?? []).toEqual([]);
		expect(parsed.headers.map(({ key }) => key)).not.toContain("bcc");
		expect(parsed.subject).toBe("Hello Bcc: spy@example.com <b>body</b>");
		expect(parsed.to).toMatchObject([{ address: "ana@example.com" }]);
	});

	test.each([
		"ana@example.com, spy@example.com",
		"ana@example.com\r\nRCPT TO:<spy@example.com>",
		"Ana <ana@example.com>",
		"ana",
		"",
		"ana@exa mple.com",
	])("%j is no address: refused for good, nothing sent", async (email) => {
		const { port, connections } = await smtpServer();
		const refused = await refusal(mailerTo(port).send({ ...mail, to: { name: "Ana", email } }));
		expect(refused).toMatchObject({ code: "recipient_refused", permanent: true });
		expect(connections()).toBe(0);
	});
});

describe("refusals", () => {
	test("recipient, for good", async () => {
		const { port } = await smtpServer({
			onRcptTo: (address, _session, done) =>
				address.address.startsWith("gone")
					? done(refusing(550, `<${address.address}> no such mailbox`))
					: done(),
		});
		const mailer = mailerTo(port);
		const refused = await refusal(mailer.send({ ...mail, to: { name: "Gone", email: "gone@example.com" } }));
		expect(refused).toMatchObject({ code: "recipient_refused", permanent: true });
		expect(refused.response).toMatch(/^550 .*no such mailbox/);
		expect(refused.response).not.toContain("gone@example.com");
		await expect(mailer.send(mail)).resolves.toMatchObject({ response: expect.stringMatching(/^250/) });
	});

	test("recipient, for now", async () => {
		const { port } = await smtpServer({
			onRcptTo: (_address, _session, done) => done(refusing(451, "greylisted")),
		});
		expect(await refusal(mailerTo(port).send(mail))).toMatchObject({
			code: "recipient_refused",
			permanent: false,
		});
	});

	test.each([
		[554, true],
		[452, false],
	])("message, %i", async (responseCode, permanent) => {
		const { port } = await smtpServer({
			onData: (stream, _session, done) => {
				stream.resume();
				stream.once("end", () => done(refusing(responseCode, `no, not with ${link} in it`)));
			},
		});
		const refused = await refusal(mailerTo(port).send(mail));
		expect(refused).toMatchObject({ code: "rejected", permanent });
		expect(`${refused.message}${refused.response}`).not.toContain("secret-token");
		expect(refused.response).toContain("[link]");
	});

	test("the sender is our own matter: for now", async () => {
		const { port } = await smtpServer({
			onMailFrom: (_address, _session, done) => done(refusing(550, "you may not send from here")),
		});
		expect(await refusal(mailerTo(port).send(mail))).toMatchObject({ code: "rejected", permanent: false });
	});

	test("a server that wants a password, or another one: for now", async () => {
		const { port } = await smtpServer({
			authOptional: false,
			allowInsecureAuth: true,
			onAuth: (_auth, _session, done) => done(refusing(535, "wrong password")),
		});
		expect(await refusal(mailerTo(port).send(mail))).toMatchObject({ code: "auth", permanent: false });
		const wrong = mailerTo(port, { smtpUrl: `smtp://ana:hunter2@127.0.0.1:${port}` });
		const refused = await refusal(wrong.send(mail));
		expect(refused).toMatchObject({ code: "auth", permanent: false });
		expect(`${refused.message}${refused.stack}`).not.toContain("hunter2");
		expect(await refusal(wrong.verify())).toMatchObject({ code: "auth" });
	});

	test("TLS that is required and not offered, or with a certificate of nobody: for now, nothing sent", async () => {
		const plain = await smtpServer();
		expect(
			await refusal(
				mailerTo(plain.port, { smtpUrl: `smtp://127.0.0.1:${plain.port}?requireTLS=true` }).send(mail),
			),
		).toMatchObject({ code: "tls", permanent: false });
		const selfSigned = await smtpServer({ disabledCommands: [], logger: false });
		expect(await refusal(mailerTo(selfSigned.port).send(mail))).toMatchObject({
			code: "tls",
			permanent: false,
		});
		expect(plain.received).toEqual([]);
		expect(selfSigned.received).toEqual([]);
		await mailerTo(selfSigned.port, {
			smtpUrl: `smtp://127.0.0.1:${selfSigned.port}?requireTLS=true&rejectUnauthorized=false`,
		}).send(mail);
		expect(selfSigned.received).toHaveLength(1);
	});
});

/** What the server answers where it does not say «250 ok». */
interface Script {
	/** In place of `220 hello`. */
	greeting?: string;
	/** By verb; `.` is the end of the message. `hang`: no answer; `drop`: the connection ends. */
	answers?: Record<string, string>;
}

/** Mails that a scripted server has taken whole, whatever it answered then. */
async function scriptedServer(script: Script): Promise<{ port: number; taken: string[] }> {
	const taken: string[] = [];
	const port = await tcpServer((socket) => playScript(socket, script, taken));
	return { port, taken };
}

function playScript(socket: Socket, { greeting = "220 hello", answers = {} }: Script, taken: string[]): void {
	let message: string[] | null = null;
	let heard = "";
	socket.write(`${greeting}\r\n`);
	socket.on("data", (chunk: Buffer) => {
		heard += chunk.toString("latin1");
		for (let end = heard.indexOf("\r\n"); end >= 0; end = heard.indexOf("\r\n")) {
			const line = heard.slice(0, end);
			heard = heard.slice(end + 2);
			const verb = line === "." ? "." : line.slice(0, 4).toUpperCase();
			if (message !== null && verb !== ".") {
				message.push(line);
				continue;
			}
			if (message !== null) taken.push(message.join("\n"));
			const answer = answers[verb] ?? (verb === "DATA" ? "354 go on" : "250 ok");
			message = answer.startsWith("354") ? [] : null;
			if (answer === "drop") {
				socket.destroy();
				return;
			}
			if (answer !== "hang") socket.write(`${answer}\r\n`);
		}
	});
}

describe("each step of the conversation, refused for now, for good, or not answered", () => {
	type Step = [step: string, script: Script, code: string, permanent: boolean];
	const steps: Step[] = [
		["greeting, too busy", { greeting: "421 too many connections" }, "unreachable", false],
		["greeting, no service", { greeting: "554 no service here" }, "unreachable", false],
		[
			"EHLO and HELO, refused",
			{ answers: { EHLO: "550 who are you", HELO: "550 who are you" } },
			"unreachable",
			false,
		],
		["EHLO, busy", { answers: { EHLO: "421 closing", HELO: "421 closing" } }, "unreachable", false],
		["EHLO, hangs", { answers: { EHLO: "hang" } }, "timeout", false],
		["EHLO, dropped", { answers: { EHLO: "drop" } }, "unreachable", false],
		["MAIL FROM, for now", { answers: { MAIL: "451 try later" } }, "rejected", false],
		["MAIL FROM, for good: our own matter", { answers: { MAIL: "553 sender unknown" } }, "rejected", false],
		["MAIL FROM, hangs", { answers: { MAIL: "hang" } }, "timeout", false],
		["MAIL FROM, dropped", { answers: { MAIL: "drop" } }, "unreachable", false],
		["RCPT TO, for now", { answers: { RCPT: "450 mailbox busy" } }, "recipient_refused", false],
		["RCPT TO, full", { answers: { RCPT: "452 mailbox full" } }, "recipient_refused", false],
		["RCPT TO, for good", { answers: { RCPT: "550 no such mailbox" } }, "recipient_refused", true],
		["RCPT TO, hangs", { answers: { RCPT: "hang" } }, "timeout", false],
		["RCPT TO, dropped", { answers: { RCPT: "drop" } }, "unreachable", false],
		["DATA, for now", { answers: { DATA: "451 not now" } }, "rejected", false],
		["DATA, for good", { answers: { DATA: "554 no message from you" } }, "rejected", true],
		["DATA, hangs", { answers: { DATA: "hang" } }, "timeout", false],
		["DATA, dropped", { answers: { DATA: "drop" } }, "unreachable", false],
		["message, for now", { answers: { ".": "452 no room" } }, "rejected", false],
		["message, for good", { answers: { ".": "554 looks like spam" } }, "rejected", true],
		["message, taken and not answered", { answers: { ".": "hang" } }, "timeout", false],
		["message, taken and dropped", { answers: { ".": "drop" } }, "unreachable", false],
	];

	test.each(steps)("%s", async (_step, script, code, permanent) => {
		const { port } = await scriptedServer(script);
		const mailer = mailerTo(port, { timeouts: { greeting: 300, socket: 300 } });
		expect(await refusal(mailer.send(mail))).toMatchObject({ code, permanent });
	});

	test("EHLO unknown to an old server: HELO will do", async () => {
		const { port, taken } = await scriptedServer({ answers: { EHLO: "502 what" } });
		await mailerTo(port).send(mail);
		expect(taken).toHaveLength(1);
	});

	test.each(["hang", "drop"])(
		"sent again after the answer was lost (%s), it is the same message",
		async (end) => {
			const answers: Record<string, string> = { ".": end };
			const { port, taken } = await scriptedServer({ answers });
			const mailer = mailerTo(port, { timeouts: { socket: 300 } });
			await refusal(mailer.send(mail));
			delete answers["."];
			await mailer.send(mail);
			expect(taken).toHaveLength(2);
			const keys = taken.map((raw) => /^Message-ID: (\S+)$/im.exec(raw)?.[1]);
			expect(keys).toEqual(["<delivery-1.2@approvals.example.com>", "<delivery-1.2@approvals.example.com>"]);
			for (const raw of taken) expect(raw).toMatch(/^X-Countersign-Delivery: delivery-1\.2$/im);
		},
	);

	test("a slow server that answers in time gets the mail", async () => {
		const { port, received } = await smtpServer({
			onConnect: (_session, done) => void setTimeout(done, 150),
			onMailFrom: (_address, _session, done) => void setTimeout(done, 150),
			onRcptTo: (_address, _session, done) => void setTimeout(done, 150),
		});
		await mailerTo(port, { timeouts: { greeting: 2_000, socket: 2_000 } }).send(mail);
		expect(received).toHaveLength(1);
	});

	test.each([
		["in plain text", (socket: Socket) => socket.write("220 hello\r\n")],
		["with noise", (socket: Socket) => socket.end(Buffer.alloc(64, 0x7f))],
		["by hanging up", (socket: Socket) => socket.destroy()],
	])("a TLS port that answers %s: for now", async (_how, answer) => {
		const port = await tcpServer((socket) => socket.once("data", () => void answer(socket)));
		const mailer = mailerTo(port, {
			smtpUrl: `smtps://127.0.0.1:${port}`,
			timeouts: { greeting: 300, socket: 300 },
		});
		const refused = await refusal(mailer.send(mail));
		expect(["tls", "unreachable"]).toContain(refused.code);
		expect(refused.permanent).toBe(false);
	});

	test("STARTTLS that is promised and breaks: for now, nothing sent in the clear", async () => {
		const { port, taken } = await scriptedServer({
			answers: { EHLO: "250-hello\r\n250 STARTTLS", STAR: "220 go on\r\nnot TLS at all" },
		});
		const mailer = mailerTo(port, { timeouts: { greeting: 300, socket: 300 } });
		const refused = await refusal(mailer.send(mail));
		expect(["tls", "unreachable", "timeout"]).toContain(refused.code);
		expect(refused.permanent).toBe(false);
		expect(taken).toEqual([]);
	});

	test("STARTTLS that is promised and refused: for now, nothing sent in the clear", async () => {
		const { port, taken } = await scriptedServer({
			answers: { EHLO: "250-hello\r\n250 STARTTLS", STAR: "454 TLS not available" },
		});
		const mailer = mailerTo(port, { smtpUrl: `smtp://127.0.0.1:${port}?requireTLS=true` });
		const refused = await refusal(mailer.send(mail));
		expect(refused).toMatchObject({ code: "tls", permanent: false });
		expect(taken).toEqual([]);
	});
});

describe("peers that do not behave: for now", () => {
	test("nobody there", async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const port = portOf(server);
		await new Promise<void>((resolve) => server.close(() => resolve()));
		const mailer = mailerTo(port);
		expect(await refusal(mailer.send(mail))).toMatchObject({ code: "unreachable", permanent: false });
		expect(await refusal(mailer.verify())).toMatchObject({ code: "unreachable" });
	});

	test("no greeting", async () => {
		const port = await tcpServer(() => undefined);
		const refused = await refusal(mailerTo(port, { timeouts: { greeting: 100 } }).send(mail));
		expect(refused).toMatchObject({ code: "timeout", permanent: false });
	});

	test("silence after the greeting", async () => {
		const port = await tcpServer((socket) => socket.write("220 hello\r\n"));
		const refused = await refusal(mailerTo(port, { timeouts: { socket: 100 } }).send(mail));
		expect(refused).toMatchObject({ code: "timeout", permanent: false });
	});

	test("a server that trickles for ever", async () => {
		const port = await tcpServer((socket) => {
			socket.write("220 hello\r\n");
			socket.once("data", () => {
				const timer = setInterval(() => socket.write("250-and\r\n"), 20);
				socket.once("close", () => clearInterval(timer));
			});
		});
		const mailer = mailerTo(port, { timeouts: { whole: 300 } });
		expect(await refusal(mailer.send(mail))).toMatchObject({ code: "timeout", permanent: false });
	});

	test("a connection dropped before, in and after the message", async () => {
		for (const at of ["MAIL", "DATA", "."]) {
			const port = await tcpServer((socket) => scripted(socket, at));
			const refused = await refusal(mailerTo(port).send(mail));
			expect(refused, at).toMatchObject({ code: "unreachable", permanent: false });
		}
	});

	test("a kept connection that the server dropped meanwhile does not fail the next mail", async () => {
		const sockets: Socket[] = [];
		let taken = 0;
		const port = await tcpServer((socket) => {
			sockets.push(socket);
			scripted(socket, null, () => {
				taken += 1;
			});
		});
		const mailer = mailerTo(port, { maxConnections: 1 });
		await mailer.send(mail);
		for (const socket of sockets) socket.destroy();
		await mailer.send({ ...mail, wanted: 3 });
		expect(taken).toBe(2);
		expect(sockets).toHaveLength(2);
	});

	test("an answer that is not SMTP", async () => {
		const port = await tcpServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
		expect((await refusal(mailerTo(port).send(mail))).permanent).toBe(false);
	});
});

/** Speaks just enough SMTP, and hangs up when it hears `dropAt` (`.` is the end of the message). */
function scripted(socket: Socket, dropAt: string | null, onMessage: () => void = () => undefined): void {
	let inMessage = false;
	let heard = "";
	socket.write("220 hello\r\n");
	socket.on("data", (chunk: Buffer) => {
		heard += chunk.toString("latin1");
		for (let end = heard.indexOf("\r\n"); end >= 0; end = heard.indexOf("\r\n")) {
			const line = heard.slice(0, end);
			heard = heard.slice(end + 2);
			const verb = line === "." ? "." : line.slice(0, 4).toUpperCase();
			if (inMessage && verb !== ".") continue;
			if (verb === dropAt) {
				socket.destroy();
				return;
			}
			if (verb === ".") onMessage();
			inMessage = verb === "DATA";
			socket.write(inMessage ? "354 go on\r\n" : "250 ok\r\n");
		}
	});
}

test.each([
	[{ from: "nobody" }, /sender/],
	[{ from: "A <a@b.example>, C <c@d.example>" }, /sender/],
	[{ smtpUrl: "mail.example.com" }, /smtp:/],
	[{ publicHost: "no host" }, /publicHost/],
])("options that cannot be used are refused when the mailer is made: %j", (options, message) => {
	expect(() =>
		createMailer({
			smtpUrl: "smtp://127.0.0.1:1",
			from: "Countersign <approvals@example.com>",
			publicHost: "approvals.example.com",
			...options,
		}),
	).toThrow(message);
});
