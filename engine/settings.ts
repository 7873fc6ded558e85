import { z } from "zod";
import { EngineError } from "./engine-error.ts";

const url = (protocols: readonly string[]) =>
	z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
		message: `write an address that begins with ${protocols.map((name) => `${name}//`).join(" or ")}`,
	});
const port = z
	.string()
	.regex(/^\d{1,5}$/, "write a port number from 1 to 65535")
	.transform(Number)
	.refine((value) => value >= 1 && value <= 65_535, { message: "write a port number from 1 to 65535" });

const shape = z.object({
	/** The web port. */
	PORT: port.default(3000),
	/** The folder of all state. */
	COUNTERSIGN_DATA: z.string().default(".data"),
	/** Where people reach the web; default `http://127.0.0.1:<PORT>`. */
	PUBLIC_URL: url(["http:", "https:"]).optional(),
	/** A PostgreSQL of your own (its owner, for migrations); unset: the embedded one. */
	DATABASE_URL: url(["postgres:", "postgresql:"]).optional(),
	/** Logins for the application; default DATABASE_URL. */
	DATABASE_APP_URL: url(["postgres:", "postgresql:"]).optional(),
	DATABASE_SYSTEM_URL: url(["postgres:", "postgresql:"]).optional(),
	/** A Temporal of your own, `host:port`; unset: the embedded one. */
	TEMPORAL_ADDRESS: z
		.string()
		.regex(/^[^\s:/]+:\d+$/, "write host:port, such as 127.0.0.1:7233")
		.optional(),
	TEMPORAL_NAMESPACE: z.string().min(1).default("countersign"),
	TEMPORAL_API_KEY: z.string().optional(),
	/** Paths of PEM files. */
	TEMPORAL_TLS_CERT: z.string().optional(),
	TEMPORAL_TLS_KEY: z.string().optional(),
	TEMPORAL_TLS_CA: z.string().optional(),
	/** A folder with `temporal-server` (or `server`) and `temporal-sql-tool` (or `sql`). */
	TEMPORAL_SERVER_PATH: z.string().optional(),
	/** Temporal's Web UI: the path of a `ui-server` binary. */
	TEMPORAL_UI_PATH: z.string().optional(),
	/** A mail server of your own; unset: the mail catcher. */
	SMTP_URL: url(["smtp:", "smtps:"]).optional(),
	/** The mail catcher's page; unset: 3025 or the next free one. */
	MAIL_PORT: port.optional(),
	SLACK_BOT_TOKEN: z.string().optional(),
});
export type Settings = z.infer<typeof shape>;

/**
 * The engine's settings from the environment; a variable set to nothing counts as unset.
 * @throws EngineError `settings`, naming each variable at fault and what to write
 */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
	const given = Object.fromEntries(
		Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
	);
	const parsed = shape.safeParse(given);
	if (!parsed.success) {
		const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
		throw new EngineError("settings", `These settings are not right: ${faults.join("; ")}.`);
	}
	const settings = parsed.data;
	if ((settings.TEMPORAL_TLS_CERT === undefined) !== (settings.TEMPORAL_TLS_KEY === undefined)) {
		throw new EngineError(
			"settings",
			"TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or neither.",
		);
	}
	return settings;
}
