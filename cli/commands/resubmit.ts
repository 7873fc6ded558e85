import type { Changes } from "../../sdk/index.ts";
import { attachment } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { readJsonObject } from "../read-input.ts";
import { requestText } from "../request-text.ts";
import type { Session } from "../session.ts";

export interface ResubmitOptions {
	context?: string;
	title?: string;
	summary?: string;
	comment?: string;
	attach?: string[];
}

/** Submits a request again that was sent back. What is not given stays as it was. */
export async function resubmit(session: Session, id: string, options: ResubmitOptions): Promise<number> {
	const { context, title, summary, comment, attach } = options;
	const changes: Changes = {
		...(context === undefined ? {} : { context: await readJsonObject("--context", contextSource(context)) }),
		...(title === undefined ? {} : { title }),
		...(summary === undefined ? {} : { summary }),
		...(comment === undefined ? {} : { comment }),
		...(attach === undefined ? {} : { attachments: attach.map(attachment) }),
	};
	const request = await session.client().resubmit(id, changes, { signal: session.signal });
	session.answer(request, () => requestText(request, Date.now()));
	return EXIT.done;
}

/** A file, or `-`, as well as what `submit` takes: JSON itself, or `@file`. */
function contextSource(text: string): string {
	return text.startsWith("@") || text.trimStart().startsWith("{") ? text : `@${text}`;
}
