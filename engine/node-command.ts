import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The repository's root: the folder that holds `engine/`. */
export const repositoryRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

// Not `import.meta.resolve`: it does not exist under vitest.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** The arguments with which this Node runs a TypeScript file of the repository. */
export function typescriptArgs(script: string, ...args: string[]): string[] {
	return ["--import", tsx, `${repositoryRoot}/${script}`, ...args];
}
