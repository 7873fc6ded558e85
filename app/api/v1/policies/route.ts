import { listPolicies } from "../../../../ledger/policies.ts";
import { handle } from "../../../server/api-actor.ts";
import { json } from "../../../server/respond.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json({ items: await listPolicies(ctx), nextCursor: null }));
}
