import { readAudit } from "../../../../ledger/read/audit-trail.ts";
import { handle } from "../../../server/api-actor.ts";
import { json } from "../../../server/respond.ts";
import { parseQuery } from "../../schemas/parse.ts";
import { auditQuery } from "../../schemas/queries.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await readAudit(ctx, parseQuery(auditQuery, new URL(request.url).searchParams))),
	);
}
