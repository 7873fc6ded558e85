import { decide } from "../../../../../../ledger/decide.ts";
import { requestAfterAct } from "../../../../../../ledger/read/get-request.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { decisionBody } from "../../../../schemas/bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { sightFirst } from "../sight-first.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		const body = await sightFirst(ctx, id, async () => parseBody(decisionBody, await readJson(request)));
		const { decisionId, repeated } = await decide(ctx, { requestId: id, ...body });
		const view = await requestAfterAct(ctx, id);
		const decision = view.decisions.find((item) => item.id === decisionId);
		return json({ request: view, decision, repeated });
	});
}
