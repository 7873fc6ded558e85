import { diffPolicyVersions } from "../../../../../../ledger/policy-diff.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { json } from "../../../../../server/respond.ts";
import { parseQuery } from "../../../../schemas/parse.ts";
import { policyDiffQuery } from "../../../../schemas/policy-changes.ts";

export function GET(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const versions = parseQuery(policyDiffQuery, new URL(request.url).searchParams);
		return json(await diffPolicyVersions(ctx, (await params).name, versions));
	});
}
