import type { RequestFilter, RequestState } from "../../sdk/index.ts";
import { oneOf, wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { listText } from "../request-text.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

const STATES: readonly RequestState[] = [
	"open",
	"changes_requested",
	"question",
	"approved",
	"rejected",
	"expired",
	"cancelled",
];

export interface ListOptions {
	state?: string;
	assignee?: string;
	requester?: string;
	policy?: string;
	q?: string;
	sort?: string;
	limit?: string;
	cursor?: string;
}

/** Shows a page of requests. */
export async function list(session: Session, options: ListOptions): Promise<number> {
	const { state, sort, limit, ...others } = options;
	const filter: RequestFilter = {
		...others,
		...(state === undefined
			? {}
			: { state: state.split(",").map((word) => oneOf("--state", word.trim(), STATES)) }),
		...(sort === undefined ? {} : { sort: oneOf("--sort", sort, ["created", "due"]) }),
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
	};
	const page = await session.client().list(filter, { signal: session.signal });
	session.answer(page, () => listText(page.items, Date.now()));
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}
