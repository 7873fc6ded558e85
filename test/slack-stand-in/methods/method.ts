import { ApiError } from "../api-error.ts";
import type { AppCredentials } from "../app-credentials.ts";
import { type Fields, isFields, type Team, type Token } from "../shapes.ts";
import type { Triggers } from "../triggers.ts";
import type { Workspaces } from "../world.ts";

/** What a method gets: who calls, with what, on which state. */
export interface MethodCall {
	spaces: Workspaces;
	app: AppCredentials;
	triggers: Triggers;
	/** `client_id:client_secret` from an Authorization: Basic header, or the form. */
	client: { id: string; secret: string } | null;
	baseUrl: string;
	args: Fields;
	/** Only of methods with a bot or app token. */
	token: Token;
	team: Team;
	/** The app's bot in `team`. */
	bot: { userId: string; botId: string };
	openSocketUrl: () => string;
	codes: Map<string, { teamId: string; scopes: string[]; redirectUri: string | null; userId: string }>;
}

export interface Method {
	tokens: "bot" | "app" | "any" | "none";
	/** One of these is needed; none: no scope is. */
	scopes?: string[];
	run: (call: MethodCall) => Fields;
}

/** A text argument, or `invalid_arguments`. */
export function required(args: Fields, name: string): string {
	const value = args[name];
	if (typeof value === "number") return String(value);
	if (typeof value !== "string" || value === "") {
		throw new ApiError("invalid_arguments", [`[ERROR] missing required field: ${name}`]);
	}
	return value;
}

export function isTrue(value: unknown): boolean {
	return value === true || value === "true" || value === "1";
}

/** An argument that a form carries as JSON and a JSON body as itself. Undefined if absent; `refused` if not JSON. */
export function jsonArgument(args: Fields, name: string, refused: string): unknown {
	const value = args[name];
	if (typeof value !== "string") return value ?? undefined;
	if (value === "") return undefined;
	try {
		return JSON.parse(value);
	} catch {
		throw new ApiError(refused);
	}
}

export function objectArgument(args: Fields, name: string, refused: string): Fields | null {
	const value = jsonArgument(args, name, refused);
	if (value === undefined) return null;
	if (!isFields(value)) throw new ApiError(refused);
	return value;
}

/** One page of a list, as Slack cuts it. */
export function page<T>(args: Fields, all: T[]): { items: T[]; nextCursor: string } {
	const limit = Math.min(1000, Math.max(1, Number(args.limit) || 200));
	const from =
		args.cursor === undefined || args.cursor === ""
			? 0
			: Number(Buffer.from(String(args.cursor), "base64").toString());
	if (!Number.isInteger(from) || from < 0) throw new ApiError("invalid_cursor");
	const until = from + limit;
	return {
		items: all.slice(from, until),
		nextCursor: until < all.length ? Buffer.from(String(until)).toString("base64") : "",
	};
}
