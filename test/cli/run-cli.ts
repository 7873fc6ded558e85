import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const bin = fileURLToPath(new URL("../../cli/bin.mjs", import.meta.url));

/** An empty folder outside of any data folder; removed after the tests of the file. */
export const emptyFolder = mkdtempSync(join(tmpdir(), "countersign-cli-"));
afterAll(() => rmSync(emptyFolder, { recursive: true, force: true }));

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

export interface RunOptions {
	env?: Record<string, string>;
	cwd?: string;
	stdin?: string;
	/** Told the process once it runs. */
	onStart?: (child: ChildProcess) => void;
}

/** Runs the command as its users do: a process of its own. Nothing of this process's environment but PATH is seen. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [bin, ...args], {
			cwd: options.cwd ?? emptyFolder,
			env: { NODE_ENV: "production", PATH: process.env.PATH, TZ: "UTC", ...options.env },
		});
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.once("error", reject);
		child.once("close", (code) => resolve({ code, stdout, stderr }));
		child.stdin.on("error", () => undefined);
		child.stdin.end(options.stdin ?? "");
		options.onStart?.(child);
	});
}
