import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { type Fields, isFields } from "./shapes.ts";

/** Slack allows an app ten sockets at once. */
const mostSockets = 10;
const pingEveryMs = 10_000;

export interface SocketAnswer {
	payload: unknown;
	failure: string | null;
}

/**
 * Slack's side of Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode): tickets, hello, envelopes
 * to one of the open sockets in turn, acknowledgements, and requests to reconnect.
 */
export class SocketMode {
	readonly #appId: string;
	readonly #tickets = new Set<string>();
	readonly #sockets: WebSocket[] = [];
	readonly #server = new WebSocketServer({ noServer: true });
	readonly #waiting = new Map<string, { socket: WebSocket; settle: (answer: SocketAnswer) => void }>();
	readonly #pinging: NodeJS.Timeout;
	#turn = 0;
	#onOpen: (() => void)[] = [];

	constructor(appId: string) {
		this.#appId = appId;
		this.#pinging = setInterval(() => {
			for (const socket of this.#sockets) socket.ping();
		}, pingEveryMs);
		this.#pinging.unref();
	}

	/** The path of a socket that may be opened once. */
	ticket(): string {
		const ticket = randomUUID();
		this.#tickets.add(ticket);
		return `/link/?ticket=${ticket}&app_id=${this.#appId}`;
	}

	get open(): number {
		return this.#sockets.length;
	}

	/** Resolves once at least `count` sockets are open. */
	async opened(count = 1): Promise<void> {
		while (this.#sockets.length < count) await new Promise<void>((resolve) => this.#onOpen.push(resolve));
	}

	upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
		const url = new URL(request.url ?? "/", "http://stand-in");
		const ticket = url.searchParams.get("ticket") ?? "";
		if (url.pathname !== "/link/" || !this.#tickets.delete(ticket)) {
			stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
			return;
		}
		this.#server.handleUpgrade(request, stream, head, (socket) => this.#adopt(socket));
	}

	#adopt(socket: WebSocket): void {
		socket.on("error", () => socket.terminate());
		if (this.#sockets.length >= mostSockets) {
			socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets", debug_info: {} }));
			socket.close();
			return;
		}
		this.#sockets.push(socket);
		socket.on("message", (data: RawData) => this.#hear(data));
		socket.on("close", () => this.#forget(socket));
		socket.send(
			JSON.stringify({
				type: "hello",
				num_connections: this.#sockets.length,
				debug_info: { host: "stand-in", build_number: 1, approximate_connection_time: 18_060 },
				connection_info: { app_id: this.#appId },
			}),
		);
		for (const resolve of this.#onOpen.splice(0)) resolve();
	}

	#forget(socket: WebSocket): void {
		const at = this.#sockets.indexOf(socket);
		if (at >= 0) this.#sockets.splice(at, 1);
		for (const [id, waiting] of this.#waiting) {
			if (waiting.socket !== socket) continue;
			this.#waiting.delete(id);
			waiting.settle({ payload: null, failure: "connection_closed" });
		}
	}

	#hear(data: RawData): void {
		let message: unknown;
		try {
			message = JSON.parse(data.toString());
		} catch {
			return;
		}
		if (!isFields(message) || typeof message.envelope_id !== "string") return;
		const waiting = this.#waiting.get(message.envelope_id);
		if (!waiting) return;
		this.#waiting.delete(message.envelope_id);
		waiting.settle({ payload: message.payload ?? null, failure: null });
	}

	/** Sends one envelope. The answer comes whenever the app gives it; the caller decides what is late. */
	send(envelope: {
		type: string;
		payload: Fields;
		acceptsPayload: boolean;
		retry: { attempt: number; reason: string } | null;
	}): Promise<SocketAnswer> {
		const live = this.#sockets.filter((socket) => socket.readyState === socket.OPEN);
		const socket = live[this.#turn++ % Math.max(1, live.length)];
		if (!socket) return Promise.resolve({ payload: null, failure: "no_connection" });
		const id = randomUUID();
		return new Promise((settle) => {
			this.#waiting.set(id, { socket, settle });
			socket.send(
				JSON.stringify({
					envelope_id: id,
					payload: envelope.payload,
					type: envelope.type,
					accepts_response_payload: envelope.acceptsPayload,
					...(envelope.type === "events_api"
						? {
								retry_attempt: envelope.retry?.attempt ?? 0,
								retry_reason: envelope.retry?.reason ?? "",
							}
						: {}),
				}),
			);
		});
	}

	/** Asks every client to reconnect, as Slack does every few hours. */
	refresh(reason: "warning" | "refresh_requested" | "link_disabled" = "refresh_requested"): void {
		for (const socket of this.#sockets) {
			socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "stand-in" } }));
		}
	}

	/** Cuts every socket without a word. */
	cut(): void {
		for (const socket of [...this.#sockets]) {
			socket.terminate();
			this.#forget(socket);
		}
	}

	close(): void {
		clearInterval(this.#pinging);
		this.cut();
		this.#server.close();
	}
}
