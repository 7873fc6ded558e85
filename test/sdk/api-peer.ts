import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApprovalRequest } from "../../sdk/types.ts";

export interface Received {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingMessage["headers"];
	body: string;
}

export type Answer = (response: ServerResponse, received: Received) => void;

/**
 * A server that speaks Countersign's HTTP API word by word: each call gets the next answer of the script, the last
 * one again and again. What it received is kept.
 */
export async function apiPeer(...script: Answer[]) {
	const received: Received[] = [];
	const server = createServer(async (message, response) => {
		const url = new URL(message.url ?? "/", "http://peer");
		let body = "";
		for await (const chunk of message) body += String(chunk);
		const call: Received = {
			method: message.method ?? "",
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			headers: message.headers,
			body,
		};
		const answer = script[Math.min(received.length, script.length - 1)];
		received.push(call);
		answer?.(response, call);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

export const json =
	(status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
	(response) => {
		response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
		response.end(JSON.stringify(value));
	};

export const problem =
	(status: number, value: Record<string, unknown>, headers: Record<string, string> = {}): Answer =>
	(response) => {
		response.writeHead(status, { "content-type": "application/problem+json", ...headers });
		response.end(JSON.stringify({ type: "about:blank", status, ...value }));
	};

/** Breaks the connection off before anything is answered. */
export const hangUp: Answer = (response) => void response.socket?.destroy();

/** Breaks off in the middle of the answer. */
export const breakOff: Answer = (response) => {
	response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
	response.write('{"id":');
	setImmediate(() => response.socket?.destroy());
};

export const html =
	(status: number): Answer =>
	(response) => {
		response.writeHead(status, { "content-type": "text/html" });
		response.end("<h1>Hello</h1>");
	};

export function requestAt(version: number, more: Partial<ApprovalRequest> = {}): ApprovalRequest {
	return {
		id: "0197a1c3-55f0-7e2a-a1b2-c3d4e5f60718",
		policy: { name: "refund", version: 1, title: "Customer refund" },
		title: "Refund order 1042",
		summary: null,
		context: { amount: 20_000 },
		attachments: [],
		requester: "ana",
		submittedBy: "ana",
		externalId: null,
		risk: "normal",
		state: "open",
		version,
		shownSince: 1,
		stage: "leads",
		stageNumber: 1,
		stageCount: 1,
		round: 1,
		assignees: ["bo"],
		pause: null,
		due: "2026-01-05T17:00:00.000Z",
		wakeAt: "2026-01-05T17:00:00.000Z",
		unsatisfiable: false,
		createdAt: "2026-01-05T09:00:00.000Z",
		closedAt: null,
		outcome: null,
		cause: null,
		decisions: [],
		digest: "a".repeat(64),
		people: {
			ana: { name: "Ana Ruiz", email: "ana@example.com" },
			bo: { name: "Bo Lind", email: "bo@example.com" },
		},
		...more,
	};
}

export function closedAs(
	outcome: "approved" | "rejected" | "expired" | "cancelled",
	version = 2,
): ApprovalRequest {
	return requestAt(version, {
		state: outcome,
		outcome,
		cause: outcome === "expired" ? "deadline" : "decided",
		closedAt: "2026-01-05T10:00:00.000Z",
		stage: null,
		stageNumber: null,
		assignees: [],
		pause: null,
		due: null,
		wakeAt: null,
	});
}
