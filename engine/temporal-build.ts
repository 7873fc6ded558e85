import { execFile, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { temporalVersion } from "./temporal-version.ts";

const run = promisify(execFile);

/** How many packages a first build compiles, roughly; only for the progress line. */
const packagesRoughly = 1760;

/**
 * Builds the server and its schema tool into `folder` with `go install` (some minutes, both cores; a second time
 * Go's own cache makes it quick). @throws Error in one sentence
 */
export async function buildTemporalServer(folder: string, log: (line: string) => void): Promise<void> {
	let go: string;
	try {
		go = (await run("go", ["version"])).stdout.trim();
	} catch {
		throw new Error("Go is not installed");
	}
	mkdirSync(join(folder), { recursive: true });
	log(
		`Building the Temporal server ${temporalVersion} with ${go.replace("go version ", "")}: about 4 minutes on two cores, once a machine.`,
	);
	const began = Date.now();
	const modules = ["server", "tools/sql"].map(
		(name) => `go.temporal.io/server/cmd/${name}@v${temporalVersion}`,
	);
	const child = spawn("go", ["install", "-v", ...modules], {
		cwd: folder,
		env: { ...process.env, GOBIN: folder },
		stdio: ["ignore", "ignore", "pipe"],
	});
	const endWithUs = () => child.kill("SIGTERM");
	process.once("exit", endWithUs);
	let downloaded = 0;
	let compiled = 0;
	const said: string[] = [];
	createInterface({ input: child.stderr }).on("line", (line) => {
		if (line.startsWith("go: downloading")) downloaded++;
		else if (/^[\w.\-/~]+$/.test(line)) compiled++;
		else said.push(line);
	});
	const progress = setInterval(() => {
		const seconds = Math.round((Date.now() - began) / 1000);
		log(
			compiled === 0
				? `  ${clock(seconds)} ${downloaded} modules downloaded`
				: `  ${clock(seconds)} ${compiled} of some ${packagesRoughly} packages compiled`,
		);
	}, 10_000);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once("error", reject);
			child.once("close", resolve);
		});
		if (code !== 0) throw new Error(`go install ended with ${code}: ${said.slice(-3).join(" / ")}`);
	} finally {
		clearInterval(progress);
		process.off("exit", endWithUs);
	}
	log(`Built the Temporal server ${temporalVersion} in ${clock(Math.round((Date.now() - began) / 1000))}.`);
}

function clock(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
