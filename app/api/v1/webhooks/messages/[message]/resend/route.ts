import { resendWebhookMessage } from "../../../../../../../ledger/webhooks/resend-message.ts";
import { handle } from "../../../../../../server/api-actor.ts";
import { json } from "../../../../../../server/respond.ts";

export function POST(
	request: Request,
	{ params }: { params: Promise<{ message: string }> },
): Promise<Response> {
	return handle(request, async (ctx) => json(await resendWebhookMessage(ctx, (await params).message)));
}
