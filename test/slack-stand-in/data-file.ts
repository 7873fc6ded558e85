import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { World } from "./shapes.ts";

const format = 1;

/** What a demo's file kept, or null if there is none yet. Throws if it is not one of ours. */
export function readWorld(path: string): World | null {
	let written: string;
	try {
		written = readFileSync(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
	const kept: { format?: number; world?: World } = JSON.parse(written);
	if (kept.format !== format || !kept.world) {
		throw new Error(`${path} is not a stand-in Slack's file of format ${format}: delete it to begin anew`);
	}
	return kept.world;
}

/** Writes the state soon after each change, whole or not at all. */
export class DataFile {
	readonly #path: string;
	readonly #world: World;
	#timer: NodeJS.Timeout | null = null;

	constructor(path: string, world: World) {
		this.#path = path;
		this.#world = world;
		mkdirSync(dirname(path), { recursive: true });
	}

	soon(): void {
		this.#timer ??= setTimeout(() => this.flush(), 200);
	}

	flush(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		// Tokens are in it: nobody else on the machine reads them.
		writeFileSync(`${this.#path}.new`, JSON.stringify({ format, world: this.#world }), { mode: 0o600 });
		renameSync(`${this.#path}.new`, this.#path);
	}
}
