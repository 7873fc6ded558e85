import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "./api-error.ts";
import type { AppCredentials } from "./app-credentials.ts";
import type { Fault, Faults } from "./faults.ts";
import { chatMethods } from "./methods/chat.ts";
import { directoryMethods } from "./methods/directory.ts";
import type { Method, MethodCall } from "./methods/method.ts";
import { oauthMethods } from "./methods/oauth.ts";
import { viewMethods } from "./methods/views.ts";
import type { RateLimiter } from "./rate-limits.ts";
import { ResponseUrlError, type ResponseUrls } from "./response-urls.ts";
import { type ApiCall, type Fields, isFields, type Token } from "./shapes.ts";
import type { Triggers } from "./triggers.ts";
import type { Workspaces } from "./world.ts";

const largestBody = 4 * 1024 * 1024;

const methods: Record<string, Method> = {
	...chatMethods,
	...directoryMethods,
	...viewMethods,
	...oauthMethods,
};

interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** Slack's Web API over HTTP: tokens, scopes, limits, ordered faults, and a record of every call. */
export class WebApi {
	readonly calls: ApiCall[] = [];
	readonly codes: MethodCall["codes"] = new Map();
	readonly #spaces: Workspaces;
	readonly #app: AppCredentials;
	readonly #triggers: Triggers;
	readonly #limiter: RateLimiter;
	readonly #faults: Faults;
	readonly #responseUrls: ResponseUrls;
	readonly #baseUrl: () => string;
	readonly #openSocketUrl: () => string;
	/** Until when a 429 asked for quiet, by team, method and channel. */
	readonly #quiet = new Map<string, number>();

	constructor(parts: {
		spaces: Workspaces;
		app: AppCredentials;
		triggers: Triggers;
		limiter: RateLimiter;
		faults: Faults;
		responseUrls: ResponseUrls;
		baseUrl: () => string;
		openSocketUrl: () => string;
	}) {
		this.#spaces = parts.spaces;
		this.#app = parts.app;
		this.#triggers = parts.triggers;
		this.#limiter = parts.limiter;
		this.#faults = parts.faults;
		this.#responseUrls = parts.responseUrls;
		this.#baseUrl = parts.baseUrl;
		this.#openSocketUrl = parts.openSocketUrl;
	}

	/** `/api/<method>`. */
	async answerMethod(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { args, client, token: given } = await readCall(request);
		const token = this.#spaces.token(given);
		const call = this.#record(name, args, given, token?.teamId ?? null);
		await this.#through(call, response, () => this.#perform(name, args, given, client, call));
	}

