import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** CPU time, ms, that each part has used so far. Empty where there is no /proc. */
export type CpuTimes = Record<string, number>;

interface Process {
	pid: number;
	parent: number;
	ms: number;
	title: string;
}

/**
 * Sums up by part: the named processes, PostgreSQL's backends by database (its own helpers are `postgres`), and
 * this process as `driver`. Of processes that have ended in between only their parent's account is left, which is
 * counted for nobody; the pools of the benchmark stay open, so there are few.
 */
export function cpuTimes(pids: Readonly<Record<string, number>>): CpuTimes {
	const times: CpuTimes = {};
	const add = (part: string, ms: number) => {
		times[part] = (times[part] ?? 0) + ms;
	};
	const nameOf = new Map(Object.entries(pids).map(([name, pid]) => [pid, name]));
	nameOf.set(process.pid, "driver");
	for (const one of processes()) {
		const name = nameOf.get(one.pid);
		if (name !== undefined) add(name, one.ms);
		else if (one.parent === pids.postgres) add(databaseOf(one.title), one.ms);
	}
	return times;
}

/** What each part used between the two readings, ms per piece, largest first, nothing below a tenth. */
export function cpuPer(pieces: number, before: CpuTimes, after: CpuTimes): CpuTimes {
	return Object.fromEntries(
		Object.entries(after)
			.map(([part, ms]) => [part, Math.round(((ms - (before[part] ?? 0)) / pieces) * 10) / 10] as const)
			.filter(([, ms]) => ms > 0)
			.sort(([, a], [, b]) => b - a),
	);
}

/** `postgres: user database 127.0.0.1(4711) idle`, as PostgreSQL titles its backends. */
function databaseOf(title: string): string {
	const [, database] = /^postgres: \S+ (\S+) [\d.]+\(\d+\)/.exec(title) ?? [];
	if (database === undefined) return "postgres";
	return database.startsWith("temporal") ? "postgres for temporal" : "postgres for countersign";
}

let ticksPerSecond: number | undefined;

/** Fields of /proc/<pid>/stat as proc(5) numbers them: 4 parent, 14 and 15 user and system time in ticks. */
function processes(): Process[] {
	try {
		ticksPerSecond ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
		return readdirSync("/proc")
			.filter((name) => /^\d+$/.test(name))
			.flatMap((name) => processAt(Number(name), ticksPerSecond ?? 100));
	} catch {
		return [];
	}
}

function processAt(pid: number, ticks: number): Process[] {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is the name in brackets and may hold anything.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const used = Number(fields[11]) + Number(fields[12]);
		const title = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
		return [{ pid, parent: Number(fields[1]), ms: (used / ticks) * 1_000, title }];
	} catch {
		return [];
	}
}
