import type { ConnectionOptions } from "node:tls";

/** How to reach a mail server, as nodemailer names it. */
export interface SmtpServer {
	host: string;
	port: number;
	/** TLS from the first byte. */
	secure: boolean;
	/** STARTTLS or nothing. */
	requireTLS: boolean;
	ignoreTLS: boolean;
	auth?: { user: string; pass: string };
	name?: string;
	tls?: ConnectionOptions;
}

const OPTIONS = ["requireTLS", "ignoreTLS", "rejectUnauthorized", "servername", "name"];

/**
 * Reads `smtp://user:password@host:587?requireTLS=true` or `smtps://user:password@host:465`. With `smtp:`,
 * STARTTLS is used where the server offers it; `requireTLS=true` sends nothing without it, and is what holds
 * when there is a password and the server is not this machine, so that nobody on the way can have the password
 * by leaving STARTTLS out of the server's answer. Further options: `ignoreTLS=true`, `rejectUnauthorized=false`
 * (certificate not checked), `servername` (the name its certificate must have), `name` (said in EHLO).
 * @throws TypeError that says what to write; never with the password in it
 */
export function parseSmtpUrl(smtpUrl: string): SmtpServer {
	const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : null;
	if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") {
		throw new TypeError(
			"the SMTP address is not one: write smtp://host:587 or smtps://user:password@host:465",
		);
	}
	for (const option of url.searchParams.keys()) {
		if (!OPTIONS.includes(option)) {
			throw new TypeError(
				`the SMTP address has an unknown option ${option}: there are ${OPTIONS.join(", ")}`,
			);
		}
	}
	const secure = url.protocol === "smtps:";
	const host = url.hostname.replace(/^\[|\]$/g, "");
	const user = decode(url.username);
	const ignoreTLS = flag(url, "ignoreTLS") ?? false;
	const requireTLS = flag(url, "requireTLS") ?? (user !== "" && !secure && !ignoreTLS && !isLoopback(host));
	if (ignoreTLS && (requireTLS || secure)) {
		throw new TypeError("the SMTP address both asks for TLS and ignores it: leave ignoreTLS out");
	}
	const name = url.searchParams.get("name");
	const servername = url.searchParams.get("servername");
	const rejectUnauthorized = flag(url, "rejectUnauthorized") ?? true;
	return {
		host,
		port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
		secure,
		requireTLS,
		ignoreTLS,
		...(user !== "" && { auth: { user, pass: decode(url.password) } }),
		...(name !== null && { name }),
		tls: { rejectUnauthorized, ...(servername !== null && { servername }) },
	};
}

function flag(url: URL, option: string): boolean | null {
	const value = url.searchParams.get(option);
	if (value === null) return null;
	if (value === "true" || value === "false") return value === "true";
	throw new TypeError(`the SMTP address's option ${option} is neither true nor false`);
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw new TypeError(
			"the SMTP address's user or password has a % that is no escape: write %25 for a percent sign",
		);
	}
}

function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || /^127\./.test(host);
}
