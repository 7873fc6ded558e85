import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EngineError, messageOf } from "./engine-error.ts";

const run = promisify(execFile);

export interface Account {
	uid: number;
	gid: number;
}

/**
 * PostgreSQL refuses to run as root. So under root it runs as the system's `postgres` account, which is made when
 * there is none; anybody else runs it as themselves (undefined).
 * @throws EngineError `database_user`
 */
export async function databaseAccount(): Promise<Account | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	if (process.platform !== "linux") {
		throw new EngineError(
			"database_user",
			"PostgreSQL does not run as root: start as an ordinary user, or set DATABASE_URL.",
		);
	}
	const existing = await lookUp();
	if (existing) return existing;
	try {
		await run("groupadd", ["--system", "postgres"]).catch(() => undefined);
		await run("useradd", [
			"--system",
			"--gid",
			"postgres",
			"--no-create-home",
			"--shell",
			"/usr/sbin/nologin",
			"postgres",
		]);
	} catch (cause) {
		throw new EngineError(
			"database_user",
			`PostgreSQL does not run as root and the account «postgres» could not be made (${messageOf(cause)}): start as an ordinary user, or set DATABASE_URL.`,
			{ cause },
		);
	}
	const made = await lookUp();
	if (!made)
		throw new EngineError("database_user", "The account «postgres» was made but cannot be looked up.");
	return made;
}

async function lookUp(): Promise<Account | undefined> {
	try {
		const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
		return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
	} catch {
		return undefined;
	}
}
