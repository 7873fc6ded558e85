import { listPolicyVersions } from "../../../../../../ledger/policies.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";

export function GET(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
	return handle(request, async (ctx) =>
		json({ items: await listPolicyVersions(ctx, (await params).name), nextCursor: null }),
	);
}
