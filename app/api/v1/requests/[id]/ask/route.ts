import { ask } from "../../../../../../ledger/ask.ts";
import { requestAfterAct } from "../../../../../../ledger/read/get-request.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { askBody } from "../../../../schemas/act-bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { sightFirst } from "../sight-first.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		const { comment } = await sightFirst(ctx, id, async () => parseBody(askBody, await readJson(request)));
		await ask(ctx, { requestId: id, comment: comment ?? "" });
		return json(await requestAfterAct(ctx, id));
	});
}
