import { listApiKeys, makeApiKey } from "../../../../ledger/access/manage-api-keys.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { apiKeyBody } from "../../schemas/directory-bodies.ts";
import { apiKeysQuery } from "../../schemas/directory-queries.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await listApiKeys(ctx, parseQuery(apiKeysQuery, new URL(request.url).searchParams))),
	);
}

/** The one answer that holds the key. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await makeApiKey(ctx, parseBody(apiKeyBody, await readJson(request))), 201),
	);
}
