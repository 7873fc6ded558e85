import { restorePolicy } from "../../../../../../ledger/policy-lifecycle.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";

export function POST(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
	return handle(request, async (ctx) => json(await restorePolicy(ctx, (await params).name)));
}
