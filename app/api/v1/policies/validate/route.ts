import { checkPolicy } from "../../../../../ledger/policies.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readText } from "../../../../server/respond.ts";

export function POST(request: Request): Promise<Response> {
	return handle(request, async () => {
		const errors = checkPolicy(await readText(request));
		return json({ valid: errors.length === 0, errors });
	});
}
