import { decideByLink } from "../../../../../../ledger/links/decide-by-link.ts";
import { openLink } from "../../../../../../ledger/links/open-link.ts";
import { browserActor } from "../../../../../server/api-actor.ts";
import { web } from "../../../../../server/context.ts";
import { linkTokenOf } from "../../../../../server/link-token.ts";
import { answering, json, readJson } from "../../../../../server/respond.ts";
import { linkDecisionBody } from "../../../../schemas/bodies.ts";
import { parseBody } from "../../../../schemas/parse.ts";

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return answering(async () => {
		const session = await browserActor(request);
		const link = { linkId: (await params).id, token: linkTokenOf(request), session };
		const decided = await decideByLink(web().links, {
			...link,
			...parseBody(linkDecisionBody, await readJson(request)),
		});
		const view = await openLink(web().access, link);
		return json({ ...view, decision: view.request.decisions.find((item) => item.id === decided.decisionId) });
	});
}
