import { requestAfterAct } from "../../../../../../ledger/read/get-request.ts";
import { resubmit } from "../../../../../../ledger/resubmit.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { resubmitBody } from "../../../../schemas/act-bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { sightFirst } from "../sight-first.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		const body = await sightFirst(ctx, id, async () => parseBody(resubmitBody, await readJson(request)));
		await resubmit(ctx, { requestId: id, ...body });
		return json(await requestAfterAct(ctx, id));
	});
}
