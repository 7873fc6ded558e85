import { chmodSync, existsSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EngineError, messageOf } from "./engine-error.ts";

/** Where each thing stands in the data folder. */
export interface DataFolder {
	root: string;
	postgres: string;
	temporal: string;
	logs: string;
	mail: string;
	secrets: string;
	ports: string;
	lock: string;
	engine: string;
	demo: string;
	keyring: string;
}

/** The paths under `root`; touches nothing. */
export function dataFolderAt(root: string): DataFolder {
	const at = resolve(root);
	return {
		root: at,
		postgres: join(at, "postgres"),
		temporal: join(at, "temporal"),
		logs: join(at, "logs"),
		mail: join(at, "mail"),
		secrets: join(at, "secrets.json"),
		ports: join(at, "ports.json"),
		lock: join(at, "engine.lock"),
		engine: join(at, "engine.json"),
		demo: join(at, "demo.json"),
		keyring: join(at, "keyring.json"),
	};
}

/**
 * Makes the folder, mode 0700. @returns how to take it away again if nothing was put into it (a start that fails
 * leaves nothing behind). @throws EngineError `data_folder`
 */
export function openDataFolder(folder: DataFolder): { undo(): void } {
	const existed = existsSync(folder.root);
	try {
		mkdirSync(folder.root, { recursive: true, mode: 0o700 });
		chmodSync(folder.root, 0o700);
		for (const sub of [folder.temporal, folder.logs, folder.mail]) {
			mkdirSync(sub, { recursive: true, mode: 0o700 });
		}
	} catch (cause) {
		throw new EngineError(
			"data_folder",
			`The data folder ${folder.root} cannot be written (${messageOf(cause)}): make it writable, or choose another with COUNTERSIGN_DATA=<folder>.`,
			{ cause },
		);
	}
	return {
		undo: () => {
			if (!existed) rmSync(folder.root, { recursive: true, force: true });
		},
	};
}

const neededBytes = 768 * 1024 * 1024;

/**
 * PostgreSQL's first files and write-ahead log, Temporal's schema and the logs need some 300 MB; below 768 MB we
 * do not begin. @throws EngineError `disk_full`
 */
export function requireDiskSpace(path: string, needed: number = neededBytes): void {
	let at = resolve(path);
	while (!existsSync(at)) at = dirname(at);
	const { bavail, bsize } = statfsSync(at);
	const free = bavail * bsize;
	if (free >= needed) return;
	const mb = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
	throw new EngineError(
		"disk_full",
		`Only ${mb(free)} are free on the disk of ${path}, and ${mb(needed)} are needed: free some room.`,
	);
}
