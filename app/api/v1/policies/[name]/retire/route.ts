import { retirePolicy } from "../../../../../../ledger/policy-lifecycle.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";

export function POST(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
	return handle(request, async (ctx) => json(await retirePolicy(ctx, (await params).name)));
}
