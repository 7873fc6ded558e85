import { availableParallelism, cpus, loadavg } from "node:os";
import postgres from "postgres";
import type { Stack } from "../engine/stack.ts";
import { temporalVersion } from "../engine/temporal-version.ts";

/** What was measured on; figures of different machines are not compared, only their ratios. */
export interface Machine {
	node: string;
	cores: number;
	cpu: string;
	/** Of the minute before the run: others at work make every figure worse, and the ratios noisier. */
	load: number;
	postgres: string;
	temporal: string;
}

export async function describeMachine(stack: Stack): Promise<Machine> {
	const sql = postgres(stack.superuserUrl, { max: 1 });
	try {
		const [row] = await sql<{ server_version: string }[]>`show server_version`;
		return {
			node: process.version,
			cores: availableParallelism(),
			cpu: cpus()[0]?.model ?? "unknown",
			load: loadavg()[0] ?? 0,
			postgres: row?.server_version ?? "unknown",
			temporal: temporalVersion,
		};
	} finally {
		await sql.end({ timeout: 2 });
	}
}
