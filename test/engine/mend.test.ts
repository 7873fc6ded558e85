import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bareEnvironment } from "../../engine/bare-environment.ts";
import type { EngineError } from "../../engine/engine-error.ts";
import { ManagedProcess } from "../../engine/managed-process.ts";
import { mend } from "../../engine/mend.ts";
import { isAlive } from "../../engine/process-identity.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function program(code: string, isReady: () => Promise<boolean> = async () => true): ManagedProcess {
	const folder = temporaryFolder();
	const one = new ManagedProcess({
		name: "worker",
		command: process.execPath,
		args: ["-e", code],
		cwd: folder,
		env: bareEnvironment(),
		logFile: join(folder, "worker.log"),
		stopSignal: "SIGTERM",
		isReady,
		readyWithinMs: 400,
		errorCode: "child",
	});
	onTestFinished(async () => {
		await one.stop(100);
	});
	return one;
}

test("a crash is said and mended", async () => {
	const one = program("setInterval(() => {}, 1000)");
	const said: string[] = [];
	await one.start();
	const first = one.identity?.pid;
	const back = new Promise<void>((resolve) => {
		mend(one, {
			log: (line) => {
				said.push(line);
				if (line === "worker is back.") resolve();
			},
			giveUp: () => undefined,
			isStopping: () => false,
		});
	});
	one.kill("SIGKILL");
	await back;
	expect(one.identity?.pid).not.toBe(first);
	expect(said).toEqual(["worker died (killed by SIGKILL); starting it again.", "worker is back."]);
});

test("one that keeps crashing is given up, with its own last words", async () => {
	const one = program("console.error('no such table'); process.exit(3)");
	const error = await new Promise<EngineError>((resolve) => {
		mend(one, {
			log: () => undefined,
			giveUp: resolve,
			isStopping: () => false,
			delaysMs: [1, 1],
			quickMs: 60_000,
		});
		void one.start().catch(() => undefined);
	});
	expect(error.code).toBe("child");
	expect(error.message).toMatch(
		/^worker (died \(exit code 3\)|did not come up), for the 3th time in a row, and is given up; its log is /,
	);
	expect(error.message).toContain("no such table");
});

test("one that is not ready in time is ended, and what is said is its own log, not an earlier run's", async () => {
	const one = program("console.log('this run'); setInterval(() => {}, 1000)", async () => false);
	writeFileSync(one.plan.logFile, "an earlier run\n");
	const error = await one.start().then(
		() => undefined,
		(thrown: EngineError) => thrown,
	);
	expect(error?.message).toMatch(/^worker was not ready after/);
	expect(error?.message).toContain("this run");
	expect(error?.message).not.toContain("an earlier run");
	expect(readFileSync(one.plan.logFile, "utf8")).toContain("an earlier run");
	expect(one.identity).toBeUndefined();
});

test("a program that does not exist is said", async () => {
	const one = program("");
	const missing = new ManagedProcess({ ...one.plan, command: "/nowhere/at-all" });
	await expect(missing.start()).rejects.toThrow(/^worker could not be started: .*ENOENT/);
});

test("one that does not listen is ended, together with what it started", async () => {
	const one = program(
		"process.on('SIGTERM', () => {}); const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); console.log(c.pid); setInterval(() => {}, 1000)",
	);
	await one.start();
	let grandchild = 0;
	while (!grandchild) {
		await new Promise((resolve) => setTimeout(resolve, 20));
		grandchild = Number(readFileSync(one.plan.logFile, "utf8"));
	}
	const identity = one.identity;
	expect(await one.stop(100)).toBe(false);
	expect(identity && isAlive(identity)).toBe(false);
	await expect
		.poll(() => {
			try {
				process.kill(grandchild, 0);
				return readFileSync(`/proc/${grandchild}/stat`, "utf8").includes(") Z ");
			} catch {
				return true;
			}
		})
		.toBe(true);
});
