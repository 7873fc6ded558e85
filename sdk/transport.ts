import { ConnectionError, CountersignError } from "./errors.ts";
import { DEFAULT_RETRY, isPassing, pause, pauseMs, type RetryPolicy, retryAfterMs } from "./retry.ts";
import type { FieldError, Outcome, StandingOutcome } from "./types.ts";

export interface ClientOptions {
	/** Where the installation is reached: `https://approvals.example.com`. */
	url: string;
	apiKey: string;
	/** Default: the built-in one. */
	fetch?: typeof fetch;
	/** How long one try may take, ms. Default 30 000; a long poll gets its own wait on top. */
	timeoutMs?: number;
	retry?: Partial<RetryPolicy>;
}

export interface Call {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Under `/api/v1`, encoded. */
	path: string;
	query?: Record<string, string | number | undefined>;
	/** Sent as JSON; a string as YAML. */
	body?: unknown;
	headers?: Record<string, string>;
	/** Whether it may be sent again when nobody knows if it arrived. */
	repeatable: boolean;
	/** What the server may hold the answer for, ms. */
	waitMs?: number;
	signal?: AbortSignal | undefined;
}

/** Sends calls and reads answers. */
export class Transport {
	readonly retry: RetryPolicy;
	readonly #base: URL;
	readonly #apiKey: string;
	readonly #fetch: typeof fetch;
	readonly #timeoutMs: number;

	/** Throws a TypeError naming the option that is wrong. */
	constructor(options: ClientOptions) {
		this.#base = baseOf(options.url);
		this.#apiKey = options.apiKey;
		if (typeof this.#apiKey !== "string" || !/^[\x21-\x7e]+$/.test(this.#apiKey))
			throw new TypeError("apiKey: write the API key as it was given, without spaces or line breaks");
		this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
		this.#timeoutMs = options.timeoutMs ?? 30_000;
		this.retry = { ...DEFAULT_RETRY, ...options.retry };
	}

	/**
	 * The answer's JSON. Tries again after a passing failure: any, where the call is repeatable; else only when the
	 * server says that it did nothing (429). Throws `CountersignError`, `ConnectionError`, or the signal's reason.
	 */
	async send<T>(call: Call): Promise<T> {
		for (let failures = 1; ; failures++) {
			try {
				return await this.sendOnce<T>(call);
			} catch (error) {
				const again = call.repeatable
					? isPassing(error)
					: error instanceof CountersignError && error.status === 429;
				if (!again || failures >= this.retry.attempts) throw error;
				await pause(pauseMs(this.retry, failures, error, Math.random()), call.signal);
			}
		}
	}

	/** One try. */
	async sendOnce<T>(call: Call): Promise<T> {
		const url = this.#urlOf(call);
		const limit = AbortSignal.timeout(this.#timeoutMs + (call.waitMs ?? 0));
		const signal = call.signal === undefined ? limit : AbortSignal.any([call.signal, limit]);
		let response: Response;
		let text: string;
		try {
			response = await this.#fetch(url, {
				method: call.method,
				headers: this.#headers(call),
				// Following would turn a POST into a GET, or hand the key to another host.
				redirect: "manual",
				signal,
				...(call.body === undefined ? {} : { body: bodyText(call.body) }),
			});
			text = await response.text();
		} catch (cause) {
			if (call.signal?.aborted) throw call.signal.reason;
			throw new ConnectionError(`${this.#base.origin} ${reasonOf(cause, limit.aborted)}.`, { cause });
		}
		const value = jsonOf(response, text);
		if (response.ok && value !== undefined) return value as T;
		throw errorOf(response, value, url);
	}

