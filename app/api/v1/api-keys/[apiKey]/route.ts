import { revokeApiKey } from "../../../../../ledger/access/manage-api-keys.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json } from "../../../../server/respond.ts";

type Params = { params: Promise<{ apiKey: string }> };

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await revokeApiKey(ctx, (await params).apiKey)));
}
