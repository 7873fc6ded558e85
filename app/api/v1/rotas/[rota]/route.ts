import { deleteRota, getRota, putRota } from "../../../../../ledger/directory/rotas.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readText } from "../../../../server/respond.ts";
import { rotaQuery } from "../../../schemas/directory-queries.ts";
import { parseQuery } from "../../../schemas/parse.ts";

type Params = { params: Promise<{ rota: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const { at } = parseQuery(rotaQuery, new URL(request.url).searchParams);
		return json(await getRota(ctx, (await params).rota, at === undefined ? undefined : Date.parse(at)));
	});
}

/** The body is the document: YAML or JSON. */
export function PUT(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const { created, ...rota } = await putRota(ctx, await readText(request), (await params).rota);
		return json(rota, created ? 201 : 200);
	});
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await deleteRota(ctx, (await params).rota)));
}
