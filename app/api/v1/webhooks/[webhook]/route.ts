import { changeWebhook } from "../../../../../ledger/webhooks/change-webhook.ts";
import { getWebhook } from "../../../../../ledger/webhooks/read-webhooks.ts";
import { removeWebhook } from "../../../../../ledger/webhooks/remove-webhook.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readJson } from "../../../../server/respond.ts";
import { parseBody } from "../../../schemas/parse.ts";
import { webhookChangesBody } from "../../../schemas/webhook-bodies.ts";

type Context = { params: Promise<{ webhook: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
	return handle(request, async (ctx) => json(await getWebhook(ctx, (await params).webhook)));
}

export function PATCH(request: Request, { params }: Context): Promise<Response> {
	return handle(request, async (ctx) => {
		const body = parseBody(webhookChangesBody, await readJson(request));
		return json(await changeWebhook(ctx, (await params).webhook, body));
	});
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
	return handle(request, async (ctx) => json(await removeWebhook(ctx, (await params).webhook)));
}
