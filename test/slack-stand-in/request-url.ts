import { createHmac } from "node:crypto";
import { type Fields, isFields } from "./shapes.ts";

/** Where an app in HTTP mode listens; Bolt has one path for all four. */
export interface RequestUrls {
	events: string;
	interactivity: string;
	options: string;
	commands: string;
}

/** A request as it goes over the wire, to be sent again byte for byte if a test wants that. */
export interface SignedRequest {
	url: string;
	headers: Record<string, string>;
	body: string;
}

export interface HttpAnswer {
	status: number | null;
	payload: unknown;
	failure: string | null;
	noRetry: boolean;
}

/** Signs as https://docs.slack.dev/authentication/verifying-requests-from-slack says. `at`: milliseconds. */
export function signedRequest(input: {
	kind: keyof RequestUrls;
	urls: RequestUrls;
	payload: Fields;
	secret: string;
	at: number;
	retry?: { attempt: number; reason: string } | null;
}): SignedRequest {
	const { kind, payload } = input;
	const form =
		kind === "commands"
			? new URLSearchParams(Object.entries(payload).map(([name, value]) => [name, String(value)])).toString()
			: new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
	const body = kind === "events" ? JSON.stringify(payload) : form;
	const timestamp = String(Math.trunc(input.at / 1000));
	const digest = createHmac("sha256", input.secret).update(`v0:${timestamp}:${body}`).digest("hex");
	return {
		url: input.urls[kind],
		body,
		headers: {
			"content-type": kind === "events" ? "application/json" : "application/x-www-form-urlencoded",
			"user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
			accept: "application/json,*/*",
			"x-slack-request-timestamp": timestamp,
			"x-slack-signature": `v0=${digest}`,
			...(input.retry
				? {
						"x-slack-retry-num": String(input.retry.attempt),
						"x-slack-retry-reason": input.retry.reason,
					}
				: {}),
		},
	};
}

/** Sends a request and reads its answer; never throws. */
export async function sendRequest(request: SignedRequest, signal: AbortSignal): Promise<HttpAnswer> {
	try {
		const response = await fetch(request.url, {
			method: "POST",
			headers: { ...request.headers, connection: "close" },
			body: request.body,
			redirect: "manual",
			signal,
		});
		const body = await response.text();
		let payload: unknown = body;
		try {
			const parsed: unknown = JSON.parse(body);
			if (isFields(parsed)) payload = parsed;
		} catch {
			// Plain text is an answer too.
		}
		return {
			status: response.status,
			payload,
			failure: response.ok ? null : "http_error",
			noRetry: response.headers.get("x-slack-no-retry") === "1",
		};
	} catch {
		return { status: null, payload: null, failure: "connection_failed", noRetry: false };
	}
}
