import { readInbox } from "../../server/inbox.ts";
import { answerModel } from "../../server/page-context.ts";
import { readInboxQuery } from "../inbox-query.ts";

/** A page of a list as JSON, for lists that keep themselves up to date. Takes the list's own address. */
export async function GET(request: Request): Promise<Response> {
	const query = readInboxQuery(Object.fromEntries(new URL(request.url).searchParams));
	return answerModel(request, (ctx) => readInbox(ctx, query));
}
