import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { EngineError } from "./engine-error.ts";
import { obtainTemporalServer } from "./temporal-obtain.ts";
import { temporalVersion } from "./temporal-version.ts";

const run = promisify(execFile);

export interface TemporalBinary {
	server: string;
	/** The schema tool. */
	sql: string;
}

/** `~/.cache/countersign`, or under `XDG_CACHE_HOME` (XDG Base Directory Specification). */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
	const base = env.XDG_CACHE_HOME;
	return join(base?.startsWith("/") ? base : join(homedir(), ".cache"), "countersign");
}

/**
 * The Temporal server's programs: from the configured folder (TEMPORAL_SERVER_PATH), else from the cache, else
 * downloaded, else built. Says which.
 * @throws EngineError `temporal_binary`, with what to install or set
 */
export async function findTemporalBinary(
	configured: string | undefined,
	cache: string,
	log: (line: string) => void,
): Promise<TemporalBinary> {
	if (configured !== undefined) {
		const found = programsIn(resolve(configured));
		const version = found && (await versionOf(found.server));
		if (!found || !version) {
			throw new EngineError(
				"temporal_binary",
				`TEMPORAL_SERVER_PATH is ${configured}, but there is no Temporal server with its schema tool: it has to hold «server» (or «temporal-server») and «sql» (or «temporal-sql-tool»).`,
			);
		}
		log(`Temporal server ${version} from the configured folder ${configured}.`);
		return found;
	}
	const folder = join(cache, `temporal-server-${temporalVersion}`);
	const cached = await usableIn(folder);
	if (cached) {
		log(`Temporal server ${temporalVersion} from the cache ${folder}.`);
		return cached;
	}
	await obtainTemporalServer(folder, (at) => usableIn(at).then((found) => found !== undefined), log);
	const obtained = await usableIn(folder);
	if (!obtained) throw new EngineError("temporal_binary", `The Temporal server in ${folder} does not run.`);
	return obtained;
}

/** The programs in a folder if both run and are of our version. */
export async function usableIn(folder: string): Promise<TemporalBinary | undefined> {
	const found = programsIn(folder);
	if (!found) return undefined;
	const versions = await Promise.all([versionOf(found.server), versionOf(found.sql)]);
	return versions.every((version) => version === temporalVersion) ? found : undefined;
}

function programsIn(folder: string): TemporalBinary | undefined {
	const first = (...names: string[]) =>
		names.map((name) => join(folder, name)).find((path) => existsSync(path));
	const server = first("temporal-server", "server");
	const sql = first("temporal-sql-tool", "sql");
	return server && sql ? { server, sql } : undefined;
}

async function versionOf(program: string): Promise<string | undefined> {
	try {
		const { stdout } = await run(program, ["--version"], { timeout: 15_000 });
		return /version v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
	} catch {
		return undefined;
	}
}
