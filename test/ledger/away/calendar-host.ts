import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A host of calendars on this machine, with what it was asked. */
export interface CalendarHost {
	url: string;
	asked: { path: string; etag: string | undefined }[];
	/** What it answers from now on. */
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** Answers a calendar with this ETag, and 304 to who has it. */
	serve(text: string, etag?: string): void;
	close(): Promise<void>;
}

export async function startCalendarHost(): Promise<CalendarHost> {
	const server = createServer((request, response) => {
		host.asked.push({ path: request.url ?? "", etag: request.headers["if-none-match"] });
		host.answer(request, response);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const { port } = server.address() as AddressInfo;
	const host: CalendarHost = {
		url: `http://127.0.0.1:${port}/private-token/basic.ics`,
		asked: [],
		answer: (_request, response) => response.writeHead(500).end(),
		serve(text, etag) {
			host.answer = (request, response) => {
				const headers = { "content-type": "text/calendar", ...(etag === undefined ? {} : { etag }) };
				if (etag !== undefined && request.headers["if-none-match"] === etag)
					response.writeHead(304, headers).end();
				else response.writeHead(200, headers).end(text);
			};
		},
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
	return host;
}
