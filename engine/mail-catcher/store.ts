import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";

/** One mail as it was received, parsed. */
export interface CaughtMail {
	id: string;
	/** When it was received, ISO 8601 with ms. */
	at: string;
	/** The address in `From`, else the envelope's. */
	from: string;
	/** Whom it was delivered to (the envelope's recipients, so blind copies too). */
	to: string[];
	subject: string;
	/** With its angle brackets; empty when the mail has none. */
	messageId: string;
	text: string;
	html: string;
	/** By lower-case name; values of a repeated header joined by «, ». */
	headers: Record<string, string>;
}

/** What lists show of a mail. */
export type MailSummary = Pick<CaughtMail, "id" | "at" | "from" | "to" | "subject" | "messageId">;

export interface MailStore {
	add(source: Buffer, envelope: { from: string; to: readonly string[] }): Promise<MailSummary>;
	/** Newest first. @param to only mails delivered to this address (case does not matter) */
	list(filter?: { to?: string | undefined; limit?: number | undefined }): MailSummary[];
	/** How many there are, and a number that moves with every change. */
	size(): { count: number; changes: number };
	get(id: string): Promise<CaughtMail | undefined>;
	/** The mail byte for byte, below the two envelope lines that the catcher puts on top. */
	source(id: string): Promise<Buffer | undefined>;
	clear(): Promise<void>;
}

/** `<milliseconds since 1970, 15 digits>-<hexadecimal>`: sorts by time. */
const idShape = /^\d{15}-[0-9a-f]{12}$/;

/** So that a long-running demonstration does not fill the disk. */
const keepAtMost = 5000;

/** Opens the folder of `.eml` files (made if it is not there). */
export async function openMailStore(folder: string): Promise<MailStore> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	/** Oldest first. */
	const mails: MailSummary[] = [];
	let changes = 0;
	let lastTime = 0;
	const path = (id: string) => join(folder, `${id}.eml`);
	for (const name of (await readdir(folder)).sort()) {
		const id = name.replace(/\.eml$/, "");
		if (idShape.test(id)) mails.push(summaryOf(await parse(id, await readFile(path(id)))));
	}
	const read = async (id: string) => {
		if (!idShape.test(id) || !mails.some((mail) => mail.id === id)) return undefined;
		return readFile(path(id)).catch(() => undefined);
	};
	return {
		add: async (source, envelope) => {
			lastTime = Math.max(Date.now(), lastTime);
			const id = `${String(lastTime).padStart(15, "0")}-${randomBytes(6).toString("hex")}`;
			const line = (name: string, value: string) => `${name}: ${value.replace(/[\r\n]/g, " ")}\r\n`;
			const whole = Buffer.concat([
				Buffer.from(line("X-Envelope-From", envelope.from) + line("X-Envelope-To", envelope.to.join(", "))),
				source,
			]);
			const summary = summaryOf(await parse(id, whole));
			await writeFile(`${path(id)}.tmp`, whole, { mode: 0o600 });
			await rename(`${path(id)}.tmp`, path(id));
			mails.push(summary);
			mails.sort((a, b) => (a.id < b.id ? -1 : 1));
			changes++;
			for (const old of mails.splice(0, mails.length - keepAtMost)) await rm(path(old.id), { force: true });
			return summary;
		},
		list: ({ to, limit } = {}) => {
			const wanted = to?.toLowerCase();
			const found = wanted
				? mails.filter((mail) => mail.to.some((one) => one.toLowerCase() === wanted))
				: mails;
			return found.toReversed().slice(0, limit ?? found.length);
		},
		size: () => ({ count: mails.length, changes }),
		get: async (id) => {
			const source = await read(id);
			return source && (await parse(id, source));
		},
		source: read,
		clear: async () => {
			changes++;
			for (const mail of mails.splice(0)) await rm(path(mail.id), { force: true });
		},
	};
}

function summaryOf({ id, at, from, to, subject, messageId }: CaughtMail): MailSummary {
	return { id, at, from, to, subject, messageId };
}

async function parse(id: string, source: Buffer): Promise<CaughtMail> {
	const mail = await PostalMime.parse(source);
	const headers: Record<string, string> = {};
	for (const { key, value } of mail.headers)
		headers[key] = headers[key] ? `${headers[key]}, ${value}` : value;
	// Ours stand on top; a mail that brings lines of the same name cannot take their place.
	const first = (key: string) => mail.headers.find((header) => header.key === key)?.value ?? "";
	return {
		id,
		at: new Date(Number(id.slice(0, 15))).toISOString(),
		from: mail.from?.address || first("x-envelope-from"),
		to: first("x-envelope-to")
			.split(", ")
			.filter((address) => address !== ""),
		subject: mail.subject ?? "",
		messageId: mail.messageId ?? "",
		text: mail.text ?? "",
		html: mail.html ?? "",
		headers,
	};
}
