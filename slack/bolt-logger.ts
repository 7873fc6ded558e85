import { type Logger, LogLevel } from "@slack/bolt";
import type { Logger as Log } from "pino";

/** Bolt's log, in ours. Bolt writes no payloads at these levels. */
export function boltLogger(log: Log): Logger {
	const text = (parts: unknown[]) => parts.map(String).join(" ");
	return {
		debug: () => {},
		info: (...parts) => log.debug(text(parts)),
		warn: (...parts) => log.warn(text(parts)),
		error: (...parts) => log.error(text(parts)),
		setLevel: () => {},
		getLevel: () => LogLevel.WARN,
		setName: () => {},
	};
}
