import { groupResource } from "../../../../../ledger/scim/group-resource.ts";
import {
	deleteGroupById,
	getGroup,
	patchGroupById,
	replaceGroup,
} from "../../../../../ledger/scim/groups.ts";
import { wants } from "../../../../../ledger/scim/projection.ts";
import { answerResource, handleScim, noContent } from "../../../scim-call.ts";

type Params = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handleScim(request, async (call) => {
		const group = await getGroup(call.ctx, (await params).id, wants(call.projection, "members"));
		return answerResource(groupResource(group, call.base), call);
	});
}

export function PUT(request: Request, { params }: Params): Promise<Response> {
	return handleScim(request, async (call) => {
		const group = await replaceGroup(call.ctx, (await params).id, await call.body());
		return answerResource(groupResource(group, call.base), call);
	});
}

/** Answers 204: a large group is not sent back for each change of it, unless attributes are asked for. */
export function PATCH(request: Request, { params }: Params): Promise<Response> {
	return handleScim(request, async (call) => {
		const group = await patchGroupById(call.ctx, (await params).id, await call.operations());
		const { only, without } = call.projection;
		if (only === null && without.length === 0) return noContent();
		return answerResource(groupResource(group, call.base), call);
	});
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handleScim(request, async (call) => {
		await deleteGroupById(call.ctx, (await params).id);
		return noContent();
	});
}
