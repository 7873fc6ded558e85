import { Refusal } from "../../ledger/refusal.ts";
import { failureProblem, type Problem, problemOf } from "../api/schemas/problem.ts";

/** Largest body that any call takes; a context alone may have 256 KiB. */
const MAX_BODY = 1024 * 1024;

/** Answers JSON that nobody keeps. */
export function json(body: unknown, status = 200): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
	});
}

/** Answers problem details (RFC 9457). */
export function problem(body: Problem): Response {
	return new Response(JSON.stringify(body), {
		status: body.status,
		headers: {
			"content-type": "application/problem+json",
			"cache-control": "no-store",
			...(body.status === 429 || body.status === 503 ? { "retry-after": "5" } : {}),
		},
	});
}

/** Runs a handler; a refusal becomes its problem document, anything else a failure that names no cause. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		return problem(problemFrom(error));
	}
}

/** What went wrong, as problem details; what is no refusal is logged, and names no cause. */
export function problemFrom(error: unknown): Problem {
	if (error instanceof Refusal) return problemOf(error);
	console.error(withoutValues(error));
	if (isDatabaseAway(error)) {
		return failureProblem("unavailable", "The ledger cannot be reached now. Repeating the call is safe.");
	}
	return failureProblem("internal", "Something went wrong here. Repeating the call is safe.");
}

/** What may stand in a log: never `detail` or `where` of a database error, which quote what people wrote. */
function withoutValues(error: unknown): unknown {
	if (!(error instanceof Error) || !("code" in error)) return error;
	return { name: error.name, code: error.code, stack: error.stack?.split("\n").slice(1).join("\n") };
}

const AWAY = new Set([
	"ECONNREFUSED",
	"ECONNRESET",
	"CONNECT_TIMEOUT",
	"CONNECTION_CLOSED",
	"CONNECTION_DESTROYED",
	"CONNECTION_ENDED",
	"57P01",
	"57P02",
	"57P03",
	"53300",
]);

function isDatabaseAway(error: unknown): boolean {
	return typeof error === "object" && error !== null && "code" in error && AWAY.has(String(error.code));
}

/** The body as JSON, undefined where there is none. Refuses with `too_large` and `invalid`. */
export async function readJson(request: Request): Promise<unknown> {
	const text = await readText(request);
	if (text.trim() === "") return undefined;
	try {
		return JSON.parse(text);
	} catch (error) {
		const reason = error instanceof Error ? error.message : "not JSON";
		throw new Refusal("invalid", `The body is not JSON: ${reason}`, {
			errors: [{ path: "", message: "write JSON" }],
		});
	}
}

/** The body as text, at most 1 MiB (or `most` bytes). Refuses with `too_large`. */
export async function readText(request: Request, most = MAX_BODY): Promise<string> {
	if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
	const reader = request.body?.getReader();
	const chunks: Uint8Array[] = [];
	let size = 0;
	for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
		size += part.value.length;
		if (size > most) throw tooLarge(most);
		chunks.push(part.value);
	}
	return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(most: number): Refusal {
	return new Refusal("too_large", `The body is larger than ${most} bytes.`);
}
