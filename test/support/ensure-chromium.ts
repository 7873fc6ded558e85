import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** Where distributions put it. */
export const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Makes sure that there is a Chromium for the browser tests: one that is installed, Playwright's own, or, on
 * Debian as root, the distribution's, which is installed now; elsewhere Playwright's is downloaded.
 *
 * Throws with what to do by hand when nothing of this works.
 */
export function ensureChromium(): void {
	if (CHROMIUM_PATHS.some(existsSync) || existsSync(chromium.executablePath())) return;
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		console.log("Installing Chromium from the distribution, for the browser tests.");
		run("apt-get", ["update", "-qq"]);
		if (run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"])) return;
	}
	console.log("Downloading Playwright's Chromium, for the browser tests.");
	const cli = fileURLToPath(new URL("../../node_modules/playwright-core/cli.js", import.meta.url));
	if (run(process.execPath, [cli, "install", "chromium"])) return;
	throw new Error(
		"There is no Chromium for the browser tests: install chromium (apt-get install chromium) and run again.",
	);
}

function run(command: string, args: string[]): boolean {
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	return spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
}
