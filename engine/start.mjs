// `npm start`: says what is missing before anything else is loaded, then runs start.ts in this very process.
import { existsSync } from "node:fs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
	process.stderr.write(`Countersign needs Node 20.20 or later, and this is ${process.versions.node}.\n`);
	process.exit(1);
}
if (!existsSync(new URL("../node_modules/tsx", import.meta.url))) {
	process.stderr.write("The packages are not installed: run npm ci first.\n");
	process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
await import("./start.ts");
