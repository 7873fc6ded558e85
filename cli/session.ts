import { CountersignClient } from "../sdk/index.ts";
import { type AccessOptions, findAccess, type ServerAccess } from "./server-access.ts";
import { print, printJson } from "./terminal.ts";

/** What every command gets. */
export interface Session {
	/** Print one JSON document instead of text. */
	json: boolean;
	/** Aborted by Ctrl-C. */
	signal: AbortSignal;
	/** Throws `UsageError` or `CliError` where there is no server or no key. */
	access(): ServerAccess;
	/** The same, as a client. */
	client(): CountersignClient;
	/** Prints the answer: as JSON, or as the text. */
	answer(value: unknown, text: () => string): void;
}

export function openSession(options: AccessOptions & { json?: boolean }, signal: AbortSignal): Session {
	const json = options.json === true;
	const access = () => findAccess(options, process.env, process.cwd());
	return {
		json,
		signal,
		access,
		client: () => {
			const { url, apiKey } = access();
			return new CountersignClient({ url, apiKey });
		},
		answer: (value, text) => (json ? printJson(value) : print(text())),
	};
}