	/**
	 * The answer's lines, one JSON value each, as they come; however long it takes, while something comes within the
	 * time that one try may take. Leaving the loop ends the call. Throws as `send` does, and is not tried again.
	 */
	async *lines<T extends { kind: string }>(call: Call): AsyncGenerator<T, void, undefined> {
		const url = this.#urlOf(call);
		const silence = new AbortController();
		let patience: ReturnType<typeof setTimeout> | undefined;
		const heard = () => {
			clearTimeout(patience);
			patience = setTimeout(() => silence.abort(), this.#timeoutMs);
		};
		const signals = [silence.signal, ...(call.signal === undefined ? [] : [call.signal])];
		try {
			heard();
			const response = await this.#fetch(url, {
				method: call.method,
				headers: { ...this.#headers(call), accept: "application/x-ndjson, application/problem+json" },
				redirect: "manual",
				signal: AbortSignal.any(signals),
				...(call.body === undefined ? {} : { body: bodyText(call.body) }),
			});
			const type = response.headers.get("content-type") ?? "";
			if (!response.ok || response.body === null || !/^application\/x-ndjson\b/i.test(type))
				throw errorOf(response, jsonOf(response, await response.text()), url);
			for await (const line of linesOf(response.body, heard)) {
				const value: T | ProblemLine = JSON.parse(line);
				if (value.kind === "problem") throw problemError(value as ProblemLine, null);
				yield value as T;
			}
		} catch (cause) {
			if (call.signal?.aborted) throw call.signal.reason;
			if (cause instanceof CountersignError) throw cause;
			throw new ConnectionError(`${this.#base.origin} ${reasonOf(cause, silence.signal.aborted)}.`, {
				cause,
			});
		} finally {
			clearTimeout(patience);
		}
	}

	#urlOf(call: Call): URL {
		const url = new URL(`api/v1${call.path}`, this.#base);
		for (const [name, value] of Object.entries(call.query ?? {})) {
			if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
		}
		return url;
	}

	#headers(call: Call): Record<string, string> {
		return {
			accept: "application/json, application/problem+json",
			authorization: `Bearer ${this.#apiKey}`,
			...(call.body === undefined
				? {}
				: { "content-type": typeof call.body === "string" ? "application/yaml" : "application/json" }),
			...call.headers,
		};
	}
}

/** A part of a path. Throws a TypeError on what would name another path. */
export function segment(name: string, value: string): string {
	if (value === "" || value === "." || value === "..") throw new TypeError(`${name}: is ${value || "empty"}`);
	return encodeURIComponent(value);
}

function baseOf(url: string): URL {
	const base = URL.canParse(url) ? new URL(url) : null;
	if (base === null || (base.protocol !== "http:" && base.protocol !== "https:"))
		throw new TypeError(`url: write an address such as https://approvals.example.com, not ${url}`);
	if (!base.pathname.endsWith("/")) base.pathname += "/";
	base.search = "";
	base.hash = "";
	return base;
}

function bodyText(body: unknown): string {
	return typeof body === "string" ? body : JSON.stringify(body);
}

function reasonOf(cause: unknown, tookTooLong: boolean): string {
	if (tookTooLong) return "took too long to answer";
	// fetch says only «fetch failed»; the reason is its cause.
	const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
	const code = (inner as { code?: unknown }).code;
	const reason = typeof code === "string" ? code : inner instanceof Error ? inner.message : String(inner);
	return `cannot be reached (${reason})`;
}

function jsonOf(response: Response, text: string): unknown {
	const type = response.headers.get("content-type") ?? "";
	if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function errorOf(response: Response, value: unknown, url: URL): CountersignError {
	const { status } = response;
	const after = retryAfterMs(response.headers.get("retry-after"), Date.now());
	if (isProblem(value) && !response.ok) return problemError({ ...value, status }, after);
	const type = response.headers.get("content-type")?.split(";")[0] ?? "nothing";
	return new CountersignError({
		code: "unexpected_answer",
		status,
		title: "Unexpected answer",
		detail: `${url.origin}${url.pathname} answered ${status} with ${type}, which is not Countersign's API: check the address.`,
		retryAfterMs: after,
	});
}

/** A problem that came as a line of a stream. */
type ProblemLine = ProblemDetails & { kind: "problem"; status: number };

function problemError(
	value: ProblemDetails & { status: number },
	retryAfter: number | null,
): CountersignError {
	const { code, status, title, detail, errors, outcome, standing } = value;
	return new CountersignError({
		code,
		status,
		title: title ?? code,
		detail: detail ?? title ?? code,
		errors: Array.isArray(errors) ? errors : [],
		outcome: outcome ?? null,
		standing: standing ?? null,
		retryAfterMs: retryAfter,
	});
}

/** The lines of a body. Throws where it breaks off in the middle of one. */
async function* linesOf(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			heard();
			const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
			rest = lines.pop() ?? "";
			yield* lines.filter((line) => line !== "");
		}
		if (rest !== "") throw new Error("the answer broke off");
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

interface ProblemDetails {
	code: string;
	title?: string;
	detail?: string;
	errors?: FieldError[];
	outcome?: Outcome;
	standing?: StandingOutcome;
}

function isProblem(value: unknown): value is ProblemDetails {
	return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}
