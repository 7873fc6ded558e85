import { type Environment, EnvironmentError, readEnvironment } from "../env.ts";
import { EngineError } from "./engine-error.ts";

/** What `npm start` is told; the names are those of `env.ts`. */
export type Settings = Environment & {
	/** MAIL_PORT was asked for, and is not just the port to try first. */
	mailPortGiven: boolean;
	/** A Slack token is there. */
	slackGiven: boolean;
};

/**
 * The engine's settings from the environment; a variable set to nothing counts as unset.
 * @throws EngineError `settings`, naming each variable at fault and what to write
 */
export function readSettings(source: Readonly<Record<string, string | undefined>> = process.env): Settings {
	let environment: Environment;
	try {
		environment = readEnvironment(source);
	} catch (cause) {
		if (cause instanceof EnvironmentError) throw new EngineError("settings", cause.message, { cause });
		throw cause;
	}
	const { TEMPORAL_TLS_CERT: certificate, TEMPORAL_TLS_KEY: key, TEMPORAL_ADDRESS: address } = environment;
	if ((certificate === undefined) !== (key === undefined)) {
		throw new EngineError(
			"settings",
			"TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or neither.",
		);
	}
	if (address !== undefined && !/^[^\s:/]+:\d+$/.test(address)) {
		throw new EngineError("settings", "TEMPORAL_ADDRESS: write host:port, such as 127.0.0.1:7233.");
	}
	return {
		...environment,
		mailPortGiven: Boolean(source.MAIL_PORT),
		slackGiven: Boolean(source.SLACK_BOT_TOKEN),
	};
}
