import { openLink } from "../../../../../ledger/links/open-link.ts";
import { browserActor } from "../../../../server/api-actor.ts";
import { web } from "../../../../server/context.ts";
import { linkTokenOf } from "../../../../server/link-token.ts";
import { answering, json } from "../../../../server/respond.ts";

/** Reads only: opening a link any number of times changes nothing. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return answering(async () => {
		const [{ id }, session] = [await params, await browserActor(request)];
		return json(await openLink(web().access, { linkId: id, token: linkTokenOf(request), session }));
	});
}
