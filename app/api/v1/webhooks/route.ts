import { createWebhook } from "../../../../ledger/webhooks/create-webhook.ts";
import { listWebhooks } from "../../../../ledger/webhooks/read-webhooks.ts";
import { handle } from "../../../server/api-actor.ts";
import { web } from "../../../server/context.ts";
import { json, readJson } from "../../../server/respond.ts";
import { parseBody } from "../../schemas/parse.ts";
import { newWebhookBody } from "../../schemas/webhook-bodies.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await listWebhooks(ctx)));
}

/** The one answer that holds the secret. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const body = parseBody(newWebhookBody, await readJson(request));
		return json(await createWebhook(await web().withSealer(ctx), body), 201);
	});
}
