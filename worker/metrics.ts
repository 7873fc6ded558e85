import { createServer } from "node:http";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Database } from "../db/connect.ts";

/** Prometheus metrics on 127.0.0.1, if a port is given: what waits in the outbox and at the couriers, and for how long. */
export async function startMetrics(
	port: number | undefined,
	system: Database,
): Promise<{ stop(): Promise<void> }> {
	if (port === undefined) return { stop: async () => {} };
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	new Gauge({
		name: "countersign_outbox_rows",
		help: "Workflows still to be told of a change",
		registers: [registry],
		async collect() {
			const [row] = await system.sql<{ rows: number }[]>`select count(*)::int as rows from outbox`;
			this.set(row?.rows ?? 0);
		},
	});
	new Gauge({
		name: "countersign_outbox_oldest_seconds",
		help: "Age of the oldest change that its workflow has not been told",
		registers: [registry],
		async collect() {
			const [row] = await system.sql<{ age: number | null }[]>`
				select extract(epoch from clock_timestamp() - min(created_at))::float8 as age from outbox`;
			this.set(row?.age ?? 0);
		},
	});
	new Gauge({
		name: "countersign_deliveries_due",
		help: "Messages that do not show what the ledger says",
		labelNames: ["channel"],
		registers: [registry],
		async collect() {
			const [row] = await system.sql<{ rows: number }[]>`
				select count(*)::int as rows from deliveries where next_attempt_at is not null and channel = 'email'`;
			this.set({ channel: "email" }, row?.rows ?? 0);
		},
	});
	const server = createServer(async (request, response) => {
		if (request.url !== "/metrics") {
			response.writeHead(404).end();
			return;
		}
		try {
			const text = await registry.metrics();
			response.writeHead(200, { "content-type": registry.contentType }).end(text);
		} catch {
			response.writeHead(503).end();
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
