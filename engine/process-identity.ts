import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Which process a pid means. A pid alone is not enough: after a crash the number may belong to somebody else,
 * so the start stamp is compared as well.
 */
export interface ProcessIdentity {
	pid: number;
	/** Linux: clock ticks since boot (field 22 of `/proc/<pid>/stat`, proc(5)); elsewhere `ps -o lstart`. */
	startedAt: string;
}

/** The identity of a live process, or undefined when there is none (zombies do not count as live). */
export function identify(pid: number): ProcessIdentity | undefined {
	if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
	const startedAt = process.platform === "linux" ? linuxStart(pid) : psStart(pid);
	return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity): boolean {
	return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Sends the signal only if the pid still means this process. Answers whether it was sent. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
	if (!isAlive(identity)) return false;
	try {
		process.kill(identity.pid, name);
		return true;
	} catch {
		return false;
	}
}

/** Waits until the process is gone. @returns false when it still lived after `ms` milliseconds */
export async function waitUntilGone(identity: ProcessIdentity, ms: number): Promise<boolean> {
	const end = Date.now() + ms;
	while (isAlive(identity)) {
		if (Date.now() >= end) return false;
		await new Promise((resolve) => setTimeout(resolve, 40));
	}
	return true;
}

function linuxStart(pid: number): string | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	} catch {
		return undefined;
	}
	// The command stands in parentheses and may hold spaces and parentheses itself.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

function psStart(pid: number): string | undefined {
	try {
		const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
		return line === "" || line.startsWith("Z") ? undefined : line.slice(line.indexOf(" ")).trim();
	} catch {
		return undefined;
	}
}
