import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { closeSync, fstatSync } from "node:fs";
import { EngineError, type EngineErrorCode, messageOf } from "./engine-error.ts";
import { lastLines, openLog } from "./log-file.ts";
import { identify, type ProcessIdentity, waitUntilGone } from "./process-identity.ts";

export interface ProcessPlan {
	name: string;
	command: string;
	args: readonly string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	logFile: string;
	/** What asks it to stop in order. */
	stopSignal: NodeJS.Signals;
	/** The account to run under (only root may choose). */
	account?: { uid: number; gid: number } | undefined;
	/** Runs before each start, e.g. to end what an earlier run left. */
	prepare?: () => Promise<void>;
	/** Asked again and again after the start; throwing and false both mean «not yet». */
	isReady: () => Promise<boolean>;
	readyWithinMs: number;
	/** The code of the EngineError when it does not come up. */
	errorCode: EngineErrorCode;
}

export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** How a process ended, in words. */
export function describeExit(exit: Exit): string {
	return exit.signal ? `killed by ${exit.signal}` : `exit code ${exit.code}`;
}

/**
 * One process of ours: its own process group (so that a Ctrl-C in the terminal reaches the engine alone, which
 * then stops everything in order), its output in a file that outlives the engine.
 * Emits `exit` (Exit) when it ends without having been asked to by `stop()`.
 */
export class ManagedProcess extends EventEmitter<{ exit: [Exit]; change: [] }> {
	#child: ChildProcess | undefined;
	#identity: ProcessIdentity | undefined;
	#stopping = false;
	#logFrom = 0;
	#tooLate: EngineError | undefined;

	constructor(readonly plan: ProcessPlan) {
		super();
	}

	get name(): string {
		return this.plan.name;
	}

	/** The live process, or undefined. */
	get identity(): ProcessIdentity | undefined {
		return this.#identity;
	}

	/** Starts it and waits until it is ready. @throws EngineError when it ends or is not ready in time */
	async start(): Promise<void> {
		if (this.#identity) throw new Error(`${this.name} is running already`);
		await this.plan.prepare?.();
		const { command, args, cwd, env, account, logFile, errorCode } = this.plan;
		const log = openLog(logFile);
		this.#logFrom = fstatSync(log).size;
		this.#stopping = false;
		this.#tooLate = undefined;
		let child: ChildProcess;
		try {
			child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", log, log], ...account });
		} finally {
			closeSync(log);
		}
		this.#child = child;
		let exit: Exit | undefined;
		let ready = false;
		const failed = new Promise<never>((_, reject) => {
			child.once("error", (cause) => {
				exit = { code: null, signal: null };
				reject(
					new EngineError(errorCode, `${this.name} could not be started: ${messageOf(cause)}.`, { cause }),
				);
			});
			child.once("exit", (code, signal) => {
				exit = { code, signal };
				this.#identity = undefined;
				this.emit("change");
				reject(this.#tooLate ?? this.#diedEarly(exit));
				if (ready && !this.#stopping) this.emit("exit", exit);
			});
		});
		failed.catch(() => undefined);
		const spawned = new Promise((resolve) => child.once("spawn", () => resolve(undefined)));
		this.#identity = child.pid === undefined ? undefined : identify(child.pid);
		this.emit("change");
		await Promise.race([spawned, failed]);
		await Promise.race([this.#untilReady(() => exit !== undefined), failed]);
		ready = true;
	}

	async #untilReady(ended: () => boolean): Promise<void> {
		const end = Date.now() + this.plan.readyWithinMs;
		for (;;) {
			const ready = await this.plan.isReady().catch(() => false);
			if (ended()) return new Promise(() => undefined); // `failed` says why
			if (ready) return;
			if (Date.now() > end) {
				const seconds = Math.round(this.plan.readyWithinMs / 1000);
				const message = `${this.name} was not ready after ${seconds} s; its log is ${this.plan.logFile}.${this.lastWords()}`;
				this.#tooLate = new EngineError(this.plan.errorCode, message);
				await this.stop(2000);
				throw this.#tooLate;
			}
			await new Promise((resolve) => setTimeout(resolve, 60));
		}
	}

	#diedEarly(exit: Exit): EngineError {
		return new EngineError(
			this.plan.errorCode,
			`${this.name} ended before it was ready (${describeExit(exit)}); its log is ${this.plan.logFile}.${this.lastWords()}`,
		);
	}

	/** What this process (not an earlier one) wrote last, for the end of a message; empty when it wrote nothing. */
	lastWords(): string {
		const lines = lastLines(this.plan.logFile, 8, this.#logFrom);
		return lines.length === 0 ? "" : ` Its last lines:\n${lines.map((line) => `    ${line}`).join("\n")}`;
	}

	/**
	 * Asks it to stop, and ends it (with what it started) when it has not after `graceMs`.
	 * @returns true when it stopped by itself
	 */
	async stop(graceMs: number): Promise<boolean> {
		this.#stopping = true;
		const identity = this.#identity;
		const child = this.#child;
		if (!identity || !child) return true;
		child.kill(this.plan.stopSignal);
		let inOrder = await waitUntilGone(identity, graceMs);
		if (!inOrder) {
			killGroup(identity.pid, "SIGKILL");
			await waitUntilGone(identity, 5000);
			inOrder = false;
		}
		killGroup(identity.pid, "SIGKILL"); // grandchildren, if any were left
		if (this.#identity)
			await Promise.race([once(this, "change"), new Promise((resolve) => setTimeout(resolve, 1000))]);
		return inOrder;
	}

	/** A stop that is under way does not wait any longer. */
	hurry(): void {
		if (this.#stopping && this.#identity) killGroup(this.#identity.pid, "SIGKILL");
	}

	/** Sends any signal to the process itself, as a fault would; its end is reported like a crash. */
	kill(signal: NodeJS.Signals): void {
		if (!this.#identity) throw new Error(`${this.name} is not running`);
		this.#child?.kill(signal);
	}
}

/** The group outlives its leader while a member lives, so this reaches what a dead child left behind. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// nobody left in it
	}
}