	/** A post to a response_url. */
	async answerResponseUrl(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { args } = await readCall(request);
		const place = this.#responseUrls.teamOf(path);
		const call = this.#record(
			"response_url",
			{ ...args, channel: place?.channel },
			null,
			place?.teamId ?? null,
		);
		await this.#through(call, response, () => {
			call.performed = true;
			try {
				this.#responseUrls.use(path, args);
				return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
			} catch (error) {
				if (!(error instanceof ResponseUrlError)) throw error;
				call.error = error.message;
				return { status: error.status, headers: { "content-type": "text/plain" }, body: error.message };
			}
		});
	}

	#record(method: string, args: Fields, token: string | null, teamId: string | null): ApiCall {
		const now = this.#spaces.now();
		const given = typeof args.channel === "string" ? args.channel : null;
		// A person's id means the direct message with them: limits count it as that one channel.
		const channel = (given && teamId && this.#spaces.directIfAny(teamId, given)?.id) || given;
		const call: ApiCall = {
			method,
			token,
			teamId,
			channel,
			args,
			at: now,
			endedAt: null,
			outcome: "under_way",
			error: null,
			status: null,
			performed: false,
			fault: null,
			retryAfter: null,
			early: now < (this.#quiet.get(quietKey(method, teamId, channel)) ?? 0),
		};
		this.calls.push(call);
		return call;
	}

	/** Performs a call with whatever fault was ordered for it. */
	async #through(call: ApiCall, response: ServerResponse, perform: () => Answer): Promise<void> {
		const fault = this.#faults.take(call.method);
		call.fault = fault?.kind ?? null;
		if (fault?.kind === "rate_limited") {
			call.outcome = "rate_limited";
			return this.#send(call, response, this.#rateLimited(call, fault.retryAfter));
		}
		if (fault?.kind === "error") {
			call.error = fault.error;
			call.outcome = "fault";
			return this.#send(call, response, json({ ok: false, error: fault.error }));
		}
		const takesEffect = !fault || fault.kind === "slow" || fault.performs === true;
		let answer: Answer | null = null;
		if (takesEffect) {
			answer = perform();
			call.outcome = call.retryAfter !== null ? "rate_limited" : call.error ? "error" : "ok";
		}
		if (fault) {
			if (fault.kind !== "slow") call.outcome = "fault";
			await this.#spoil(call, fault, response, answer);
		} else if (answer) this.#send(call, response, answer);
	}

	async #spoil(call: ApiCall, fault: Fault, response: ServerResponse, answer: Answer | null): Promise<void> {
		switch (fault.kind) {
			case "status":
				return this.#send(call, response, {
					status: fault.status,
					headers: { "content-type": "text/html" },
					body: "<html><body>Slack is down</body></html>",
				});
			case "garbage":
				return this.#send(call, response, {
					status: 200,
					headers: { "content-type": "text/html" },
					body: "<html><body>Please sign in to the network</body></html>",
				});
			case "hang":
				this.#faults.hold(() => response.destroy());
				return;
			case "drop":
				call.endedAt = this.#spaces.now();
				response.destroy();
				return;
			case "slow":
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, fault.ms);
					timer.unref();
					this.#faults.hold(() => {
						clearTimeout(timer);
						resolve();
					});
				});
				if (answer) this.#send(call, response, answer);
		}
	}

	#rateLimited(call: ApiCall, retryAfter: number): Answer {
		call.retryAfter = retryAfter;
		const key = quietKey(call.method, call.teamId, call.channel);
		this.#quiet.set(key, Math.max(this.#quiet.get(key) ?? 0, this.#spaces.now() + retryAfter * 1000));
		const answer = json({ ok: false, error: "ratelimited" });
		return { ...answer, status: 429, headers: { ...answer.headers, "retry-after": String(retryAfter) } };
	}

	#perform(
		name: string,
		args: Fields,
		given: string | null,
		client: MethodCall["client"],
		call: ApiCall,
	): Answer {
		const method = methods[name];
		try {
			if (!method) throw new ApiError("unknown_method", [], { req_method: name });
			const token = this.#allowed(method, given);
			const teamId = token?.teamId ?? this.#spaces.world.teams[0]?.id ?? "";
			const wait = this.#limiter.refuse(token?.teamId ?? this.#app.id, name, call.channel);
			if (wait !== null) return this.#rateLimited(call, wait);
			const team = this.#spaces.team(teamId);
			if (!team) throw new ApiError("team_not_found");
			const done = method.run({
				spaces: this.#spaces,
				app: this.#app,
				triggers: this.#triggers,
				client,
				baseUrl: this.#baseUrl(),
				args,
				// Methods without a token look at neither of these.
				token: token ?? { token: "", type: "bot", teamId: null, scopes: [], revoked: false },
				team,
				bot: team.bot ?? { userId: "", botId: "" },
				openSocketUrl: this.#openSocketUrl,
				codes: this.codes,
			});
			call.performed = true;
			if (typeof done.channel === "string") call.channel = done.channel;
			const answer = json({ ok: true, ...done });
			if (token) answer.headers["x-oauth-scopes"] = token.scopes.join(",");
			if (method.scopes) answer.headers["x-accepted-oauth-scopes"] = method.scopes.join(",");
			return answer;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			call.error = error.code;
			return json({
				ok: false,
				error: error.code,
				...error.more,
				...(error.details.length > 0
					? {
							response_metadata: {
								messages: error.details.map((detail) =>
									detail.startsWith("[ERROR]") ? detail : `[ERROR] ${detail}`,
								),
							},
						}
					: {}),
			});
		}
	}

	/** The token, if it may call the method; throws Slack's refusal otherwise. */
	#allowed(method: Method, given: string | null): Token | null {
		if (method.tokens === "none") return null;
		if (given === null || given === "") throw new ApiError("not_authed");
		const token = this.#spaces.token(given);
		if (!token) throw new ApiError("invalid_auth");
		if (token.revoked) throw new ApiError("token_revoked");
		if (method.tokens !== "any" && method.tokens !== token.type) throw new ApiError("not_allowed_token_type");
		const { scopes } = method;
		if (scopes && !scopes.some((scope) => token.scopes.includes(scope))) {
			throw new ApiError("missing_scope", [], {
				needed: scopes.join(","),
				provided: token.scopes.join(","),
			});
		}
		return token;
	}

	#send(call: ApiCall, response: ServerResponse, answer: Answer): void {
		call.status = answer.status;
		call.endedAt = this.#spaces.now();
		if (response.destroyed) return;
		response.writeHead(answer.status, {
			...answer.headers,
			"x-slack-req-id": randomBytes(16).toString("hex"),
		});
		response.end(answer.body);
	}
}

function quietKey(method: string, teamId: string | null, channel: string | null): string {
	return `${teamId} ${method} ${method === "chat.postMessage" ? channel : ""}`;
}

function json(body: Fields): Answer {
	return {
		status: 200,
		headers: { "content-type": "application/json; charset=utf-8" },
		body: JSON.stringify(body),
	};
}

export async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		if (!Buffer.isBuffer(chunk)) continue;
		size += chunk.length;
		if (size > largestBody) throw new Error("the body is too large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}

/** The arguments of a call, from a form, JSON or the query, and who calls. */
async function readCall(
	request: IncomingMessage,
): Promise<{ args: Fields; token: string | null; client: MethodCall["client"] }> {
	const body = await readBody(request);
	const query = new URL(request.url ?? "/", "http://stand-in").searchParams;
	const args: Fields = Object.fromEntries(query);
	const type = request.headers["content-type"] ?? "";
	if (type.startsWith("application/json")) {
		let parsed: unknown = null;
		try {
			parsed = JSON.parse(body === "" ? "{}" : body);
		} catch {
			// Slack answers invalid_json; an empty call meets a refusal all the same.
		}
		if (isFields(parsed)) Object.assign(args, parsed);
	} else if (type.startsWith("application/x-www-form-urlencoded")) {
		Object.assign(args, Object.fromEntries(new URLSearchParams(body)));
		if (typeof args.payload === "string" && Object.keys(args).length === 1) {
			const parsed: unknown = JSON.parse(args.payload);
			if (isFields(parsed)) Object.assign(args, parsed);
		}
	}
	const authorization = request.headers.authorization ?? "";
	const basic = /^Basic (.+)$/i.exec(authorization)?.[1];
	const [id = "", secret = ""] = basic ? Buffer.from(basic, "base64").toString().split(":") : [];
	const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1]?.trim();
	const inBody = typeof args.token === "string" ? args.token : null;
	delete args.token;
	return {
		args,
		token: bearer && bearer !== "" ? bearer : inBody,
		client: basic ? { id: decodeURIComponent(id), secret: decodeURIComponent(secret) } : null,
	};
}
