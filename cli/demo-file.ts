import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CliError } from "./cli-error.ts";

/** What `npm start` leaves behind for programs on the same machine. */
export interface DemoFile {
	path: string;
	url: string;
	apiKey: string;
	users: { id: string; email: string; apiKey: string }[];
}

/** `demo.json` of the data folder: COUNTERSIGN_DATA, else `.data` here or in a folder above. Null where there is none. */
export function findDemoFile(env: NodeJS.ProcessEnv, cwd: string): DemoFile | null {
	if (env.COUNTERSIGN_DATA) {
		const path = resolve(cwd, env.COUNTERSIGN_DATA, "demo.json");
		return existsSync(path) ? readDemoFile(path) : null;
	}
	for (let folder = resolve(cwd); ; folder = dirname(folder)) {
		const path = join(folder, ".data", "demo.json");
		if (existsSync(path)) return readDemoFile(path);
		if (dirname(folder) === folder) return null;
	}
}

function readDemoFile(path: string): DemoFile {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw new CliError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
	const { url, apiKey, users } = (value ?? {}) as Record<string, unknown>;
	if (typeof url !== "string" || typeof apiKey !== "string")
		throw new CliError(`${path} has no url and apiKey: start Countersign again with npm start`);
	return { path, url, apiKey, users: Array.isArray(users) ? users.filter(isUser) : [] };
}

function isUser(value: unknown): value is DemoFile["users"][number] {
	const { id, email, apiKey } = (value ?? {}) as Record<string, unknown>;
	return typeof id === "string" && typeof email === "string" && typeof apiKey === "string";
}
