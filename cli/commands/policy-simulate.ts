import type { Problem } from "../../policy/problems.ts";
import { readText } from "../../policy/read-document.ts";
import { simulate } from "../../policy/simulate.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { readInput } from "../read-input.ts";
import { note, printJson } from "../terminal.ts";

/** Runs a policy over a made-up timeline and prints what happens as JSON. No server is needed. */
export async function policySimulate(file: string): Promise<number> {
	const reading = readScenario(await readInput(file));
	const result = reading.ok ? simulate(reading.value) : reading;
	if (result.ok) {
		printJson(result.simulation);
		return EXIT.done;
	}
	printJson({ errors: result.errors });
	note(["The simulation is not valid:", ...fieldLines(result.errors)].join("\n"));
	return EXIT.usage;
}

/** JSON of any length, else YAML. */
function readScenario(text: string): { ok: true; value: unknown } | { ok: false; errors: Problem[] } {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		if (/^\s*[{[]/.test(text))
			return { ok: false, errors: [{ path: "", message: `is not JSON: ${(error as Error).message}` }] };
		return readText(text);
	}
}
