import { ScimError } from "../../../../ledger/scim/scim-error.ts";
import { handleScim } from "../../scim-call.ts";

/** Whatever else is asked for: an error in SCIM's format. What RFC 7644 has and we have not (/Me, /Bulk) is 501. */
function nothingHere(request: Request): Promise<Response> {
	return handleScim(request, async () => {
		const { pathname } = new URL(request.url);
		if (/\/(Me|Bulk|\.search)$/i.test(pathname)) throw new ScimError(501, null, "This is not supported.");
		throw new ScimError(404, null, `There is no call ${request.method} ${pathname}.`);
	});
}

export {
	nothingHere as DELETE,
	nothingHere as GET,
	nothingHere as PATCH,
	nothingHere as POST,
	nothingHere as PUT,
};
