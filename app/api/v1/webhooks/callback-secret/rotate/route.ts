import { rotateCallbackSecret } from "../../../../../../ledger/webhooks/callback-secret.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { web } from "../../../../../server/context.ts";
import { json } from "../../../../../server/respond.ts";

export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await rotateCallbackSecret(await web().withSealer(ctx))));
}
