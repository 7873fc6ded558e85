import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const holderShape = z.object({ pid: z.number().int(), startedAt: z.string() });

export interface Lock {
	release(): void;
}

/**
 * Takes a lock file for this process. The lock of a process that no longer lives (also: whose pid now belongs to
 * another) is taken over. `link` makes the file appear whole or not at all.
 * @returns the lock, or who holds it
 */
export function takeLock(path: string): Lock | { heldBy: ProcessIdentity } {
	const me = identify(process.pid);
	if (!me) throw new Error("this process cannot see its own start time");
	const mine = `${path}.${randomBytes(6).toString("hex")}`;
	writeFileSync(mine, JSON.stringify(me), { mode: 0o600 });
	try {
		for (let attempt = 0; attempt < 20; attempt++) {
			try {
				linkSync(mine, path);
				return { release: () => releaseIfMine(path, me) };
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
			}
			const holder = lockHolder(path);
			if (holder) return { heldBy: holder };
			setAsideStale(path);
		}
		throw new Error(`the lock ${path} changes hands too quickly`);
	} finally {
		unlinkSync(mine);
	}
}

/** The live process that holds the lock, if there is one. */
export function lockHolder(path: string): ProcessIdentity | undefined {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
	const holder = parseHolder(text);
	return holder && isAlive(holder) ? holder : undefined;
}

function parseHolder(text: string): ProcessIdentity | undefined {
	try {
		const parsed = holderShape.safeParse(JSON.parse(text));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
}

/** Moves a stale lock away; if another process renewed it in between, the renewed one is put back. */
function setAsideStale(path: string): void {
	const aside = `${path}.stale-${randomBytes(6).toString("hex")}`;
	try {
		renameSync(path, aside);
	} catch {
		return; // another process was quicker
	}
	if (lockHolder(aside)) {
		try {
			linkSync(aside, path);
		} catch {
			// a third one took it: it will see the others by its own check
		}
	}
	unlinkSync(aside);
}

function releaseIfMine(path: string, me: ProcessIdentity): void {
	const holder = lockHolder(path);
	if (holder && holder.pid === me.pid && holder.startedAt === me.startedAt) unlinkSync(path);
}
