import { EngineError, messageOf } from "./engine-error.ts";
import { describeExit, type Exit, type ManagedProcess } from "./managed-process.ts";

export interface Mending {
	log(line: string): void;
	/** Called once, when a process keeps crashing. */
	giveUp(error: EngineError): void;
	/** True once everything is being stopped; nothing is started then. */
	isStopping(): boolean;
	/** Delays before the first, second, … new start, in ms; as many quick crashes in a row are borne. */
	delaysMs?: readonly number[];
	/** Shorter lives than this, in ms, are quick crashes. */
	quickMs?: number;
}

/** Starts a process again whenever it dies by itself, later each time; gives up when it does not stay alive. */
export function mend(one: ManagedProcess, mending: Mending): void {
	const { delaysMs = [100, 500, 1000, 2000, 4000, 8000], quickMs = 5000 } = mending;
	let quick = 0;
	let startedAt = Date.now();
	/** @param what happened, as a verb phrase; @param words of its log, empty or « Its last lines: …» */
	const again = async (what: string, words: string): Promise<void> => {
		if (mending.isStopping()) return;
		quick = Date.now() - startedAt < quickMs ? quick + 1 : 1;
		const delay = delaysMs[quick - 1];
		if (delay === undefined) {
			const message = `${one.name} ${what}, for the ${quick}th time in a row, and is given up; its log is ${one.plan.logFile}.${words}`;
			mending.giveUp(new EngineError("child", message));
			return;
		}
		mending.log(`${one.name} ${what}; starting it again.${words}`);
		await new Promise((resolve) => setTimeout(resolve, delay));
		if (mending.isStopping()) return;
		startedAt = Date.now();
		try {
			await one.start();
			if (!mending.isStopping()) mending.log(`${one.name} is back.`);
		} catch (error) {
			await again("did not come up", ` ${messageOf(error)}`);
		}
	};
	one.on("exit", (exit: Exit) => {
		// What a signal from outside ended has nothing to say about it in its log.
		void again(`died (${describeExit(exit)})`, exit.signal ? "" : one.lastWords());
	});
}
