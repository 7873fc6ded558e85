import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

const rotateAt = 10 * 1024 * 1024;

/** Opens a log for appending (mode 0600). One over 10 MB is first moved to `<name>.1`. @returns a file descriptor */
export function openLog(path: string): number {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > rotateAt) renameSync(path, `${path}.1`);
	return openSync(path, "a", 0o600);
}

/**
 * The last `count` lines of a log that are not blank, each cut to 400 characters.
 * @param from only what stands after this many bytes
 */
export function lastLines(path: string, count: number, from = 0): string[] {
	let file: number;
	try {
		file = openSync(path, "r");
	} catch {
		return [];
	}
	try {
		const size = fstatSync(file).size;
		const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, 16 * 1024)));
		readSync(file, buffer, 0, buffer.length, size - buffer.length);
		const lines = buffer
			.toString("utf8")
			.split("\n")
			.map((line) => line.trimEnd());
		return lines
			.filter((line) => line !== "")
			.slice(-count)
			.map((line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line));
	} finally {
		closeSync(file);
	}
}
