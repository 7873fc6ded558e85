import { words } from "../words/words.ts";

/** Why a call was refused: RFC 9457 problem details, or that no answer came. */
export interface Problem {
	/** The API's stable code; `offline` when no answer came. */
	code: string;
	title: string;
	detail: string;
	errors: { path: string; message: string }[];
	standing: Standing | null;
}

/** How a request ended, told to whoever comes too late. */
export interface Standing {
	outcome: string;
	at: string;
	by: { id: string; name: string } | null;
	channel: string | null;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Calls the HTTP API, as the signed-in person. Never throws: what went wrong is a problem. */
export async function callApi<T>(
	path: string,
	init: {
		method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
		/** Sent as JSON. */
		body?: unknown;
		/** Sent as it is, in place of `body`. */
		raw?: { type: string; content: string | Blob };
		headers?: Record<string, string>;
		signal?: AbortSignal;
	} = {},
): Promise<Answer<T>> {
	try {
		const response = await fetch(path, {
			method: init.method ?? "GET",
			headers: {
				accept: "application/json",
				...(init.body === undefined ? {} : { "content-type": "application/json" }),
				...(init.raw === undefined ? {} : { "content-type": init.raw.type }),
				...init.headers,
			},
			cache: "no-store",
			...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
			...(init.raw === undefined ? {} : { body: init.raw.content }),
			...(init.signal === undefined ? {} : { signal: init.signal }),
		});
		const body: unknown = await response.json().catch(() => null);
		return response.ok
			? { ok: true, value: body as T }
			: { ok: false, problem: problemOf(body, response.status) };
	} catch {
		return { ok: false, problem: offlineProblem() };
	}
}

/** That no answer came. */
export function offlineProblem(): Problem {
	return {
		code: "offline",
		title: words.common.errors.title,
		detail: words.common.errors.offline,
		errors: [],
		standing: null,
	};
}

/** The problem that an answer of the API tells. */
export function problemOf(body: unknown, status: number): Problem {
	const given = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
	const standing = (given.standing ?? null) as Standing | null;
	return {
		code: typeof given.code === "string" ? given.code : `http_${status}`,
		title: typeof given.title === "string" ? given.title : words.common.errors.title,
		detail: typeof given.detail === "string" ? given.detail : words.common.errors.title,
		errors: Array.isArray(given.errors) ? given.errors : [],
		standing,
	};
}
