import { unlinkSlack } from "../../../../ledger/slack/unlink.ts";
import { handle } from "../../../server/api-actor.ts";
import { json } from "../../../server/respond.ts";

/** Ends the signed-in person's link to Slack. */
export function DELETE(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await unlinkSlack(ctx)));
}
