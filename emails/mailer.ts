import nodemailer from "nodemailer";
import { inertLine } from "./inert-text.ts";
import { MailRefused, type MailRefusedCode } from "./mail-refused.ts";
import { parseSmtpUrl } from "./smtp-url.ts";
import { type MessageKey, threadHeaders } from "./threading.ts";

export { MailRefused, type MailRefusedCode };

/** A rendered mail, whom it goes to, and what it is about. */
export interface OutgoingMail extends MessageKey {
	to: { name: string; email: string };
	subject: string;
	html: string;
	text: string;
	/**
	 * Where the recipient may choose to get such mails otherwise (`List-Unsubscribe`, RFC 2369): a page to sign in to.
	 * Never one-click (RFC 8058): nobody is unsubscribed from being asked, least of all by a mail program.
	 */
	preferencesUrl?: string | undefined;
	/** One of many to the same person: `Precedence: bulk`, for vacation responders that know nothing else. */
	bulk?: boolean | undefined;
}

export interface Mailer {
	/**
	 * Hands one mail to the mail server. Resolves when the server has taken it.
	 * @throws MailRefused, and nothing else
	 */
	send(mail: OutgoingMail): Promise<{ messageId: string; response: string }>;
	/**
	 * Connects and signs in, sends nothing.
	 * @throws MailRefused
	 */
	verify(): Promise<void>;
	/** Closes idle connections now, busy ones when they have done. */
	close(): void;
}

export interface MailerOptions {
	/** As `parseSmtpUrl` reads it. */
	smtpUrl: string;
	/** `Countersign <approvals@example.com>` or the bare address. */
	from: string;
	/** Host, with or without a port, of the public address; it stands in Message-IDs. */
	publicHost: string;
	/** Connections at a time. Default 5. */
	maxConnections?: number | undefined;
	/** Mails a second, at most. Default: no limit. */
	rate?: number | undefined;
	/** Milliseconds. */
	timeouts?: Partial<MailTimeouts> | undefined;
}

export interface MailTimeouts {
	connection: number;
	greeting: number;
	/** Silence in the middle of a conversation. */
	socket: number;
	/**
	 * One mail as a whole, its wait for a free connection included: below the ledger's lease on a delivery (60 s),
	 * so that a server which answers byte by byte does not make two couriers send the same mail.
	 */
	whole: number;
}

const TIMEOUTS: MailTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000, whole: 50_000 };
/** Quiet connections are given back before most servers would drop them. */
const IDLE_MS = 20_000;

/**
 * Sends mails over a pool of SMTP connections. Logs nothing.
 * @throws TypeError where an option cannot be used, saying what to write
 */
export function createMailer(options: MailerOptions): Mailer {
	const timeouts = { ...TIMEOUTS, ...options.timeouts };
	const from = parseFrom(options.from);
	threadHeaders({ requestId: "0", deliveryId: "0", wanted: 1 }, options.publicHost);
	const transport = nodemailer.createTransport({
		...parseSmtpUrl(options.smtpUrl),
		pool: true,
		maxConnections: options.maxConnections ?? 5,
		// One, for a kept connection which the server had dropped; all else is the courier's to repeat.
		maxRequeues: 1,
		idleTimeout: IDLE_MS,
		...(options.rate !== undefined && { rateLimit: options.rate, rateDelta: 1_000 }),
		connectionTimeout: timeouts.connection,
		greetingTimeout: timeouts.greeting,
		socketTimeout: timeouts.socket,
		dnsTimeout: timeouts.connection,
		disableFileAccess: true,
		disableUrlAccess: true,
		logger: false,
	});
	// Faults of idle connections; those of a mail under way reach its own promise.
	transport.on("error", () => undefined);

	return {
		async send(mail) {
			const to = addressOf(mail.to.email);
			if (to === null) throw new MailRefused("recipient_refused", true, "the address is not a mail address");
			const thread = threadHeaders(mail, options.publicHost);
			try {
				const info = await transport.sendMail({
					from,
					to: { name: inertLine(mail.to.name, 80), address: to },
					envelope: { from: from.address, to },
					subject: inertLine(mail.subject, 200),
					text: mail.text,
					html: mail.html,
					messageId: thread.messageId,
					inReplyTo: thread.inReplyTo,
					references: thread.references,
					headers: {
						...thread.headers,
						...(mail.preferencesUrl === undefined
							? {}
							: { "List-Unsubscribe": listAddress(mail.preferencesUrl) }),
						...(mail.bulk === true ? { Precedence: "bulk" } : {}),
					},
					xMailer: false,
					signal: AbortSignal.timeout(timeouts.whole),
				});
				return { messageId: thread.messageId, response: quiet(info.response) };
			} catch (error) {
				throw refusalOf(error);
			}
		},
		async verify() {
			try {
				await transport.verify();
			} catch (error) {
				throw refusalOf(error);
			}
		},
		close() {
			transport.close();
		},
	};
}

