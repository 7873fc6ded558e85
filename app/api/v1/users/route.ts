import { createPerson, listColleagues, listPeople } from "../../../../ledger/directory/people.ts";
import { readsDirectory } from "../../../../ledger/directory/rights.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { newPersonBody } from "../../schemas/directory-bodies.ts";
import { peopleQuery } from "../../schemas/directory-queries.ts";
import { parseBody, parseQuery } from "../../schemas/parse.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const filter = parseQuery(peopleQuery, new URL(request.url).searchParams);
		return json(await (readsDirectory(ctx.actor) ? listPeople(ctx, filter) : listColleagues(ctx, filter)));
	});
}

export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) =>
		json(await createPerson(ctx, parseBody(newPersonBody, await readJson(request))), 201),
	);
}
