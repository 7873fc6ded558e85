import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Lock, takeLock } from "../../engine/lock.ts";
import { repositoryRoot } from "../../engine/node-command.ts";
import { findFreePort } from "../../engine/ports.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** `npm start` as far as it gets. */
async function start(
	env: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string }> {
	const child = spawn(process.execPath, [join(repositoryRoot, "engine/start.mjs")], {
		env: { ...process.env, DATABASE_URL: "", TEMPORAL_ADDRESS: "", SMTP_URL: "", ...env },
	});
	onTestFinished(() => {
		child.kill("SIGKILL");
	});
	let out = "";
	let err = "";
	child.stdout.on("data", (data) => {
		out += data;
	});
	child.stderr.on("data", (data) => {
		err += data;
	});
	const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
	return { code, out, err };
}

async function occupiedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

test("a port in use: one clear sentence, non-zero exit, nothing begun", async () => {
	const dataDir = join(temporaryFolder(), "data");
	const port = await occupiedPort();
	expect(await start({ PORT: String(port), COUNTERSIGN_DATA: dataDir })).toEqual({
		code: 1,
		out: "",
		err: `Port ${port} on 127.0.0.1 is already in use: stop what listens there, or choose another port with PORT=<port>.\n`,
	});
	expect(existsSync(dataDir)).toBe(false);
});

test("a data folder in use: one clear sentence, whatever the port", async () => {
	const dataDir = join(temporaryFolder(), "data");
	mkdirSync(dataDir);
	const lock = takeLock(join(dataDir, "engine.lock")) as Lock;
	const port = await occupiedPort();
	const { code, err } = await start({ PORT: String(port), COUNTERSIGN_DATA: dataDir });
	lock.release();
	expect({ code, err }).toEqual({
		code: 1,
		err: `Countersign is already running on ${dataDir} (process ${process.pid}).\n`,
	});
});

test("wrong settings and a database that is not there are said before anything is begun", async () => {
	const dataDir = join(temporaryFolder(), "data");
	const wrong = await start({ PORT: "eighty", COUNTERSIGN_DATA: dataDir });
	expect(wrong.code).toBe(1);
	expect(wrong.err).toMatch(/^The environment is not right:\s+PORT: /);
	const url = `postgres://nobody@127.0.0.1:1/countersign`;
	const absent = await start({
		PORT: String(await findFreePort(new Set())),
		DATABASE_URL: url,
		COUNTERSIGN_DATA: dataDir,
	});
	expect(absent.code).toBe(1);
	expect(absent.err).toMatch(/^The database of DATABASE_URL cannot be reached: .*ECONNREFUSED/);
	expect(existsSync(dataDir)).toBe(false);
});
