import { noLink } from "../../ledger/links/link-rows.ts";

/** The token of an emailed link, which the page sends in a header so that it stands in no address and no log. */
export function linkTokenOf(request: Request): string {
	const token = request.headers.get("x-link-token") ?? "";
	if (!/^[A-Za-z0-9_-]{43}$/.test(token)) throw noLink();
	return token;
}
