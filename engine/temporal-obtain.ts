import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { requireDiskSpace } from "./data-folder.ts";
import { EngineError, messageOf } from "./engine-error.ts";
import { type Lock, takeLock } from "./lock.ts";
import { buildTemporalServer, buildTemporalUi } from "./temporal-build.ts";
import { downloadTemporalServer } from "./temporal-download.ts";

/**
 * Puts the Temporal server into `folder`: downloaded, else built with Go. It is made in a folder beside and moved
 * when whole; two engines that want it at once take turns, and the second finds it there.
 * @param make puts the two programs into an empty folder
 * @throws EngineError `temporal_binary`
 */
export async function obtainTemporalServer(
	folder: string,
	isUsable: (folder: string) => Promise<boolean>,
	log: (line: string) => void,
	make: (folder: string, log: (line: string) => void) => Promise<void> = downloadOrBuild,
): Promise<void> {
	mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
	const lock = await waitForTurn(`${folder}.lock`, log);
	try {
		if (await isUsable(folder)) return;
		requireDiskSpace(dirname(folder), 3 * 1024 ** 3);
		const making = join(dirname(folder), `.${basename(folder)}.${randomBytes(6).toString("hex")}`);
		removeAbandoned(folder);
		mkdirSync(making);
		try {
			await make(making, log);
			if (!(await isUsable(making))) {
				throw new EngineError(
					"temporal_binary",
					"The Temporal server that was obtained does not run, or is of another version.",
				);
			}
			if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
			renameSync(making, folder);
		} finally {
			rmSync(making, { recursive: true, force: true });
		}
	} finally {
		lock.release();
	}
}

async function downloadOrBuild(folder: string, log: (line: string) => void): Promise<void> {
	let whyNot: string;
	try {
		await downloadTemporalServer(folder, log);
		return;
	} catch (error) {
		whyNot = messageOf(error);
		log(`The Temporal server cannot be downloaded here (${whyNot}); building it with Go instead.`);
	}
	try {
		await buildTemporalServer(folder, log);
		await buildUiToo(folder, log);
	} catch (cause) {
		throw new EngineError(
			"temporal_binary",
			`No Temporal server: it could neither be downloaded (${whyNot}) nor built (${messageOf(cause)}). Install Go 1.26.8 or later, or set TEMPORAL_SERVER_PATH to a folder with temporal-server and temporal-sql-tool, or TEMPORAL_ADDRESS to a running server.`,
			{ cause },
		);
	}
}

/** Where Go is, the Web UI can be had for little more. Nothing depends on it, so a failure is only said. */
async function buildUiToo(folder: string, log: (line: string) => void): Promise<void> {
	try {
		await buildTemporalUi(join(folder, "ui"), log);
	} catch (error) {
		log(`Temporal's Web UI could not be built (${messageOf(error)}); going on without it.`);
	}
}

/** What a start that was killed left half made; only called by the one that holds the lock. */
function removeAbandoned(folder: string): void {
	for (const name of readdirSync(dirname(folder))) {
		if (name.startsWith(`.${basename(folder)}.`))
			rmSync(join(dirname(folder), name), { recursive: true, force: true });
	}
}

async function waitForTurn(path: string, log: (line: string) => void): Promise<Lock> {
	let said = false;
	for (;;) {
		const lock = takeLock(path);
		if ("release" in lock) return lock;
		if (!said)
			log(`Another start (process ${lock.heldBy.pid}) is fetching the Temporal server; waiting for it.`);
		said = true;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