function parseFrom(from: string): { name: string; address: string } {
	const [, name, inBrackets] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? [];
	const address = addressOf(inBrackets ?? from.trim());
	if (address === null) {
		throw new TypeError(
			"the sender is not a mail address: write one such as Countersign <approvals@example.com>",
		);
	}
	return { name: inertLine(name ?? "", 80), address };
}

/** An address of ours as a list header has it. */
function listAddress(url: string): string {
	if (!/^https?:\/\/[^\s<>,]+$/.test(url)) throw new TypeError("preferencesUrl is no http(s) address");
	return `<${url}>`;
}

/** One plain address; nothing that a mail library could read as several, or as another header. */
function addressOf(email: string): string | null {
	return /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,255}$/u.test(email)
		? email
		: null;
}

/** Replies that say «sign in first»: nothing is wrong with the mail. RFC 4954, section 6. */
const AUTHENTICATION_REPLIES = [530, 534, 535, 538];

/** Nodemailer's error in our words. Only a 5xx reply to the recipient or to the message itself is for good. */
function refusalOf(error: unknown): MailRefused {
	const { code, command, responseCode, permanent, message } = faultOf(error);
	const refused = (as: MailRefusedCode, forGood = false) => new MailRefused(as, forGood, quiet(message));
	if (responseCode !== null && AUTHENTICATION_REPLIES.includes(responseCode)) return refused("auth");
	switch (code) {
		case "EENVELOPE":
			if (command === "RCPT TO") return refused("recipient_refused", permanent);
			return refused("rejected", command === "DATA" && permanent);
		case "EMESSAGE":
			return refused("rejected", permanent);
		case "ETIMEDOUT":
		case "EABORT":
			return refused("timeout");
		case "ETLS":
		case "EREQUIRETLS":
			return refused("tls");
		case "EAUTH":
		case "ENOAUTH":
		case "EOAUTH2":
			return refused("auth");
		case "ECONNECTION":
		case "ESOCKET":
		case "EDNS":
		case "EPROTOCOL":
		case "EPROXY":
			return isCertificateFault(message) ? refused("tls") : refused("unreachable");
		default:
			return refused("rejected");
	}
}

interface Fault {
	code: string | null;
	command: string | null;
	responseCode: number | null;
	permanent: boolean;
	message: string;
}

function faultOf(error: unknown): Fault {
	const fields = typeof error === "object" && error !== null ? error : {};
	const field = (name: string): unknown => Reflect.get(fields, name);
	const text = (name: string): string | null => {
		const value = field(name);
		return typeof value === "string" && value !== "" ? value : null;
	};
	const responseCode = field("responseCode");
	return {
		code: error instanceof DOMException ? "EABORT" : text("code"),
		command: text("command"),
		responseCode: typeof responseCode === "number" ? responseCode : null,
		permanent: field("permanent") === true,
		message: text("response") ?? text("message") ?? "unknown fault",
	};
}

function isCertificateFault(message: string): boolean {
	return /certificate|ssl routines|tls/i.test(message);
}

/** A server's words fit for a log: one line, without the addresses and links that servers like to repeat. */
function quiet(response: string): string {
	return inertLine(response, 500)
		.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "[link]")
		.replace(/[^\s<>@"]+@[^\s<>@"]+/g, "[address]");
}
