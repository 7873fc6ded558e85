import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Lock, lockHolder, takeLock } from "../../engine/lock.ts";
import { typescriptArgs } from "../../engine/node-command.ts";
import { identify, isAlive } from "../../engine/process-identity.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("the lock of the data folder", () => {
	test("is held by one process until it is released, and leaves nothing beside it", () => {
		const folder = temporaryFolder();
		const path = join(folder, "engine.lock");
		const first = takeLock(path);
		expect(takeLock(path)).toEqual({ heldBy: identify(process.pid) });
		(first as Lock).release();
		expect(lockHolder(path)).toBeUndefined();
		const second = takeLock(path) as Lock;
		expect(readdirSync(folder)).toEqual(["engine.lock"]);
		second.release();
		expect(readdirSync(folder)).toEqual([]);
	});

	test("of a process that was killed, or whose pid is another's now, is taken over", () => {
		const path = join(temporaryFolder(), "engine.lock");
		for (const stale of [
			JSON.stringify({ pid: process.pid, startedAt: "1" }),
			JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1" }),
			"half a li",
			"",
		]) {
			writeFileSync(path, stale);
			const lock = takeLock(path);
			expect(lock).toHaveProperty("release");
			(lock as Lock).release();
		}
	});

	test("goes to exactly one of several that find a stale one at once", async () => {
		const folder = temporaryFolder();
		const path = join(folder, "engine.lock");
		writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: "1" }));
		const script = join(folder, "take.mts");
		const lockModule = new URL("../../engine/lock.ts", import.meta.url).href;
		writeFileSync(
			script,
			`import { takeLock } from ${JSON.stringify(lockModule)};
			const lock = takeLock(${JSON.stringify(path)});
			process.stdout.write("release" in lock ? "mine" : "other");
			process.stdin.resume(); process.stdin.on("end", () => process.exit());`,
		);
		const [, loader = ""] = typescriptArgs("x");
		const children = Array.from({ length: 6 }, () => spawn(process.execPath, ["--import", loader, script]));
		const said = await Promise.all(
			children.map(
				(child) =>
					new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data)))),
			),
		);
		for (const child of children) child.stdin.end();
		expect(said.filter((word) => word === "mine")).toHaveLength(1);
	});
});

test("a process is known by its pid and its start, and a dead one is not alive", async () => {
	const me = identify(process.pid);
	expect(me?.pid).toBe(process.pid);
	expect(isAlive({ pid: process.pid, startedAt: "0" })).toBe(false);
	const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
	const identity = identify(child.pid ?? 0);
	expect(identity && isAlive(identity)).toBe(true);
	const gone = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGKILL");
	await gone;
	expect(identity && isAlive(identity)).toBe(false);
	expect(identify(-1)).toBeUndefined();
});
