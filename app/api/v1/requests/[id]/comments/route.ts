import { comment } from "../../../../../../ledger/comment.ts";
import { requestAfterAct } from "../../../../../../ledger/read/get-request.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { commentBody } from "../../../../schemas/bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { sightFirst } from "../sight-first.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		await comment(ctx, {
			requestId: id,
			...(await sightFirst(ctx, id, async () => parseBody(commentBody, await readJson(request)))),
		});
		return json(await requestAfterAct(ctx, id));
	});
}
