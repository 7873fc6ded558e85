import { z } from "zod";
import { readJsonFile, writePrivateFile } from "./files.ts";

/** The order in which everything is stopped: who uses before who is used. */
export const stopOrder = ["web", "slack", "worker", "mail", "temporal-ui", "temporal", "postgres"] as const;

const identityShape = z.object({ pid: z.number().int(), startedAt: z.string() });
const shape = z.object({
	engine: identityShape,
	ports: z.record(z.string(), z.number()),
	children: z.record(z.string(), identityShape),
});

/** `<data>/engine.json`: what runs now. Fault tests read the pids from it; the next start ends leftovers by it. */
export type EngineState = z.infer<typeof shape>;

export function readEngineState(file: string): EngineState | undefined {
	try {
		return shape.safeParse(readJsonFile(file)).data;
	} catch {
		return undefined;
	}
}

export function writeEngineState(file: string, state: EngineState): void {
	writePrivateFile(file, `${JSON.stringify(state, null, 2)}\n`);
}

/** Names in stopping order; unknown ones first. */
export function inStopOrder(names: Iterable<string>): string[] {
	const rank = (name: string) => (stopOrder as readonly string[]).indexOf(name);
	return [...names].sort((a, b) => rank(a) - rank(b));
}
