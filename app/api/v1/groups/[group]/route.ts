import { changeMembers, deleteGroup, getGroup, putGroup } from "../../../../../ledger/directory/groups.ts";
import { invalid } from "../../../../../ledger/refusal.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readJson } from "../../../../server/respond.ts";
import { groupBody, membersBody } from "../../../schemas/directory-bodies.ts";
import { parseBody } from "../../../schemas/parse.ts";

type Params = { params: Promise<{ group: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await getGroup(ctx, (await params).group)));
}

export function PUT(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const { group: name } = await params;
		const body = parseBody(groupBody, await readJson(request));
		if (body.name !== undefined && body.name !== name)
			throw invalid("name", `is ${body.name}, but it was put as ${name}`);
		const { created, ...group } = await putGroup(ctx, { ...body, name });
		return json(group, created ? 201 : 200);
	});
}

export function PATCH(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const changes = parseBody(membersBody, await readJson(request));
		return json(await changeMembers(ctx, (await params).group, changes));
	});
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await deleteGroup(ctx, (await params).group)));
}
