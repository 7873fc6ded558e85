import { type AddressInfo, createServer, connect as dial } from "node:net";

/** What crossed the wire since the last `reset`. */
export interface Traffic {
	/** Statements executed (Bind of the extended protocol, or Query of the simple one), BEGIN and COMMIT among them. */
	statements: number;
	/** Times the client sent something with nothing left to be answered: each costs the way there and back. */
	roundTrips: number;
}

export interface Wire {
	port: number;
	reset(): void;
	traffic(): Traffic;
	close(): void;
}

/** A proxy before PostgreSQL that counts the messages of its protocol, version 3 (PostgreSQL manual, chapter 54). */
export async function tapWire(toPort: number): Promise<Wire> {
	let counted: Traffic = { statements: 0, roundTrips: 0 };
	const server = createServer((client) => {
		const upstream = dial(toPort, "127.0.0.1");
		let unanswered = 0;
		const fromClient = messages(true, (type) => {
			if (type === "B" || type === "Q") counted.statements += 1;
			// Each is answered by one ReadyForQuery.
			if (type === "S" || type === "Q") {
				if (unanswered === 0) counted.roundTrips += 1;
				unanswered += 1;
			}
		});
		const fromServer = messages(false, (type) => {
			if (type === "Z") unanswered = Math.max(0, unanswered - 1);
		});
		client.on("data", (chunk: Buffer) => {
			fromClient(chunk);
			upstream.write(chunk);
		});
		upstream.on("data", (chunk: Buffer) => {
			fromServer(chunk);
			client.write(chunk);
		});
		for (const [one, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			one.on("error", () => other.destroy());
			one.on("close", () => other.destroy());
		}
	});
	server.listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	return {
		port: (server.address() as AddressInfo).port,
		reset: () => {
			counted = { statements: 0, roundTrips: 0 };
		},
		traffic: () => ({ ...counted }),
		close: () => server.close(),
	};
}

/** Cuts a stream into messages: a type byte and an Int32 of the length with itself. The client's first has no type. */
function messages(startup: boolean, onMessage: (type: string) => void): (chunk: Buffer) => void {
	let rest = Buffer.alloc(0);
	let first = startup;
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		for (;;) {
			const head = first ? 0 : 1;
			if (rest.length < head + 4) return;
			const size = head + rest.readInt32BE(head);
			if (rest.length < size) return;
			if (!first) onMessage(rest.toString("latin1", 0, 1));
			first = false;
			rest = rest.subarray(size);
		}
	};
}
