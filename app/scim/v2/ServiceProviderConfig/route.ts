import { requireDirectoryWriter } from "../../../../ledger/directory/rights.ts";
import { serviceProviderConfig } from "../../descriptions.ts";
import { handleScim, scimJson } from "../../scim-call.ts";

export function GET(request: Request): Promise<Response> {
	return handleScim(request, async ({ ctx, base }) => {
		requireDirectoryWriter(ctx.actor);
		return scimJson(serviceProviderConfig(base));
	});
}
