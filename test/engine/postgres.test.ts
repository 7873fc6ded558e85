import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { expect, onTestFinished, test, vi } from "vitest";
import { readEngineState } from "../../engine/engine-state.ts";
import { typescriptArgs } from "../../engine/node-command.ts";
import { isAlive } from "../../engine/process-identity.ts";
import { type Stack, startStack } from "../../engine/stack.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// Databases are made and recovered here; how long that takes is the machine's affair.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

async function start(dataDir: string): Promise<Stack> {
	const stack = await startStack({ dataDir, parts: ["postgres"] });
	onTestFinished(() => stack.stop());
	return stack;
}

async function query<Row>(url: string, text: string): Promise<Row[]> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined });
	try {
		return (await sql.unsafe(text)) as unknown as Row[];
	} finally {
		await sql.end({ timeout: 1 });
	}
}

test("what was committed is there after kill -9 of PostgreSQL, at the same address", async () => {
	const stack = await start(join(temporaryFolder(), "data"));
	await query(stack.ownerUrl, "create table kept (n int)");
	await query(stack.ownerUrl, "insert into kept values (1)");
	const pid = stack.pids.postgres;
	stack.kill("postgres", "SIGKILL");
	await stack.restart("postgres");
	expect(stack.pids.postgres).not.toBe(pid);
	expect(await query(stack.ownerUrl, "select n from kept")).toEqual([{ n: 1 }]);
});

test("it is durable, local, and its logins may do what they are for and no more", async () => {
	const stack = await start(join(temporaryFolder(), "data"));
	const [settings] = await query(
		stack.superuserUrl,
		"select current_setting('fsync') fsync, current_setting('full_page_writes') pages, current_setting('synchronous_commit') commit, current_setting('listen_addresses') at, current_setting('data_checksums') sums",
	);
	expect(settings).toEqual({ fsync: "on", pages: "on", commit: "on", at: "127.0.0.1", sums: "on" });
	await query(stack.ownerUrl, "create table t (n int)");
	await query(stack.ownerUrl, "grant select on t to countersign_app");
	await query(stack.ownerUrl, "grant insert on t to countersign_system");
	expect(await query(stack.appUrl, "set role countersign_app; select n from t")).toBeDefined();
	await expect(query(stack.appUrl, "insert into t values (1)")).rejects.toThrow(/permission denied/);
	await expect(query(stack.appUrl, "set role countersign_system")).rejects.toThrow(/permission denied/);
	await query(stack.systemUrl, "insert into t values (1)");
	await expect(query(stack.systemUrl, "create table mine (n int)")).rejects.toThrow(/permission denied/);
	await expect(query(stack.ownerUrl, "create database mine")).rejects.toThrow(/permission denied/);
	const other = stack.appUrl.replace(/countersign$/, "temporal");
	await expect(query(other, "select 1")).rejects.toThrow(/permission denied for database/);
	await expect(query(stack.appUrl.replace(/:[0-9a-f]{64}@/, ":wrong@"), "select 1")).rejects.toThrow(
		/password/,
	);
});

test("a second stack on the same folder is refused, and another folder is no hindrance", async () => {
	const folder = temporaryFolder();
	const [one] = await Promise.all([start(join(folder, "one")), start(join(folder, "two"))]);
	await expect(startStack({ dataDir: join(folder, "one"), parts: ["postgres"] })).rejects.toMatchObject({
		code: "already_running",
		message: `Countersign is already running on ${one.folder.root} (process ${process.pid}).`,
	});
});

test("a stop and a start keep data and port; a postmaster.pid that now means another process is no hindrance", async () => {
	const dataDir = join(temporaryFolder(), "data");
	const first = await startStack({ dataDir, parts: ["postgres"] });
	await query(first.ownerUrl, "create table kept (n int)");
	await first.stop();
	expect(first.pids).toEqual({});
	const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
	onTestFinished(() => {
		bystander.kill("SIGKILL");
	});
	const pidFile = join(dataDir, "postgres", "postmaster.pid");
	writeFileSync(pidFile, `${bystander.pid}\n${join(dataDir, "postgres")}\n`);
	chmodSync(pidFile, 0o644);
	const second = await start(dataDir);
	expect(second.ports.postgres).toBe(first.ports.postgres);
	expect(await query(second.ownerUrl, "select n from kept")).toEqual([]);
	expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test("an engine that is killed leaves no PostgreSQL behind, and the next start has the data", async () => {
	const folder = temporaryFolder();
	const dataDir = join(folder, "data");
	const script = join(folder, "engine.mts");
	const stackModule = new URL("../../engine/stack.ts", import.meta.url).href;
	writeFileSync(
		script,
		`import { startStack } from ${JSON.stringify(stackModule)};
		await startStack({ dataDir: ${JSON.stringify(dataDir)}, parts: ["postgres"] });
		process.stdout.write("up"); setInterval(() => {}, 1000);`,
	);
	const [, loader = ""] = typescriptArgs("x");
	const engine = spawn(process.execPath, ["--import", loader, script], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	await new Promise((resolve) => engine.stdout.once("data", resolve));
	const left = readEngineState(join(dataDir, "engine.json"))?.children.postgres;
	expect(left && isAlive(left)).toBe(true);
	expect(statSync(join(dataDir, "engine.json")).mode & 0o777).toBe(0o600);
	const killed = new Promise((resolve) => engine.once("exit", resolve));
	engine.kill("SIGKILL");
	await killed;
	const stack = await start(dataDir); // does not wait for the watchdog: it ends what is left itself
	expect(left && isAlive(left)).toBe(false);
	await query(stack.ownerUrl, "select 1");
	expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(true);
	expect(readFileSync(join(dataDir, "logs", "postgres.log"), "utf8")).toContain("database system is ready");
});

test("without anybody starting again, the watchdog ends what a killed engine left", async () => {
	const folder = temporaryFolder();
	const dataDir = join(folder, "data");
	const script = join(folder, "engine.mts");
	const stackModule = new URL("../../engine/stack.ts", import.meta.url).href;
	writeFileSync(
		script,
		`import { startStack } from ${JSON.stringify(stackModule)};
		await startStack({ dataDir: ${JSON.stringify(dataDir)}, parts: ["postgres"] });
		process.stdout.write("up"); setInterval(() => {}, 1000);`,
	);
	const [, loader = ""] = typescriptArgs("x");
	const engine = spawn(process.execPath, ["--import", loader, script], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	await new Promise((resolve) => engine.stdout.once("data", resolve));
	const left = readEngineState(join(dataDir, "engine.json"))?.children.postgres;
	engine.kill("SIGKILL");
	await expect.poll(() => left !== undefined && isAlive(left), { timeout: 15_000 }).toBe(false);
});
