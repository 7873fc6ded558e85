import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call as it came in. */
export interface ReceivedCall {
	method: string;
	path: string;
	headers: Record<string, string>;
	body: string;
}

export type Answer = (response: ServerResponse, call: ReceivedCall, request: IncomingMessage) => void;

/** A real HTTP server on loopback that keeps what it is sent and answers as it is told. */
export interface Receiver {
	url: string;
	/** `127.0.0.1:port` */
	host: string;
	calls: ReceivedCall[];
	answer(answer: Answer): void;
	/** A status, with headers. */
	status(status: number, headers?: Record<string, string>): void;
	close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const calls: ReceivedCall[] = [];
	let answer: Answer = (response) => response.writeHead(204).end();
	const server: Server = createServer((request, response) => {
		let body = "";
		request.setEncoding("utf8").on("data", (text: string) => {
			body += text;
		});
		request.on("error", () => {});
		request.on("end", () => {
			const { method = "", url = "", headers } = request;
			const call = { method, path: url, headers: headers as Record<string, string>, body };
			calls.push(call);
			answer(response, call, request);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		host: `127.0.0.1:${port}`,
		calls,
		answer(next) {
			answer = next;
		},
		status(status, headers = {}) {
			answer = (response) => response.writeHead(status, headers).end();
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
