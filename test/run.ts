import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./support/ensure-chromium.ts";

/**
 * `npm test`: format and lint, types, import rules, then every test, on real servers that it starts itself.
 * Ends with one line, `N passed, N failed`; each of the checks counts as one.
 */
interface Count {
	passed: number;
	failed: number;
}

const folder = await mkdtemp(join(tmpdir(), "countersign-run-"));
const total: Count = { passed: 0, failed: 0 };
try {
	for (const script of ["check:format", "check:types", "check:imports"]) add(await check(script));
	ensureChromium();
	add(await vitest("vitest.config.ts"));
	add(await vitest("vitest.product.config.ts"));
} finally {
	await rm(folder, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function add({ passed, failed }: Count): void {
	total.passed += passed;
	total.failed += failed;
}

async function check(script: string): Promise<Count> {
	console.log(`\n— ${script}`);
	const ok = (await run("npm", ["run", "--silent", script])) === 0;
	return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(config: string): Promise<Count> {
	console.log(`\n— ${config}`);
	const report = join(folder, `${config}.json`);
	const args = [
		"node_modules/vitest/vitest.mjs",
		"run",
		"--config",
		config,
		"--reporter=default",
		"--reporter=json",
	];
	const code = await run(process.execPath, [...args, `--outputFile.json=${report}`]);
	try {
		const { numPassedTests, numFailedTests }: Record<string, number> = JSON.parse(
			await readFile(report, "utf8"),
		);
		const failed = numFailedTests ?? 0;
		// A file that does not load fails the run without failing a test.
		return { passed: numPassedTests ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed };
	} catch {
		return { passed: 0, failed: 1 };
	}
}

function run(command: string, args: string[]): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
		child.on("error", () => resolve(127));
		child.on("close", (code) => resolve(code ?? 1));
	});
}
