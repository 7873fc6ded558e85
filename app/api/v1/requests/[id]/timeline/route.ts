import { readTimeline } from "../../../../../../ledger/read/timeline.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => json(await readTimeline(ctx, (await params).id)));
}
