import { userResource } from "../../../../ledger/scim/user-resource.ts";
import { createUser, listUsers } from "../../../../ledger/scim/users.ts";
import { answerList, answerResource, handleScim } from "../../scim-call.ts";

export function GET(request: Request): Promise<Response> {
	return handleScim(request, async (call) => {
		const page = await listUsers(call.ctx, call.listQuery());
		return answerList(page, call, (person) => userResource(person, call.base));
	});
}

export function POST(request: Request): Promise<Response> {
	return handleScim(request, async (call) => {
		const person = await createUser(call.ctx, await call.body());
		return answerResource(userResource(person, call.base), call, 201);
	});
}
