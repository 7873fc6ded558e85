/**
 * Whether somebody goes to a page, as opposed to a browser or scanner that fetches it ahead. Programs that send
 * no fetch metadata (curl, old browsers) count as somebody, and so does Node's `fetch`, which sends a mode and
 * no destination; browsers send both or neither.
 */
export function isNavigation(request: Request): boolean {
	const { headers } = request;
	if (request.method !== "GET") return false;
	const purpose = headers.get("sec-purpose") ?? headers.get("purpose") ?? headers.get("x-moz") ?? "";
	if (/prefetch|prerender|preview/i.test(purpose)) return false;
	if (headers.has("next-router-prefetch") || headers.has("rsc")) return false;
	const destination = headers.get("sec-fetch-dest");
	if (destination === null) return true;
	const mode = headers.get("sec-fetch-mode");
	return destination === "document" && (mode === null || mode === "navigate");
}
