import { importPeople } from "../../../../../ledger/directory/import-csv.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readText } from "../../../../server/respond.ts";
import { parseQuery } from "../../../schemas/parse.ts";
import { importQuery } from "../../../schemas/people-import.ts";

const MOST_BYTES = 5 * 1024 * 1024;

/** The body is CSV. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const options = parseQuery(importQuery, new URL(request.url).searchParams);
		return json(await importPeople(ctx, await readText(request, MOST_BYTES), options));
	});
}
