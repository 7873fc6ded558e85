export type MailRefusedCode = "recipient_refused" | "rejected" | "unreachable" | "timeout" | "tls" | "auth";

/** A mail that the mail server did not take. Holds neither the message's text nor its links. */
export class MailRefused extends Error {
	override readonly name = "MailRefused";
	/** True where another attempt would be refused too. */
	readonly permanent: boolean;
	readonly code: MailRefusedCode;
	/** What the server said, or what went wrong on the way; one line, addresses and links taken out. */
	readonly response: string;

	constructor(code: MailRefusedCode, permanent: boolean, response: string) {
		super(`${code}${permanent ? " for good" : ""}: ${response}`);
		this.code = code;
		this.permanent = permanent;
		this.response = response;
	}
}
