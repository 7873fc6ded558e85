import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type App, HTTPReceiver, type Logger, type Receiver } from "@slack/bolt";

/** How far a request's time may be from ours, in seconds, to either side. */
const SKEW_SECONDS = 300;
const MOST_BYTES = 1024 * 1024;
/** So many requests are remembered at the most: more than Slack sends in ten minutes. */
const MOST_REMEMBERED = 100_000;

/** Why a request was not let through. */
export type Refused = "skew" | "signature" | "replay" | "too_large";

export interface SignedReceiverOptions {
	signingSecret: string;
	/** 0: any free port. */
	port: number;
	/** Default: this machine only, behind what ends TLS. */
	host?: string;
	logger: Logger;
	onRefused?: (why: Refused) => void;
	/** ms since 1970. */
	now?: () => number;
}

/**
 * Bolt's HTTP receiver with a stricter door: Bolt accepts requests from the future and any number of identical ones.
 * Here the signature is checked first (https://docs.slack.dev/authentication/verifying-requests-from-slack), the time
 * may be 300 s off to either side, and a request that is the same to the byte is dropped.
 */
export class SignedReceiver implements Receiver {
	readonly #options: SignedReceiverOptions;
	readonly #bolt: HTTPReceiver;
	readonly #seen = new Map<string, number>();
	#server: Server | undefined;

	constructor(options: SignedReceiverOptions) {
		this.#options = options;
		const { signingSecret, logger } = options;
		this.#bolt = new HTTPReceiver({ signingSecret, logger, endpoints: ["/slack/events"] });
	}

	init(app: App): void {
		this.#bolt.init(app);
	}

	/** Listens; answers the port. */
	async start(): Promise<number> {
		const server = createServer((request, response) => void this.#answer(request, response));
		this.#server = server;
		const { port, host = "127.0.0.1" } = this.#options;
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(port, host, resolve);
		});
		const address = server.address();
		return typeof address === "object" && address !== null ? address.port : port;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		if (server === undefined) return;
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeIdleConnections();
		});
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const body = await readBody(request);
			const refused = body === null ? "too_large" : this.#refuse(request, body);
			if (refused !== null) {
				this.#options.onRefused?.(refused);
				response.writeHead(refused === "too_large" ? 413 : refused === "replay" ? 409 : 401).end();
				return;
			}
			this.#bolt.requestListener(Object.assign(request, { rawBody: body }), response);
		} catch (error) {
			// Bolt throws for paths that are not its own.
			this.#options.logger.warn(`a request was not answered: ${String(error)}`);
			if (!response.headersSent) response.writeHead(404);
			response.end();
		}
	}

	#refuse({ headers }: IncomingMessage, body: Buffer): Refused | null {
		const stamp = headers["x-slack-request-timestamp"];
		const signature = headers["x-slack-signature"];
		if (typeof stamp !== "string" || typeof signature !== "string" || !/^\d{1,12}$/.test(stamp))
			return "signature";
		const expected = `v0=${createHmac("sha256", this.#options.signingSecret).update(`v0:${stamp}:`).update(body).digest("hex")}`;
		if (signature.length !== expected.length) return "signature";
		if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return "signature";
		const now = (this.#options.now?.() ?? Date.now()) / 1_000;
		if (Math.abs(now - Number(stamp)) > SKEW_SECONDS) return "skew";
		return this.#isReplay(`${stamp}:${createHash("sha256").update(body).digest("base64")}`, now)
			? "replay"
			: null;
	}

	/** A request older than the skew is refused for that: it need not be remembered any longer. */
	#isReplay(name: string, now: number): boolean {
		for (const [earlier, at] of this.#seen) {
			if (at > now - 2 * SKEW_SECONDS && this.#seen.size <= MOST_REMEMBERED) break;
			this.#seen.delete(earlier);
		}
		if (this.#seen.has(name)) return true;
		this.#seen.set(name, now);
		return false;
	}
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > MOST_BYTES) return null;
		parts.push(part);
	}
	return Buffer.concat(parts);
}
