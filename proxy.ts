import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, pageHeaders } from "./app/server/page-headers.ts";
import { refuseForeignWrite } from "./app/server/same-origin.ts";

/**
 * Runs before every page: gives each answer a nonce of its own and the security headers, and refuses writes
 * to pages that did not come from our own pages. The HTTP API checks its callers itself.
 */
export function proxy(request: NextRequest): NextResponse {
	const refused = refuseForeignWrite(request);
	if (refused !== null) return new NextResponse(refused, { status: 403 });
	const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
	const policy = contentSecurityPolicy(nonce);
	const headers = new Headers(request.headers);
	headers.set("x-nonce", nonce);
	// Next reads the nonce for its own scripts out of this.
	headers.set("content-security-policy", policy);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set("content-security-policy", policy);
	for (const [name, value] of Object.entries(pageHeaders())) response.headers.set(name, value);
	return response;
}

export const config = { matcher: ["/((?!api/v1/|scim/|_next/static/|icon.svg|healthz|readyz).*)"] };
