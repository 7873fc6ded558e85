import { deactivatePerson, findVisiblePerson, updatePerson } from "../../../../../ledger/directory/people.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readJson } from "../../../../server/respond.ts";
import { personChangesBody } from "../../../schemas/directory-bodies.ts";
import { parseBody } from "../../../schemas/parse.ts";

type Params = { params: Promise<{ person: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await findVisiblePerson(ctx, (await params).person)));
}

export function PATCH(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const changes = parseBody(personChangesBody, await readJson(request));
		return json(await updatePerson(ctx, (await params).person, changes));
	});
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await deactivatePerson(ctx, (await params).person)));
}
