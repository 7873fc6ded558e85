import { groupResource } from "../../../../ledger/scim/group-resource.ts";
import { createGroup, listGroups } from "../../../../ledger/scim/groups.ts";
import { wants } from "../../../../ledger/scim/projection.ts";
import { answerList, answerResource, handleScim } from "../../scim-call.ts";

export function GET(request: Request): Promise<Response> {
	return handleScim(request, async (call) => {
		const page = await listGroups(call.ctx, call.listQuery(), wants(call.projection, "members"));
		return answerList(page, call, (group) => groupResource(group, call.base));
	});
}

export function POST(request: Request): Promise<Response> {
	return handleScim(request, async (call) => {
		const group = await createGroup(call.ctx, await call.body());
		return answerResource(groupResource(group, call.base), call, 201);
	});
}
