import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { EngineError } from "./engine-error.ts";
import { takeLock } from "./lock.ts";
import { lastLines, openLog } from "./log-file.ts";

/** Folders at the root that the pages are not built from. */
const notSources = new Set([
	"node_modules",
	"test",
	"bench",
	"docs",
	"deploy",
	"engine",
	"examples",
	"coverage",
]);

/** SHA-256 (hexadecimal) over the paths and contents of everything the pages may be built from. */
export function sourcesDigest(root: string): string {
	const hash = createHash("sha256").update(process.version);
	const walk = (folder: string) => {
		for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
			a.name < b.name ? -1 : 1,
		)) {
			const path = join(folder, entry.name);
			if (entry.name.startsWith(".") || entry.name.endsWith(".tsbuildinfo") || entry.name === "next-env.d.ts")
				continue;
			if (entry.isDirectory()) {
				if (folder !== root || !notSources.has(entry.name)) walk(path);
			} else if (entry.isFile()) {
				hash.update(`\0${relative(root, path)}\0`).update(readFileSync(path));
			}
		}
	};
	walk(root);
	return hash.digest("hex");
}

/**
 * Builds the pages unless a whole build of just these sources is there (its stamp stands inside `.next`, so that
 * deleting `.next` is enough to build anew). Two starts at once take turns.
 * @throws EngineError `build`, with the last lines of the log
 */
export async function buildWeb(
	root: string,
	logFile: string,
	log: (line: string) => void,
	signal?: AbortSignal,
): Promise<void> {
	mkdirSync(join(root, ".build"), { recursive: true });
	let lock = takeLock(join(root, ".build", "web.lock"));
	while ("heldBy" in lock) {
		if (signal?.aborted)
			throw new EngineError("interrupted", "Stopped while another start was building the pages.");
		await new Promise((resolve) => setTimeout(resolve, 300));
		lock = takeLock(join(root, ".build", "web.lock"));
	}
	try {
		const dist = join(root, ".next");
		const stamp = join(dist, "countersign-sources");
		const digest = sourcesDigest(root);
		const built = existsSync(stamp) && existsSync(join(dist, "BUILD_ID"));
		if (built && readFileSync(stamp, "utf8") === digest) return;
		log(
			built
				? "The sources have changed: building the pages again."
				: "Building the pages (once; later starts are quick).",
		);
		await build(root, logFile, log, signal);
		writeFileSync(stamp, digest);
	} finally {
		lock.release();
	}
}

async function build(
	root: string,
	logFile: string,
	log: (line: string) => void,
	signal?: AbortSignal,
): Promise<void> {
	const began = Date.now();
	const output = openLog(logFile);
	const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
		cwd: root,
		env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
		stdio: ["ignore", output, output],
		detached: true,
	});
	closeSync(output);
	const end = () => {
		try {
			process.kill(-(child.pid ?? Number.NaN), "SIGKILL");
		} catch {
			// over already
		}
	};
	process.once("exit", end);
	signal?.addEventListener("abort", end, { once: true });
	const seconds = () => Math.round((Date.now() - began) / 1000);
	const progress = setInterval(() => log(`  ${seconds()} s`), 10_000);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once("error", reject);
			child.once("exit", resolve);
		});
		if (signal?.aborted) throw new EngineError("interrupted", "Stopped while the pages were being built.");
		if (code !== 0) {
			const lines = lastLines(logFile, 15).map((line) => `    ${line}`);
			throw new EngineError(
				"build",
				`The pages could not be built; the log is ${logFile}. Its last lines:\n${lines.join("\n")}`,
			);
		}
	} finally {
		clearInterval(progress);
		process.off("exit", end);
		signal?.removeEventListener("abort", end);
	}
	log(`Built the pages in ${seconds()} s.`);
}
