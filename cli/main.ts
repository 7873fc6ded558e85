import { CommanderError } from "commander";
import { Interrupted, UsageError } from "./cli-error.ts";
import { EXIT } from "./exit-code.ts";
import { errorJson, explainError } from "./explain-error.ts";
import { buildProgram } from "./program.ts";
import { note, printJson } from "./terminal.ts";

/** Runs the command line and answers its exit code. */
export async function main(args: readonly string[]): Promise<number> {
	// A reader that has seen enough (`| head`) is no failure.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.failed);
	});
	let code: number = EXIT.done;
	const program = buildProgram(interruption(), (ended) => {
		code = ended;
	});
	try {
		await program.parseAsync(args, { from: "user" });
		return code;
	} catch (error) {
		return failed(error, args.includes("--json"));
	}
}

function failed(error: unknown, json: boolean): number {
	// Commander has said it already.
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
	if (error instanceof Interrupted) {
		note("Stopped.");
		return EXIT.interrupted;
	}
	if (error instanceof UsageError) {
		note(`countersign: ${error.message}`);
		return EXIT.usage;
	}
	if (json) printJson({ error: errorJson(error) });
	note(`countersign: ${explainError(error)}`);
	return EXIT.failed;
}

/** Aborted by Ctrl-C. A second one, or what does not listen, is ended outright. */
function interruption(): AbortSignal {
	const controller = new AbortController();
	process.once("SIGINT", () => {
		controller.abort(new Interrupted());
		setTimeout(() => process.exit(EXIT.interrupted), 500).unref();
	});
	return controller.signal;
}
