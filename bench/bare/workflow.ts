import { condition, defineSignal, setHandler } from "@temporalio/workflow";

const decided = defineSignal<[string]>("decided");

/** The least that waits like ours: a condition with a day's timer, one signal, its value as the result. */
export async function bare(_input: { about: string }): Promise<string> {
	let verdict: string | undefined;
	setHandler(decided, (value) => {
		verdict = value;
	});
	await condition(() => verdict !== undefined, "1 day");
	return verdict ?? "expired";
}
