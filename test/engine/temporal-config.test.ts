import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporalConfig, temporalDynamicConfig } from "../../engine/temporal-config.ts";

const ports = {
	frontend: 1,
	frontendMembership: 2,
	history: 3,
	historyMembership: 4,
	matching: 5,
	matchingMembership: 6,
	worker: 7,
	workerMembership: 8,
};

test("the Temporal server listens to this machine only, and keeps everything in PostgreSQL", () => {
	const config = parse(
		temporalConfig({
			ports,
			postgresPort: 5433,
			user: "temporal",
			password: 'p"w: #',
			dynamicConfigFile: "/d.yaml",
		}),
	);
	for (const [name, { rpc }] of Object.entries(
		config.services as Record<string, { rpc: Record<string, unknown> }>,
	)) {
		expect(rpc, name).toMatchObject({ bindOnIP: "127.0.0.1" });
		expect(rpc, name).not.toHaveProperty("httpPort");
	}
	expect(config.global.membership.broadcastAddress).toBe("127.0.0.1");
	for (const store of Object.values(config.persistence.datastores as Record<string, { sql: object }>)) {
		expect(store.sql).toMatchObject({
			pluginName: "postgres12",
			connectAddr: "127.0.0.1:5433",
			password: 'p"w: #',
		});
	}
});

test("time can be skipped only where a test asked for it", () => {
	const value = (text: string) => parse(text)["frontend.WorkflowTimeSkippingEnabled"][0].value;
	expect(value(temporalDynamicConfig(true))).toBe(true);
	expect(value(temporalDynamicConfig(false))).toBe(false);
});
