import { requestAfterAct } from "../../../../../../ledger/read/get-request.ts";
import { sendBack } from "../../../../../../ledger/send-back.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { sendBackBody } from "../../../../schemas/act-bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { sightFirst } from "../sight-first.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		const { comment } = await sightFirst(ctx, id, async () =>
			parseBody(sendBackBody, await readJson(request)),
		);
		await sendBack(ctx, { requestId: id, comment: comment ?? "" });
		return json(await requestAfterAct(ctx, id));
	});
}
