import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A real SMTP server that keeps what it accepts, and refuses what it is told to. */
export interface TestSmtp {
	url: string;
	mails: Email[];
	/** Answers this reply code to RCPT of an address that contains the text. */
	refuse(part: string, responseCode: number): void;
	accept(): void;
	close(): Promise<void>;
}

export async function startSmtp(): Promise<TestSmtp> {
	const mails: Email[] = [];
	let refused: { part: string; responseCode: number } | null = null;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ["AUTH", "STARTTLS"],
		onRcptTo(address, _session, callback) {
			if (refused === null || !address.address.includes(refused.part)) return callback();
			callback(Object.assign(new Error("refused by the test"), { responseCode: refused.responseCode }));
		},
		onData(stream, _session, callback) {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("end", async () => {
				mails.push(await PostalMime.parse(Buffer.concat(chunks)));
				callback();
			});
		},
	});
	server.listen(0, "127.0.0.1");
	await once(server.server, "listening");
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		mails,
		refuse(part, responseCode) {
			refused = { part, responseCode };
		},
		accept() {
			refused = null;
		},
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
