import { sendLinkCode } from "../../../../../../ledger/links/send-code.ts";
import { browserActor } from "../../../../../server/api-actor.ts";
import { web } from "../../../../../server/context.ts";
import { linkTokenOf } from "../../../../../server/link-token.ts";
import { answering, json } from "../../../../../server/respond.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return answering(async () => {
		await browserActor(request);
		return json(
			await sendLinkCode(web().links, { linkId: (await params).id, token: linkTokenOf(request) }),
			202,
		);
	});
}
