import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync,
	unlinkSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import postgres from "postgres";
import { bareEnvironment } from "./bare-environment.ts";
import { type Account, databaseAccount } from "./database-account.ts";
import { EngineError } from "./engine-error.ts";
import { ManagedProcess } from "./managed-process.ts";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { identify, isAlive, type ProcessIdentity, waitUntilGone } from "./process-identity.ts";

export interface PostgresPlan {
	/** The database cluster's folder. */
	dataDir: string;
	logFile: string;
	port: number;
	superuserPassword: string;
}

/** `postgres://` URL on the embedded server. */
export function postgresUrl(port: number, user: string, password: string, database: string): string {
	return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * The embedded PostgreSQL as a process of ours, its cluster made if there is none: TCP on 127.0.0.1 only, SCRAM
 * passwords, checksums, durable. @throws EngineError `postgres`, `database_user`
 */
export async function embeddedPostgres(plan: PostgresPlan): Promise<ManagedProcess> {
	const account = await databaseAccount();
	const binaries = findPostgresBinaries(account);
	makeCluster(plan, binaries, account);
	const url = postgresUrl(plan.port, "postgres", plan.superuserPassword, "postgres");
	return new ManagedProcess({
		name: "postgres",
		command: binaries.postgres,
		args: ["-D", clusterPath(plan.dataDir, account), ...settings(plan.port)],
		cwd: plan.dataDir,
		env: environment(),
		logFile: plan.logFile,
		stopSignal: "SIGINT", // «fast»: roll back what is open, write everything down, go
		account,
		prepare: () => clearLeftover(plan.dataDir),
		isReady: () => answers(url),
		readyWithinMs: 60_000,
		errorCode: "postgres",
	});
}

/**
 * How PostgreSQL names its folder. Under root it runs as another account, which may not enter our 0700 folders
 * (nor root's home above them); it is started *in* the folder and names it by that, so no path has to be walked.
 */
function clusterPath(dataDir: string, account: Account | undefined): string {
	return account ? "/proc/self/cwd" : dataDir;
}

function settings(port: number): string[] {
	const values: Record<string, string | number> = {
		port,
		listen_addresses: "127.0.0.1",
		unix_socket_directories: "",
		max_connections: 200,
		shared_buffers: "256MB",
		max_wal_size: "1GB",
		log_min_messages: "warning",
		log_line_prefix: "%m [%p] %q%u@%d ",
		timezone: "UTC",
		log_timezone: "UTC",
		lc_messages: "C",
	};
	return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function environment(): NodeJS.ProcessEnv {
	return bareEnvironment({ LANG: "C", LC_ALL: "C", TZ: "UTC" });
}

/** Makes the cluster in a folder beside its place and moves it there when whole, so that a crash leaves no half of one. */
function makeCluster(plan: PostgresPlan, binaries: PostgresBinaries, account: Account | undefined): void {
	const versionFile = join(plan.dataDir, "PG_VERSION");
	if (existsSync(versionFile)) {
		const have = readFileSync(versionFile, "utf8").trim();
		const want = binaries.version.split(".")[0];
		if (have === want) return;
		throw new EngineError(
			"postgres",
			`${plan.dataDir} was made by PostgreSQL ${have} and this is ${want}: move it over with pg_dump and pg_restore, or start on a new data folder.`,
		);
	}
	const making = join(dirname(plan.dataDir), `${basename(plan.dataDir)}.making`);
	const passwordFile = `${making}.password`;
	rmSync(making, { recursive: true, force: true });
	mkdirSync(making, { recursive: true, mode: 0o700 });
	const password = openSync(passwordFile, "w+", 0o600);
	try {
		writeSync(password, `${plan.superuserPassword}\n`);
		if (account) {
			chownSync(making, account.uid, account.gid);
			chownSync(passwordFile, account.uid, account.gid);
		}
		const stdin = openSync(passwordFile, "r");
		const made = spawnSync(
			binaries.initdb,
			[
				`--pgdata=${clusterPath(making, account)}`,
				"--username=postgres",
				"--pwfile=/dev/stdin",
				"--auth=scram-sha-256",
				"--encoding=UTF8",
				"--locale=C",
				"--locale-provider=builtin",
				"--builtin-locale=C.UTF-8",
			],
			{ cwd: making, env: environment(), stdio: [stdin, "pipe", "pipe"], encoding: "utf8", ...account },
		);
		closeSync(stdin);
		if (made.status !== 0) {
			const said = (made.stderr || made.stdout || String(made.error ?? ""))
				.trim()
				.split("\n")
				.slice(-4)
				.join("\n    ");
			throw new EngineError(
				"postgres",
				`The database folder could not be made in ${plan.dataDir}:\n    ${said}`,
			);
		}
		chmodSync(making, 0o700);
		rmSync(plan.dataDir, { recursive: true, force: true });
		renameSync(making, plan.dataDir);
	} finally {
		closeSync(password);
		unlinkSync(passwordFile);
		rmSync(making, { recursive: true, force: true });
	}
}

/**
 * Makes way for a start after a crash: a server still running on this folder (its engine was killed) is stopped;
 * a `postmaster.pid` whose process is gone, or is no server on this folder, is removed (its number may long belong
 * to somebody else, at which PostgreSQL would refuse to start). Then waits for the backends of a killed server,
 * which hold its shared memory for a moment.
 */
async function clearLeftover(dataDir: string): Promise<void> {
	const pidFile = join(dataDir, "postmaster.pid");
	if (!existsSync(pidFile)) return;
	const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
	const running = identify(pid);
	if (running && isServerOn(pid, dataDir)) {
		await stopServer(running);
	}
	rmSync(pidFile, { force: true });
	await backendsGone(dataDir);
}

async function stopServer(server: ProcessIdentity): Promise<void> {
	for (const [name, ms] of [
		["SIGINT", 8000],
		["SIGQUIT", 4000],
		["SIGKILL", 4000],
	] as const) {
		if (!isAlive(server)) return;
		process.kill(server.pid, name);
		if (await waitUntilGone(server, ms)) return;
	}
	throw new EngineError(
		"postgres",
		`A PostgreSQL left by an earlier run (process ${server.pid}) cannot be ended.`,
	);
}

/** Is this process a PostgreSQL whose working folder is this cluster? */
function isServerOn(pid: number, dataDir: string): boolean {
	if (process.platform === "linux") {
		try {
			return (
				readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir) &&
				readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres")
			);
		} catch {
			return false;
		}
	}
	try {
		return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(dataDir);
	} catch {
		return false;
	}
}

/** Only Linux can be asked which processes work in a folder; elsewhere a short wait has to do. */
async function backendsGone(dataDir: string): Promise<void> {
	if (process.platform !== "linux") return new Promise((resolve) => setTimeout(resolve, 1500));
	const { readdirSync } = await import("node:fs");
	for (let attempt = 0; attempt < 100; attempt++) {
		const left = readdirSync("/proc").filter(
			(name) => /^\d+$/.test(name) && isServerOn(Number(name), dataDir),
		);
		if (left.length === 0) return;
		if (attempt === 60) for (const pid of left) process.kill(Number(pid), "SIGKILL");
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

async function answers(url: string): Promise<boolean> {
	const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => undefined });
	try {
		await sql`select 1`;
		return true;
	} finally {
		await sql.end({ timeout: 1 });
	}
}
