import { listRotas, putRota } from "../../../../ledger/directory/rotas.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readText } from "../../../server/respond.ts";
import { pageQuery } from "../../schemas/directory-queries.ts";
import { parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await listRotas(ctx, parseQuery(pageQuery, new URL(request.url).searchParams))),
	);
}

/** The body is the document: YAML or JSON. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const { created: _always, ...rota } = await putRota(ctx, await readText(request), undefined, {
			mustBeNew: true,
		});
		return json(rota, 201);
	});
}
