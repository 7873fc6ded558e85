import { endDelegation } from "../../../../../ledger/directory/delegations.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json } from "../../../../server/respond.ts";

type Params = { params: Promise<{ delegation: string }> };

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await endDelegation(ctx, (await params).delegation)));
}
