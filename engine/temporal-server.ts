import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { bareEnvironment } from "./bare-environment.ts";
import { writePrivateFile } from "./files.ts";
import { ManagedProcess } from "./managed-process.ts";
import { ensureNamespace } from "./namespace.ts";
import type { TemporalBinary } from "./temporal-binary.ts";
import { type TemporalPorts, temporalConfig, temporalDynamicConfig } from "./temporal-config.ts";
import { setUpTemporalSchema } from "./temporal-schema.ts";

export interface TemporalPlan {
	binary: TemporalBinary;
	/** For the configuration files. */
	dir: string;
	logFile: string;
	ports: TemporalPorts;
	postgresPort: number;
	password: string;
	namespace: string;
	timeSkipping: boolean;
}

/** The Temporal server as a process of ours, its schema and configuration brought up to date, ready when its namespace is usable. */
export async function temporalServer(plan: TemporalPlan): Promise<ManagedProcess> {
	const configFile = join(plan.dir, "server.yaml");
	const dynamicConfigFile = join(plan.dir, "dynamic.yaml");
	mkdirSync(dirname(configFile), { recursive: true, mode: 0o700 });
	writePrivateFile(
		configFile,
		temporalConfig({
			ports: plan.ports,
			postgresPort: plan.postgresPort,
			user: "temporal",
			password: plan.password,
			dynamicConfigFile,
		}),
	);
	writePrivateFile(dynamicConfigFile, temporalDynamicConfig(plan.timeSkipping));
	await setUpTemporalSchema(plan.binary.sql, plan.postgresPort, "temporal", plan.password);
	const address = `127.0.0.1:${plan.ports.frontend}`;
	return new ManagedProcess({
		name: "temporal",
		command: plan.binary.server,
		args: ["--config-file", configFile, "--allow-no-auth", "start"],
		cwd: plan.dir,
		env: bareEnvironment(),
		logFile: plan.logFile,
		stopSignal: "SIGTERM",
		isReady: async () => {
			if (!(await accepts(plan.ports.frontend))) return false;
			await ensureNamespace({ address }, plan.namespace, 20_000);
			return true;
		},
		readyWithinMs: 90_000,
		errorCode: "temporal",
	});
}

function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ port, host: "127.0.0.1" });
		const end = (open: boolean) => {
			socket.destroy();
			resolve(open);
		};
		socket.once("connect", () => end(true));
		socket.once("error", () => end(false));
		socket.setTimeout(1000, () => end(false));
	});
}
