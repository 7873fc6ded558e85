import { Refusal } from "../../../../ledger/refusal.ts";
import { answering } from "../../../server/respond.ts";

/** Whatever else is asked for under /api/v1: there is no page for people here, hence problem details, too. */
function nothingHere(request: Request): Promise<Response> {
	return answering(async () => {
		const { pathname } = new URL(request.url);
		throw new Refusal(
			"not_found",
			`There is no call ${request.method} ${pathname}: see /api/v1/openapi.json.`,
		);
	});
}

export {
	nothingHere as DELETE,
	nothingHere as GET,
	nothingHere as PATCH,
	nothingHere as POST,
	nothingHere as PUT,
};
