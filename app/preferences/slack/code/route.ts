import { makeLinkCode } from "../../../../ledger/slack/link-codes.ts";
import { handle } from "../../../server/api-actor.ts";
import { json } from "../../../server/respond.ts";

/** A code by which the signed-in person says in Slack who they are. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await makeLinkCode(ctx), 201));
}
