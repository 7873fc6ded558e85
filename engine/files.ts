import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** Writes a file whole or not at all, readable by its owner only. */
export function writePrivateFile(path: string, text: string): void {
	const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
	const file = openSync(temporary, "wx", 0o600);
	try {
		writeSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	renameSync(temporary, path);
}

/** The file's JSON, or undefined when there is no such file. @throws SyntaxError when it is not JSON */
export function readJsonFile(path: string): unknown {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
	return JSON.parse(text);
}
