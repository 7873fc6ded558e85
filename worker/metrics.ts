import { createServer } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../db/connect.ts";

/** From a request's outcome to the moment at which the last of its copies was right. */
export const convergedSeconds = new Histogram({
	name: "countersign_copies_converged_seconds",
	help: "Seconds from a request's outcome until the last of its copies was right",
	buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400],
	registers: [],
});

/** Prometheus metrics on 127.0.0.1, if a port is given: what waits in the outbox and at the couriers, and for how long. */
export async function startMetrics(
	port: number | undefined,
	system: Database,
): Promise<{ stop(): Promise<void> }> {
	if (port === undefined) return { stop: async () => {} };
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	registry.registerMetric(convergedSeconds);
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
			const rows = await system.sql<{ channel: string; rows: number }[]>`
				select way.channel, count(d.id)::int as rows from unnest(array['email', 'slack']) as way(channel)
					left join deliveries d on d.channel = way.channel and d.next_attempt_at is not null
				group by way.channel`;
			for (const row of rows) this.set({ channel: row.channel }, row.rows);
		},
	});
	new Gauge({
		name: "countersign_webhook_messages_pending",
		help: "Messages that receivers of webhooks and callbacks have not taken yet",
		registers: [registry],
		async collect() {
			const [row] = await system.sql<{ rows: number }[]>`
				select count(*)::int as rows from webhook_messages where next_attempt_at is not null`;
			this.set(row?.rows ?? 0);
		},
	});
	new Gauge({
		name: "countersign_webhook_messages_oldest_seconds",
		help: "Age of the oldest message that a webhook or callback has not taken yet; those of paused webhooks do not count",
		registers: [registry],
		async collect() {
			const [row] = await system.sql<{ age: number | null }[]>`
				select extract(epoch from clock_timestamp() - min(m.created_at))::float8 as age
				from webhook_messages m left join webhooks w on w.id = m.webhook_id
				where m.next_attempt_at is not null and (m.webhook_id is null or w.active)`;
			this.set(row?.age ?? 0);
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
