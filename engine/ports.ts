import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { z } from "zod";
import { EngineError } from "./engine-error.ts";
import { readJsonFile, writePrivateFile } from "./files.ts";

const portsShape = z.record(z.string(), z.number().int().min(1).max(65535));

/** True when nothing listens on 127.0.0.1:`port` and we may. */
export function isPortFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
	});
}

/** Which ports were used is no more than a wish: a damaged file counts as none. */
function readOrNothing(file: string): unknown {
	try {
		return readJsonFile(file) ?? {};
	} catch {
		return {};
	}
}

/** @throws EngineError `port_in_use`, with the variable to set */
export async function requireFreePort(port: number, variable: string): Promise<void> {
	if (await isPortFree(port)) return;
	throw new EngineError(
		"port_in_use",
		`Port ${port} on 127.0.0.1 is already in use: stop what listens there, or choose another port with ${variable}=<port>.`,
	);
}

/**
 * A free port that the system does not hand to outgoing connections by itself (those start at 32768 on Linux and
 * 49152 elsewhere), so that nobody takes it between our look and the server's start, or while a server is down.
 */
export async function findFreePort(taken: ReadonlySet<number>): Promise<number> {
	for (let attempt = 0; attempt < 500; attempt++) {
		const port = randomInt(15_000, 32_000);
		if (!taken.has(port) && (await isPortFree(port))) return port;
	}
	throw new EngineError("port_in_use", "No free port was found between 15000 and 32000 on 127.0.0.1.");
}

/**
 * Ports by name, the same at each start while they are free (`file` remembers them).
 * @param wanted names, each with the port to prefer (it, the remembered one, the next 19; undefined: any)
 */
export async function rememberedPorts(
	file: string,
	wanted: Readonly<Record<string, number | undefined>>,
): Promise<Record<string, number>> {
	const parsed = portsShape.safeParse(readOrNothing(file));
	const remembered: Record<string, number> = parsed.success ? parsed.data : {};
	const chosen: Record<string, number> = {};
	const taken = new Set<number>();
	for (const name of Object.keys(wanted)) {
		const from = wanted[name];
		const first = from === undefined ? [] : Array.from({ length: 20 }, (_, step) => from + step);
		if (remembered[name] !== undefined) first.splice(from === undefined ? 0 : 1, 0, remembered[name]);
		let port: number | undefined;
		for (const candidate of first) {
			if (!taken.has(candidate) && (await isPortFree(candidate))) {
				port = candidate;
				break;
			}
		}
		port ??= await findFreePort(new Set([...taken, ...Object.values(remembered)]));
		taken.add(port);
		chosen[name] = port;
	}
	writePrivateFile(file, `${JSON.stringify({ ...remembered, ...chosen }, null, 2)}\n`);
	return chosen;
}
