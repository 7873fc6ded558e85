import type { ScimPerson } from "../../../../../ledger/scim/user-resource.ts";
import { userResource } from "../../../../../ledger/scim/user-resource.ts";
import { deleteUser, getUser, patchUserById, replaceUser } from "../../../../../ledger/scim/users.ts";
import { answerResource, handleScim, noContent, type ScimCall } from "../../../scim-call.ts";

type Params = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return answering(request, async (call) => getUser(call.ctx, (await params).id));
}

export function PUT(request: Request, { params }: Params): Promise<Response> {
	return answering(request, async (call) => replaceUser(call.ctx, (await params).id, await call.body()));
}

export function PATCH(request: Request, { params }: Params): Promise<Response> {
	return answering(request, async (call) =>
		patchUserById(call.ctx, (await params).id, await call.operations()),
	);
}

/** Deactivates: see `deleteUser`. */
export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handleScim(request, async (call) => {
		await deleteUser(call.ctx, (await params).id);
		return noContent();
	});
}

function answering(request: Request, work: (call: ScimCall) => Promise<ScimPerson>): Promise<Response> {
	return handleScim(request, async (call) => answerResource(userResource(await work(call), call.base), call));
}
