import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { EngineError, type EngineErrorCode } from "./engine-error.ts";
import { lastLines, openLog } from "./log-file.ts";
import { repositoryRoot, typescriptArgs } from "./node-command.ts";

/**
 * Runs one of the repository's TypeScript files to its end. @throws EngineError with the last lines of its log
 * when it fails
 */
export async function runScript(job: {
	what: string;
	script: string;
	args?: readonly string[];
	env: NodeJS.ProcessEnv;
	logFile: string;
	errorCode: EngineErrorCode;
	signal?: AbortSignal | undefined;
}): Promise<void> {
	const output = openLog(job.logFile);
	const child = spawn(process.execPath, typescriptArgs(job.script, ...(job.args ?? [])), {
		cwd: repositoryRoot,
		env: job.env,
		stdio: ["ignore", output, output],
	});
	closeSync(output);
	const end = () => child.kill("SIGKILL");
	process.once("exit", end);
	job.signal?.addEventListener("abort", end, { once: true });
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once("error", reject);
			child.once("exit", resolve);
		});
		if (job.signal?.aborted) throw new EngineError("interrupted", "Stopped before everything was up.");
		if (code !== 0) {
			const lines = lastLines(job.logFile, 12).map((line) => `    ${line}`);
			throw new EngineError(
				job.errorCode,
				`${job.what} failed; the log is ${job.logFile}. Its last lines:\n${lines.join("\n")}`,
			);
		}
	} finally {
		process.off("exit", end);
		job.signal?.removeEventListener("abort", end);
	}
}
