import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listPage, mailDocument, mailPage, notFoundPage, pageScript, pageStyle } from "./page.ts";
import type { MailStore } from "./store.ts";

/** The page's own policy: nothing but its own style and script, and mails in frames of their own. */
const pagePolicy =
	"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The policy of a mail's HTML: a sandbox with an origin of its own and no scripts, no forms, no remote content. A
 * link opens in a new tab when it is pressed.
 */
export const mailPolicy =
	"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

const listLimit = 300;

/** The HTTP server of the catcher: pages for people, `/api/messages` for programs. Listens to nobody but this machine. */
export function pageServer(store: MailStore): Server {
	return createServer((request, response) => {
		answer(store, request, response).catch((error: unknown) => {
			process.stderr.write(`page: ${error instanceof Error ? error.stack : String(error)}\n`);
			if (!response.headersSent)
				send(response, 500, "text/plain; charset=utf-8", "The mail could not be shown.\n");
			else response.destroy();
		});
	});
}

async function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
	// A web page elsewhere must not read the mail by pointing its own name at 127.0.0.1, nor delete it.
	const host = request.headers.host ?? "";
	if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
		return send(
			response,
			421,
			"text/plain; charset=utf-8",
			"This page answers on 127.0.0.1 and localhost only.\n",
		);
	}
	const method = request.method ?? "GET";
	const reads = method === "GET" || method === "HEAD";
	if (!reads && !isFromHere(request, host)) {
		return send(response, 403, "text/plain; charset=utf-8", "This comes from another site.\n");
	}
	const url = new URL(request.url ?? "/", "http://catcher");
	const to = url.searchParams.get("to") ?? undefined;
	if (url.pathname === "/api/messages") return api(store, method, url, response);
	if (url.pathname === "/clear" && method === "POST") {
		await store.clear();
		response.writeHead(303, { location: "/" }).end();
		return;
	}
	if (!reads) return send(response, 405, "text/plain; charset=utf-8", "GET only.\n");
	if (url.pathname === "/healthz") return send(response, 200, "text/plain; charset=utf-8", "ok\n");
	if (url.pathname === "/page.css") return send(response, 200, "text/css; charset=utf-8", pageStyle);
	if (url.pathname === "/page.js") return send(response, 200, "text/javascript; charset=utf-8", pageScript);
	if (url.pathname === "/api/changes") return json(response, 200, store.size());
	if (url.pathname === "/") {
		const page = listPage({ mails: store.list({ to, limit: listLimit }), total: store.size(), to });
		return send(response, 200, "text/html; charset=utf-8", page);
	}
	const [, id, part] = /^\/messages\/([\w-]+)(?:\/(html|raw))?$/.exec(url.pathname) ?? [];
	const mail = id === undefined ? undefined : await store.get(id);
	if (!mail) return send(response, 404, "text/html; charset=utf-8", notFoundPage());
	if (part === "html")
		return send(response, 200, "text/html; charset=utf-8", mailDocument(mail.html), mailPolicy);
	const source = (await store.source(mail.id)) ?? Buffer.alloc(0);
	if (part === "raw") return send(response, 200, "text/plain; charset=utf-8", source, mailPolicy);
	const wanted = url.searchParams.get("view");
	const view =
		wanted === "text" || wanted === "source" || wanted === "html" ? wanted : mail.html ? "html" : "text";
	send(response, 200, "text/html; charset=utf-8", mailPage({ mail, view, source: source.toString("utf8") }));
}

async function api(store: MailStore, method: string, url: URL, response: ServerResponse): Promise<void> {
	if (method === "DELETE") {
		await store.clear();
		response.writeHead(204).end();
		return;
	}
	if (method !== "GET") return json(response, 405, { error: "GET or DELETE" });
	const limit = Number(url.searchParams.get("limit") ?? 200);
	if (!Number.isInteger(limit) || limit < 1 || limit > 5000) {
		return json(response, 422, { error: "limit: write a whole number from 1 to 5000" });
	}
	const summaries = store.list({ to: url.searchParams.get("to") ?? undefined, limit });
	const mails = await Promise.all(summaries.map(({ id }) => store.get(id)));
	json(
		response,
		200,
		mails.filter((mail) => mail !== undefined),
	);
}

/**
 * Programs send neither header; browsers always send one of them with what changes something. `Origin` alone will
 * not do: from a page without referrers a form sends `Origin: null`.
 */
function isFromHere(request: IncomingMessage, host: string): boolean {
	const { origin } = request.headers;
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined) return site === "same-origin" || site === "none";
	return origin === undefined || origin === `http://${host}`;
}

function json(response: ServerResponse, status: number, value: unknown): void {
	send(response, status, "application/json; charset=utf-8", `${JSON.stringify(value)}\n`);
}

function send(
	response: ServerResponse,
	status: number,
	type: string,
	body: string | Buffer,
	policy: string = pagePolicy,
): void {
	response.writeHead(status, {
		"content-type": type,
		"content-length": Buffer.byteLength(body),
		"content-security-policy": policy,
		"x-content-type-options": "nosniff",
		"referrer-policy": "no-referrer",
		"cross-origin-resource-policy": "same-origin",
		"cross-origin-opener-policy": "same-origin",
		"cache-control": "no-store",
	});
	response.end(response.req.method === "HEAD" ? undefined : body);
}
