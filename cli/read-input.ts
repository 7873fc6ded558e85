import { readFile } from "node:fs/promises";
import { UsageError } from "./cli-error.ts";

/** A file's text, or standard input where `path` is `-`. Throws `UsageError` where there is no such file. */
export async function readInput(path: string): Promise<string> {
	if (path === "-") return readStandardInput();
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		throw new UsageError(`${path} cannot be read: ${REASONS[code ?? ""] ?? code ?? String(error)}`);
	}
}

const REASONS: Record<string, string> = {
	ENOENT: "there is no such file",
	EACCES: "no permission",
	EISDIR: "it is a folder",
};

async function readStandardInput(): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString("utf8");
}

/** The JSON object that `text` is: itself, or in a file where it begins with @ (`@-`: standard input). */
export async function readJsonObject(option: string, text: string): Promise<Record<string, unknown>> {
	const json = text.startsWith("@") ? await readInput(text.slice(1)) : text;
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw new UsageError(`${option}: is not JSON: ${(error as Error).message}`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new UsageError(`${option}: write a JSON object such as '{"amount": 20000}', or @file`);
	return value as Record<string, unknown>;
}
