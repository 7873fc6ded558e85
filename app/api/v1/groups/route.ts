import { createGroup, listGroups } from "../../../../ledger/directory/groups.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { newGroupBody } from "../../schemas/directory-bodies.ts";
import { groupsQuery } from "../../schemas/directory-queries.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await listGroups(ctx, parseQuery(groupsQuery, new URL(request.url).searchParams))),
	);
}

export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await createGroup(ctx, parseBody(newGroupBody, await readJson(request))), 201),
	);
}
