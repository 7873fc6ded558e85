import { SMTPServer } from "smtp-server";
import type { MailStore } from "./store.ts";

const maximumBytes = 25 * 1024 * 1024;

/** An SMTP server that takes every mail for everybody, with or without a password, up to 25 MB. */
export function smtpReceiver(store: MailStore): SMTPServer {
	return new SMTPServer({
		name: "countersign-mail-catcher",
		banner: "mails are kept here and go nowhere",
		authOptional: true,
		disabledCommands: ["STARTTLS"],
		disableReverseLookup: true,
		size: maximumBytes,
		maxClients: 200,
		onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "anyone" }),
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			let bytes = 0;
			stream.on("data", (chunk: Buffer) => {
				bytes += chunk.length;
				if (bytes <= maximumBytes) chunks.push(chunk);
			});
			stream.once("end", () => {
				if (bytes > maximumBytes) {
					done(Object.assign(new Error("the mail is larger than 25 MB"), { responseCode: 552 }));
					return;
				}
				const { mailFrom, rcptTo } = session.envelope;
				store
					.add(Buffer.concat(chunks), {
						from: mailFrom ? mailFrom.address : "",
						to: rcptTo.map((recipient) => recipient.address),
					})
					.then(() => done(), done);
			});
		},
	});
}
