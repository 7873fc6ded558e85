import { LogLevel, WebClient } from "@slack/web-api";

/** How long Slack may take to answer a call, ms. */
const TIMEOUT_MS = 10_000;

/**
 * A client for each bot token. Neither 429 nor a failure is repeated by the client itself: when to try again stands
 * in the ledger, so that a call that has to wait holds up no other.
 */
export function createSlackClients(apiUrl: string | undefined): (token: string) => WebClient {
	const clients = new Map<string, WebClient>();
	return (token) => {
		const known = clients.get(token);
		if (known !== undefined) return known;
		const made = new WebClient(token, {
			...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
			rejectRateLimitedCalls: true,
			retryConfig: { retries: 0 },
			timeout: TIMEOUT_MS,
			logLevel: LogLevel.ERROR,
		});
		clients.set(token, made);
		return made;
	};
}
