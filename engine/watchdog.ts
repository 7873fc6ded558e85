/**
 * A small process beside the engine. The engine holds the other end of its standard input and tells it, a line of
 * JSON at each change, which children run. When that end closes without a last line `[]` — the engine was killed —
 * it ends those children, so that nothing is left behind.
 */
import { createInterface } from "node:readline";
import { endLeftovers } from "./leftovers.ts";
import type { ProcessIdentity } from "./process-identity.ts";

let children: Record<string, ProcessIdentity> = {};
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
	children = JSON.parse(line) as Record<string, ProcessIdentity>;
});
lines.once("close", async () => {
	await endLeftovers(children);
	process.exit(0);
});
