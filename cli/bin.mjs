#!/usr/bin/env node
// The `countersign` command: TypeScript is compiled on the way in, whatever folder it is called from.
import { existsSync } from "node:fs";

if (!existsSync(new URL("../node_modules/tsx", import.meta.url))) {
	process.stderr.write("countersign: the packages are not installed: run npm ci in the repository first.\n");
	process.exit(1);
}
const { register } = await import("tsx/esm/api");
// No tsconfig: that of the current folder is none of ours.
register({ tsconfig: false });
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
