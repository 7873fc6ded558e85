import { eventually, type Outside } from "../../product/support/outside.ts";

/** The link in the first mail to a person about this title, as it stands in the mail. */
export function mailedLink(o: Outside, name: string, title: string): Promise<string> {
	return eventually(async () => {
		const mail = (await o.mails(name, title))[0];
		return /http:\/\/\S+\/l\/[\w-]+#[\w-]+/.exec(mail?.text ?? "")?.[0];
	});
}

/** The six digits of the newest mail to a person about this title that carries some. */
export function mailedCode(o: Outside, name: string, title: string): Promise<string> {
	return eventually(async () => {
		const mail = (await o.mails(name, title)).at(-1);
		return /\b\d{6}\b/.exec(mail?.subject ?? "")?.[0] ?? /^\D*(\d{6})\b/m.exec(mail?.text ?? "")?.[1];
	});
}
