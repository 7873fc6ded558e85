/**
 * Whether somebody goes to a page, as opposed to a browser or scanner that fetches it ahead. Programs that send
 * no fetch metadata (curl, old browsers) count as somebody.
 */
export function isNavigation(request: Request): boolean {
	const { headers } = request;
	if (request.method !== "GET") return false;
	const purpose = headers.get("sec-purpose") ?? headers.get("purpose") ?? headers.get("x-moz") ?? "";
	if (/prefetch|prerender|preview/i.test(purpose)) return false;
	if (headers.has("next-router-prefetch") || headers.has("rsc")) return false;
	const mode = headers.get("sec-fetch-mode");
	const destination = headers.get("sec-fetch-dest");
	return (mode === null || mode === "navigate") && (destination === null || destination === "document");
}
