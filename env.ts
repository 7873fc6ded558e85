import { z } from "zod";
import { type Allowance, NOTHING_ALLOWED, readAllowance } from "./outbound/allowance.ts";

/**
 * The one place that reads the environment. Every name stands in `.env.example` too (a test holds the two
 * together). Nothing is required that `npm start` sets by itself; pieces run one by one ask for what they need.
 */
const text = z.string().trim().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(["on", "off"]);

export const environment = z.object({
	/** Owner of the database, for migrations; also what the two below default to. */
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	/** A login that is a member of `countersign_app` and owns nothing. */
	DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	/** A login that is a member of `countersign_system` and owns nothing. */
	DATABASE_SYSTEM_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	/** Connections a process opens at the most. */
	DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
	/** host:port of a Temporal frontend. */
	TEMPORAL_ADDRESS: text.optional(),
	TEMPORAL_NAMESPACE: text.default("countersign"),
	TEMPORAL_API_KEY: text.optional(),
	/** `on`: TLS with the system's authorities; the paths below imply it. */
	TEMPORAL_TLS: flag.optional(),
	TEMPORAL_TLS_CA: text.optional(),
	TEMPORAL_TLS_CERT: text.optional(),
	TEMPORAL_TLS_KEY: text.optional(),
	/** Folder with Temporal's server programs, for `npm start`. */
	TEMPORAL_SERVER_PATH: text.optional(),
	/** Folder with Temporal's Web UI server, for `npm start`. */
	TEMPORAL_UI_PATH: text.optional(),
	/** Where everything of `npm start` is kept. */
	COUNTERSIGN_DATA: text.default(".data"),
	/** Local keyring file with the key-encryption keys. Default: keyring.json in COUNTERSIGN_DATA. */
	COUNTERSIGN_KEYRING: text.optional(),
	/** `off` leaves payloads readable in Temporal; for measuring only. */
	COUNTERSIGN_ENCRYPTION: flag.default("on"),
	/** 32 bytes hex: signs emailed links. */
	COUNTERSIGN_LINK_KEY: z
		.string()
		.regex(/^[0-9a-f]{64}$/i, "write 32 random bytes as 64 hex digits (openssl rand -hex 32)")
		.optional(),
	/** `on`: one-use sign-in links instead of an identity provider; only on loopback. */
	COUNTERSIGN_DEMO: flag.default("off"),
	PORT: port.default(3000),
	/** Where people reach the web app; stands in mails and links. Default: http://127.0.0.1:PORT. */
	PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
	/** Encrypts session cookies; any long random text. */
	NEXTAUTH_SECRET: z
		.string()
		.min(32, "write at least 32 random characters (openssl rand -hex 32)")
		.optional(),
	OIDC_ISSUER: z.url().optional(),
	OIDC_CLIENT_ID: text.optional(),
	OIDC_CLIENT_SECRET: text.optional(),
	/** smtp:// or smtps:// URL of the mail server. */
	SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
	MAIL_FROM: text.default("Countersign <countersign@localhost>"),
	/** Where the demo's mails can be read; set by npm start. */
	MAIL_URL: z.url().optional(),
	/** Port of the demo's mail page. */
	MAIL_PORT: port.default(3025),
	/**
	 * What webhooks, callbacks and calendar feeds may call beside public https addresses: networks, addresses and hosts
	 * (`name` or `name:port`), separated by commas.
	 */
	COUNTERSIGN_OUTBOUND_ALLOW: z
		.string()
		.default("")
		.superRefine((value, ctx) => {
			const read = readAllowance(value);
			if ("allowance" in read) return;
			const message = `${read.wrong} is no network, address or host: write such as 10.20.0.0/16, hooks.corp.example`;
			ctx.addIssue({ code: "custom", message });
		}),
	/** The bot's token (xoxb-…) where there is one Slack workspace. */
	SLACK_BOT_TOKEN: z
		.string()
		.regex(/^xoxb-/, "write the bot token, which begins with xoxb-")
		.optional(),
	/** App-level token (xapp-…): Socket Mode, which needs no address that Slack can reach. */
	SLACK_APP_TOKEN: z
		.string()
		.regex(/^xapp-/, "write the app-level token, which begins with xapp-")
		.optional(),
	/** Checks Slack's signatures: HTTP in place of Socket Mode. */
	SLACK_SIGNING_SECRET: text.optional(),
	/** Port on 127.0.0.1 for Slack's calls, behind what ends TLS. */
	SLACK_PORT: port.default(3030),
	/** Short name of the workspace whose requests Slack carries; needed where there are several. */
	SLACK_WORKSPACE: text.optional(),
	/** Base URL of Slack's Web API, for tests and the demo. */
	SLACK_API_URL: z.url({ protocol: /^https?$/ }).optional(),
	/** Port of the worker's Prometheus metrics on 127.0.0.1; none by default. */
	METRICS_PORT: port.optional(),
	LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export type Environment = z.infer<typeof environment>;

/** A setting that is missing or wrong; the message names it and says what to write. */
export class EnvironmentError extends Error {
	override readonly name = "EnvironmentError";
	readonly code = "environment";
}

/** Reads and checks the environment. Empty values count as not set. Throws `EnvironmentError` with every fault. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
	const set = Object.fromEntries(
		Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
	);
	const result = environment.safeParse(set);
	if (result.success) return result.data;
	const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
	throw new EnvironmentError(`The environment is not right:\n  ${lines.join("\n  ")}`);
}

type Key = keyof Environment;

/** The environment with these settings present. Throws `EnvironmentError` that names what is missing. */
export function requireSettings<K extends Key>(
	env: Environment,
	...names: K[]
): Environment & { [N in K]: NonNullable<Environment[N]> } {
	const missing = names.filter((name) => env[name] === undefined);
	if (missing.length > 0) {
		throw new EnvironmentError(
			`Set ${missing.join(" and ")} (see .env.example), or use npm start, which sets all.`,
		);
	}
	return env as Environment & { [N in K]: NonNullable<Environment[N]> };
}

/** The two database logins of the running pieces. */
export function databaseUrls(env: Environment): { app: string; system: string } {
	const app = env.DATABASE_APP_URL ?? env.DATABASE_URL;
	const system = env.DATABASE_SYSTEM_URL ?? env.DATABASE_URL;
	if (app === undefined || system === undefined) {
		throw new EnvironmentError(
			"Set DATABASE_URL, or DATABASE_APP_URL and DATABASE_SYSTEM_URL (see .env.example).",
		);
	}
	return { app, system };
}

/** What this installation lets itself call beside public https addresses. */
export function outboundAllowance(env: Environment): Allowance {
	const read = readAllowance(env.COUNTERSIGN_OUTBOUND_ALLOW);
	return "allowance" in read ? read.allowance : NOTHING_ALLOWED;
}

/** Where people reach the web app, without a slash at the end. */
export function publicUrl(env: Environment): string {
	return (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, "");
}
