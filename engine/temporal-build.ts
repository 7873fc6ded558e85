import { execFile, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { temporalUiVersion, temporalVersion } from "./temporal-version.ts";

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
	log(
		`Building the Temporal server ${temporalVersion} with ${go.replace("go version ", "")}: about 4 minutes on two cores, once a machine.`,
	);
	const modules = ["server", "tools/sql"].map(
		(name) => `go.temporal.io/server/cmd/${name}@v${temporalVersion}`,
	);
	const took = await goInstall(modules, folder, packagesRoughly, log);
	log(`Built the Temporal server ${temporalVersion} in ${took}.`);
}

/** Builds Temporal's Web UI into `folder`, likewise (half a minute). @throws Error in one sentence */
export async function buildTemporalUi(folder: string, log: (line: string) => void): Promise<void> {
	log(`Building Temporal's Web UI ${temporalUiVersion}: about half a minute.`);
	const took = await goInstall(
		[`github.com/temporalio/ui-server/v2/cmd/server@v${temporalUiVersion}`],
		folder,
		400,
		log,
	);
	log(`Built Temporal's Web UI in ${took}.`);
}

/** @returns how long it took, as minutes:seconds */
async function goInstall(
	modules: readonly string[],
	folder: string,
	packages: number,
	log: (line: string) => void,
): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const began = Date.now();
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
				: `  ${clock(seconds)} ${compiled} of some ${packages} packages compiled`,
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
	return clock(Math.round((Date.now() - began) / 1000));
}

function clock(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
