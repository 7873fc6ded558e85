import { publicUrl } from "./public-url.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Why a write to one of our pages is refused, or null when it comes from our own pages. Looks at what browsers
 * set and scripts cannot: `Sec-Fetch-Site`, else `Origin`. Neither, with a cookie, is refused: Next's own check
 * lets a missing Origin through and believes `X-Forwarded-Host`.
 */
export function refuseForeignWrite(request: Request): string | null {
	if (READS.has(request.method)) return null;
	const site = request.headers.get("sec-fetch-site");
	if (site !== null && site !== "same-origin") return "Refused: this came from another site.\n";
	const origin = request.headers.get("origin");
	// Our own forms say «null»: pages are served with `Referrer-Policy: no-referrer`.
	if (origin === "null" && site === "same-origin") return null;
	if (origin !== null) {
		return isOurs(origin, request) ? null : "Refused: this came from another origin.\n";
	}
	if (site === null && request.headers.has("cookie")) {
		return "Refused: a write with a cookie must carry Origin or Sec-Fetch-Site.\n";
	}
	return null;
}

function isOurs(origin: string, request: Request): boolean {
	if (origin === publicUrl().origin) return true;
	// On one machine the same server is reached as localhost and as 127.0.0.1.
	const host = request.headers.get("host");
	return publicUrl().protocol === "http:" && host !== null && isLoopback(host) && origin === `http://${host}`;
}

function isLoopback(host: string): boolean {
	return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
