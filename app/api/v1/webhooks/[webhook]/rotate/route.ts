import { rotateWebhookSecret } from "../../../../../../ledger/webhooks/rotate-secret.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { web } from "../../../../../server/context.ts";
import { json } from "../../../../../server/respond.ts";

export function POST(
	request: Request,
	{ params }: { params: Promise<{ webhook: string }> },
): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await rotateWebhookSecret(await web().withSealer(ctx), (await params).webhook)),
	);
}
