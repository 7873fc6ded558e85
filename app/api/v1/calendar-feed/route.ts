import { getFeed, removeFeed, setFeed } from "../../../../ledger/away/feeds.ts";
import { handle } from "../../../server/api-actor.ts";
import { feedPorts } from "../../../server/feed-ports.ts";
import { json, readJson } from "../../../server/respond.ts";
import { calendarFeedBody, calendarFeedQuery } from "../../schemas/calendar-feed.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await getFeed(ctx, await feedPorts(ctx))));
}

export function PUT(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const body = parseBody(calendarFeedBody, await readJson(request));
		return json(await setFeed(ctx, body, await feedPorts(ctx)));
	});
}

export function DELETE(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await removeFeed(ctx, parseQuery(calendarFeedQuery, new URL(request.url).searchParams))),
	);
}
