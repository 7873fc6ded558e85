import { getPolicy, putPolicy } from "../../../../../ledger/policies.ts";
import { deletePolicy } from "../../../../../ledger/policy-lifecycle.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readText } from "../../../../server/respond.ts";
import { parseQuery } from "../../../schemas/parse.ts";
import { policyQuery } from "../../../schemas/queries.ts";

type Params = { params: Promise<{ name: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const { version } = parseQuery(policyQuery, new URL(request.url).searchParams);
		return json(await getPolicy(ctx, (await params).name, version));
	});
}

/** The body is the document: YAML or JSON. */
export function PUT(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const pushed = await putPolicy(ctx, await readText(request), (await params).name);
		return json(pushed, pushed.created ? 201 : 200);
	});
}

/** Only of a policy that no request was ever made with. */
export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await deletePolicy(ctx, (await params).name)));
}
