import { stringify } from "yaml";

export interface TemporalPorts {
	frontend: number;
	frontendMembership: number;
	history: number;
	historyMembership: number;
	matching: number;
	matchingMembership: number;
	worker: number;
	workerMembership: number;
}

export interface TemporalConfig {
	ports: TemporalPorts;
	postgresPort: number;
	user: string;
	password: string;
	dynamicConfigFile: string;
}

/**
 * The server's configuration: all four services in one process on 127.0.0.1, persistence in PostgreSQL, no HTTP
 * port. (Format: `common/config/config.go` of temporalio/temporal v1.32.0.) The file holds the database password.
 */
export function temporalConfig(config: TemporalConfig): string {
	const { ports } = config;
	const store = (databaseName: string, connections: number) => ({
		sql: {
			pluginName: "postgres12",
			databaseName,
			connectAddr: `127.0.0.1:${config.postgresPort}`,
			connectProtocol: "tcp",
			user: config.user,
			password: config.password,
			maxConns: connections,
			maxIdleConns: connections,
			maxConnLifetime: "1h",
		},
	});
	const service = (grpcPort: number, membershipPort: number) => ({
		rpc: { grpcPort, membershipPort, bindOnIP: "127.0.0.1" },
	});
	return stringify({
		log: { stdout: true, level: "warn" },
		persistence: {
			defaultStore: "default",
			visibilityStore: "visibility",
			numHistoryShards: 4,
			// Each of the four services has pools of its own: 4 × (20 + 4) of PostgreSQL's 200 connections.
			datastores: { default: store("temporal", 20), visibility: store("temporal_visibility", 4) },
		},
		global: { membership: { maxJoinDuration: "30s", broadcastAddress: "127.0.0.1" } },
		services: {
			frontend: service(ports.frontend, ports.frontendMembership),
			history: service(ports.history, ports.historyMembership),
			matching: service(ports.matching, ports.matchingMembership),
			worker: service(ports.worker, ports.workerMembership),
		},
		clusterMetadata: {
			enableGlobalNamespace: false,
			failoverVersionIncrement: 10,
			masterClusterName: "active",
			currentClusterName: "active",
			clusterInformation: {
				active: {
					enabled: true,
					initialFailoverVersion: 1,
					rpcName: "frontend",
					rpcAddress: `127.0.0.1:${ports.frontend}`,
				},
			},
		},
		dcRedirectionPolicy: { policy: "noop" },
		dynamicConfigClient: { filepath: config.dynamicConfigFile, pollInterval: "10s" },
	});
}

/**
 * Settings that may change while it runs. One partition a task queue: more only pay on installations with many
 * workers, and cost latency here.
 * @param timeSkipping lets workflows skip time (per workflow, when its start asks for it); for tests only
 */
export function temporalDynamicConfig(timeSkipping: boolean): string {
	return stringify({
		"matching.numTaskqueueReadPartitions": [{ value: 1 }],
		"matching.numTaskqueueWritePartitions": [{ value: 1 }],
		"frontend.WorkflowTimeSkippingEnabled": [{ value: timeSkipping }],
	});
}
