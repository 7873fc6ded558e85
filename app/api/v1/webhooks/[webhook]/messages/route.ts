import { listWebhookMessages } from "../../../../../../ledger/webhooks/read-messages.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";
import { parseQuery } from "../../../../schemas/parse.ts";
import { webhookMessagesQuery } from "../../../../schemas/webhook-bodies.ts";

export function GET(
	request: Request,
	{ params }: { params: Promise<{ webhook: string }> },
): Promise<Response> {
	return handle(request, async (ctx) => {
		const query = parseQuery(webhookMessagesQuery, new URL(request.url).searchParams);
		return json(await listWebhookMessages(ctx, (await params).webhook, query));
	});
}
