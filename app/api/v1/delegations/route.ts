import { delegate, listDelegations } from "../../../../ledger/directory/delegations.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { delegationBody } from "../../schemas/directory-bodies.ts";
import { delegationsQuery } from "../../schemas/directory-queries.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await listDelegations(ctx, parseQuery(delegationsQuery, new URL(request.url).searchParams))),
	);
}

export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const body = parseBody(delegationBody, await readJson(request));
		const { created, ...delegation } = await delegate(ctx, body);
		return json(delegation, created ? 201 : 200);
	});
}
