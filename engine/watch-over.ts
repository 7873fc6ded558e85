import { type ChildProcess, spawn } from "node:child_process";
import { typescriptArgs } from "./node-command.ts";
import type { ProcessIdentity } from "./process-identity.ts";

export interface Watchdog {
	/** Tells it what runs now. */
	tell(children: Readonly<Record<string, ProcessIdentity>>): void;
	/** Lets it go, once everything has been stopped. */
	dismiss(): void;
}

/** Starts `watchdog.ts` in a session of its own. Should it die itself, another takes its place. */
export function startWatchdog(): Watchdog {
	let last = "{}";
	let dismissed = false;
	let dog: ChildProcess;
	const start = () => {
		dog = spawn(process.execPath, typescriptArgs("engine/watchdog.ts"), {
			detached: true,
			stdio: ["pipe", "ignore", "ignore"],
		});
		dog.unref();
		dog.stdin?.on("error", () => undefined);
		dog.stdin?.write(`${last}\n`);
		(dog.stdin as { unref?: () => void } | null)?.unref?.();
		dog.once("error", () => undefined);
		dog.once("exit", () => {
			if (!dismissed) setTimeout(start, 1000).unref();
		});
	};
	start();
	return {
		tell: (children) => {
			last = JSON.stringify(children);
			dog.stdin?.write(`${last}\n`);
		},
		dismiss: () => {
			dismissed = true;
			dog.stdin?.end("{}\n");
		},
	};
}
