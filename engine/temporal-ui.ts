import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { bareEnvironment } from "./bare-environment.ts";
import { writePrivateFile } from "./files.ts";
import { ManagedProcess } from "./managed-process.ts";

/** The Web UI's program in the first of these folders that has one. */
export function findTemporalUi(folders: readonly (string | undefined)[]): string | undefined {
	for (const folder of folders) {
		for (const name of ["temporal-ui", "ui-server", "server"]) {
			if (folder !== undefined && existsSync(join(folder, name))) return join(folder, name);
		}
	}
	return undefined;
}

/**
 * Temporal's Web UI on 127.0.0.1, as a process of ours. (Settings: `server/config/config.go` of
 * temporalio/ui-server v2.54.1.)
 */
export function temporalUi(plan: {
	program: string;
	dir: string;
	logFile: string;
	port: number;
	temporalAddress: string;
	namespace: string;
}): ManagedProcess {
	const origin = `http://127.0.0.1:${plan.port}`;
	mkdirSync(plan.dir, { recursive: true, mode: 0o700 });
	writePrivateFile(
		join(plan.dir, "countersign.yaml"),
		stringify({
			temporalGrpcAddress: plan.temporalAddress,
			host: "127.0.0.1",
			port: plan.port,
			enableUi: true,
			defaultNamespace: plan.namespace,
			disableNewsFetch: true,
			cors: { cookieInsecure: true, allowOrigins: [origin] },
		}),
	);
	return new ManagedProcess({
		name: "temporal-ui",
		command: plan.program,
		args: ["--root", plan.dir, "--config", ".", "--env", "countersign", "start"],
		cwd: plan.dir,
		env: bareEnvironment(),
		logFile: plan.logFile,
		stopSignal: "SIGTERM",
		isReady: async () => (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2000) })).ok,
		readyWithinMs: 20_000,
		errorCode: "temporal",
	});
}
