import { requestAfterAct } from "../../../../ledger/read/get-request.ts";
import { listRequests } from "../../../../ledger/read/list-requests.ts";
import { submit } from "../../../../ledger/submit.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { submitBody } from "../../schemas/bodies.ts";
import { idempotencyKeyOf } from "../../schemas/idempotency-key.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";
import { listQuery } from "../../schemas/queries.ts";

export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const body = parseBody(submitBody, await readJson(request));
		const idempotencyKey = idempotencyKeyOf(request.headers);
		const input = idempotencyKey === undefined ? body : { ...body, idempotencyKey };
		const { requestId, created } = await submit(ctx, input);
		return json(await requestAfterAct(ctx, requestId), created ? 201 : 200);
	});
}

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await listRequests(ctx, parseQuery(listQuery, new URL(request.url).searchParams))),
	);
}
